// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.concurrent.Callable;

/** In which transaction a charge runs. */
@FunctionalInterface
public interface Transaction {

    /** None: each statement commits by itself. */
    Transaction AUTOCOMMIT = new Transaction() {
        @Override
        public int run(Callable<Integer> work) throws Exception {
            return work.call();
        }
    };

    /** Runs work in it. */
    int run(Callable<Integer> work) throws Exception;

    /** Runs work in it; a failure of it is one of the benchmark. */
    default int call(Callable<Integer> work) {
        try {
            return run(work);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
