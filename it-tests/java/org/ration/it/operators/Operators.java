// SPDX-License-Identifier: Apache-2.0
package org.ration.it.operators;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Olga may administer quotas, Carl is a customer. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "shop")
public class Operators implements IdentityStore {

    @Override
    public CredentialValidationResult validate(Credential credential) {
        if (credential instanceof UsernamePasswordCredential login) {
            if (login.compareTo("olga", "secret")) {
                return new CredentialValidationResult("olga", Set.of("ration-admin"));
            }
            if (login.compareTo("carl", "secret")) {
                return new CredentialValidationResult("carl", Set.of("customer"));
            }
        }
        return CredentialValidationResult.INVALID_RESULT;
    }
}
