// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import javax.sql.DataSource;

/** Closes pools that can be closed. */
final class Pools {

    private Pools() {}

    static void close(DataSource pool) {
        if (pool instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
