// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.identitystore.LdapIdentityStoreDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.Quota;
import org.ration.testing.Deployment;

/** Users of a directory, which mostly takes several spellings for one name. */
class DirectoryUsersTest {

    @ApplicationScoped
    @LdapIdentityStoreDefinition(url = "ldap://localhost")
    static class Directory {}

    @ApplicationScoped
    static class OfUsers {
        @Quota(key = "org:{path.org}:{user}", limit = 1)
        public void run() {}
    }

    @ApplicationScoped
    static class OfAddresses {
        @Quota(key = "ip", limit = 1)
        public void run() {}
    }

    @Test
    void areWarnedOfWhereNobodyHasChosenASpelling() {
        assertThat(Deployment.of(Directory.class, OfUsers.class).warnings())
                .filteredOn(warning -> warning.startsWith("RATION-091"))
                .singleElement()
                .asString()
                .contains("DirectoryUsersTest$Directory", "ration.user-names=lower-case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verbatim", "lower-case", "lower-case,nfc"})
    void areNoMatterWhereSomebodyHas(String spelling) {
        assertThat(Deployment.of(Directory.class, OfUsers.class)
                        .with("ration.user-names=" + spelling)
                        .warnings())
                .noneMatch(warning -> warning.startsWith("RATION-091"));
    }

    @Test
    void areNoMatterWhereNobodyCountsThem() {
        assertThat(Deployment.of(Directory.class, OfAddresses.class).warnings())
                .noneMatch(warning -> warning.startsWith("RATION-091"));
        assertThat(Deployment.of(OfUsers.class).warnings()).noneMatch(warning -> warning.startsWith("RATION-091"));
    }
}
