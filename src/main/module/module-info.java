/**
 * Durable usage quotas for Jakarta EE. Servers load the jar from the class path and ignore this; it is for tools and
 * for applications that are built by modules. It is open, because CDI and Jakarta Persistence reflect on the classes.
 * An application compiles, and the test kit runs, with the few modules that are required without {@code static}; the
 * others are a server's. The MicroProfile APIs are not required: their jars name no module.
 */
open module org.ration {
    exports org.ration;
    exports org.ration.admin;
    exports org.ration.openapi;

    requires transitive jakarta.ejb;
    requires transitive jakarta.inject;
    requires transitive jakarta.interceptor;
    requires transitive jakarta.ws.rs;
    requires jakarta.cdi;
    requires jakarta.el;
    requires jakarta.servlet;
    requires java.naming;
    requires java.sql;

    requires static jakarta.annotation;
    requires static jakarta.json;
    requires static jakarta.json.bind;
    requires static jakarta.persistence;
    requires static jakarta.transaction;
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
