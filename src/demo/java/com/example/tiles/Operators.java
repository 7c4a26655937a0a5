// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Who may administer the quotas at {@code /ration}. A real application would ask its directory. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "tiles")
public class Operators implements IdentityStore {

    @Override
    public CredentialValidationResult validate(Credential credential) {
        return credential instanceof UsernamePasswordCredential login && login.compareTo("olga", "demo")
                ? new CredentialValidationResult("olga", Set.of("ration-admin"))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
