// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Inject;

/** The callers by their names. */
@ApplicationScoped
public class Callers {

    @Any
    @Inject
    private Instance<Caller> callers;

    Caller get(String name) {
        return callers.select(NamedLiteral.of(name)).get();
    }
}
