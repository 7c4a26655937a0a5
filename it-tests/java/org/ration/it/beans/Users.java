// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Knows everybody by any password; {@code carl} is a clerk. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "beans")
public class Users implements IdentityStore {

    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        Set<String> groups = credential.getCaller().equals("carl") ? Set.of("clerk") : Set.of("guest");
        return new CredentialValidationResult(credential.getCaller(), groups);
    }
}
