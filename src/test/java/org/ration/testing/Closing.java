// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** Puts things into JUnit's store in such a way that JUnit closes them, the latest first. */
final class Closing {

    private Closing() {}

    static <T extends AutoCloseable> void put(Store store, Class<T> type, T resource) {
        store.put(type, resource);
        store.put(type.getName() + " to close", (CloseableResource) resource::close);
    }
}
