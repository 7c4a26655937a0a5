// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import jakarta.ejb.Stateless;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.transaction.Transactional;

/** There is no EJB container here: session beans become CDI beans whose methods each run in a new transaction. */
public class LikeAnEjb implements Extension {

    void treat(@Observes @WithAnnotations(Stateless.class) ProcessAnnotatedType<?> type) {
        type.configureAnnotatedType().add(ApplicationScoped.Literal.INSTANCE).add(new RequiresNew());
    }

    private static final class RequiresNew extends AnnotationLiteral<Transactional> implements Transactional {

        private static final long serialVersionUID = 1L;

        @Override
        public TxType value() {
            return TxType.REQUIRES_NEW;
        }

        @Override
        public Class<?>[] rollbackOn() {
            return new Class<?>[0];
        }

        @Override
        public Class<?>[] dontRollbackOn() {
            return new Class<?>[0];
        }
    }
}
