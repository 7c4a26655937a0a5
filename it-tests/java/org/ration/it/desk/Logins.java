// SPDX-License-Identifier: Apache-2.0
package org.ration.it.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Map;
import java.util.Set;

/** An operator, and somebody who is none. Their password is their name. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "desk")
public class Logins implements IdentityStore {

    private static final Map<String, String> ROLES = Map.of("operator", "ration-admin", "visitor", "reader");

    @Override
    public CredentialValidationResult validate(Credential credential) {
        if (!(credential instanceof UsernamePasswordCredential login)) {
            return CredentialValidationResult.INVALID_RESULT;
        }
        String name = login.getCaller();
        return ROLES.containsKey(name) && login.compareTo(name, name)
                ? new CredentialValidationResult(name, Set.of(ROLES.get(name)))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
