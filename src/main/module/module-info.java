/**
 * Durable usage quotas for Jakarta EE. Servers load the jar from the class path and ignore this; it is for tools and
 * for whoever builds by modules. It is open, because CDI and Jakarta Persistence reflect on the classes. The
 * MicroProfile APIs are not required: their jars name no module.
 */
open module org.ration {
    exports org.ration;
    exports org.ration.admin;
    exports org.ration.openapi;

    requires transitive jakarta.ejb;
    requires transitive jakarta.inject;
    requires transitive jakarta.interceptor;
    requires transitive jakarta.ws.rs;
    requires jakarta.annotation;
    requires jakarta.cdi;
    requires jakarta.el;
    requires jakarta.json;
    requires jakarta.json.bind;
    requires jakarta.persistence;
    requires jakarta.security;
    requires jakarta.servlet;
    requires jakarta.transaction;
    requires java.naming;
    requires java.sql;

    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;
    requires static org.jspecify;

    provides jakarta.enterprise.inject.spi.Extension with
            org.ration.cdi.RationExtension;
    provides jakarta.servlet.ServletContainerInitializer with
            org.ration.admin.web.AdminInitializer;
    provides jakarta.ws.rs.container.DynamicFeature with
            org.ration.http.DeclarationFeature;
    provides jakarta.ws.rs.core.Feature with
            org.ration.http.RationFeature;
}
