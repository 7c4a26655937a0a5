// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.ration.QuotaCharge;
import org.ration.QuotaStoreException;
import org.ration.ledger.Ledger;
import org.ration.testing.Database;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * A node in a JVM of its own, which charges until it is killed. It tells each step by one byte: b before a charge, g
 * when it is granted, f when it has failed and nothing was charged; nothing when the outcome is unknown.
 */
final class Node {

    private static final int THREADS = 8;

    private Node() {}

    /** Starts one. */
    static Process start(String url, String key) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Node.class.getName(),
                        url,
                        key)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The node. */
    public static void main(String[] arguments) {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        TestDatabase database = TestDatabase.at(Database.POSTGRESQL, arguments[0], 12);
        TestContainer container =
                TestContainer.on(database).beans(ProofBeans.class).start();
        Ledger ledger = container.select(Ledger.class);
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> charge(ledger, Load.charges(arguments[1]), out)).start();
        }
    }

    private static void charge(Ledger ledger, List<QuotaCharge> charges, FileOutputStream out) {
        for (int turn = 0; ; turn++) {
            tell(out, 'b');
            try {
                tell(out, Load.charge(ledger, charges, turn) ? 'g' : 'f');
            } catch (QuotaStoreException fault) {
                if (!fault.outcomeUnknown()) {
                    tell(out, 'f');
                }
            }
        }
    }

    private static void tell(FileOutputStream out, char what) {
        try {
            out.write(what);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
