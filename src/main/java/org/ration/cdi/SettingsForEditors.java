// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.inject.Vetoed;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The settings once more, for editors: MicroProfile Config has no other metadata than these annotations, and tools for
 * it look for them in the jars of an application to offer names and defaults. Not a bean, and never used by Ration,
 * which reads {@link Settings}; a test compares the two.
 */
@Vetoed
final class SettingsForEditors {

    @ConfigProperty(name = "ration.mode", defaultValue = "enforce")
    String mode;

    @ConfigProperty(name = "ration.when-store-fails", defaultValue = "refuse")
    String whenStoreFails;

    @ConfigProperty(name = "ration.zone", defaultValue = "UTC")
    String zone;

    @ConfigProperty(name = "ration.trusted-proxies")
    String trustedProxies;

    @ConfigProperty(name = "ration.forwarded-header", defaultValue = "X-Forwarded-For")
    String forwardedHeader;

    @ConfigProperty(name = "ration.ipv6-prefix", defaultValue = "64")
    int ipv6Prefix;

    @ConfigProperty(name = "ration.secret")
    String secret;

    @ConfigProperty(name = "ration.headers", defaultValue = "draft")
    String headers;

    @ConfigProperty(name = "ration.retry-after.max")
    String retryAfterMax;

    @ConfigProperty(name = "ration.user-names", defaultValue = "verbatim")
    String userNames;

    @ConfigProperty(name = "ration.connections", defaultValue = "8")
    int connections;

    @ConfigProperty(name = "ration.timeout", defaultValue = "PT5S")
    String timeout;

    @ConfigProperty(name = "ration.waiting", defaultValue = "100000")
    int waiting;

    @ConfigProperty(name = "ration.max-holds", defaultValue = "1000")
    int maxHolds;

    @ConfigProperty(name = "ration.shards", defaultValue = "1")
    int shards;

    @ConfigProperty(name = "ration.schema", defaultValue = "validate")
    String schema;

    @ConfigProperty(name = "ration.namespace")
    String namespace;

    @ConfigProperty(name = "ration.usage.path")
    String usagePath;

    @ConfigProperty(name = "ration.thresholds", defaultValue = "80,100")
    String thresholds;

    @ConfigProperty(name = "ration.keep-windows")
    String keepWindows;

    @ConfigProperty(name = "ration.keep-audit", defaultValue = "none")
    String keepAudit;

    @ConfigProperty(name = "ration.keep-idle", defaultValue = "P400D")
    String keepIdle;

    @ConfigProperty(name = "ration.admin.enabled", defaultValue = "false")
    boolean adminEnabled;

    @ConfigProperty(name = "ration.admin.path", defaultValue = "/ration")
    String adminPath;

    @ConfigProperty(name = "ration.admin.role", defaultValue = "ration-admin")
    String adminRole;

    private SettingsForEditors() {}
}
