// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.ejb.Schedule;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** A batch job. */
@Stateless
public class NightlyExport {

    // tag::batch
    static final QuotaPolicy ROWS = QuotaPolicy.of(1_000_000, QuotaPeriod.MONTH).withScope("rows");

    @Inject
    QuotaRegistry quotas;

    @Inject
    ExportQueue queue;

    @Schedule(hour = "2", persistent = false)
    public void run() {
        for (Export export : queue.waiting()) {
            QuotaDecision decision = quotas.consume(quotas.key("user", export.owner()), ROWS, export.rows());
            if (decision.allowed()) {
                export.write();
            } else if (decision.neverFits()) {
                export.giveUp("more rows than a month allows");
            } // else it waits for a night after decision.usage().resetAt()
        }
    }
    // end::batch

    /** What waits to be exported. */
    public interface ExportQueue {

        /**
         * All exports that wait.
         *
         * @return the exports
         */
        List<Export> waiting();
    }

    /** Rows to be exported. */
    public interface Export {

        /**
         * Whose it is.
         *
         * @return the user
         */
        String owner();

        /**
         * How much it is.
         *
         * @return the rows
         */
        long rows();

        /** Does it. */
        void write();

        /**
         * Does not do it.
         *
         * @param reason why
         */
        void giveUp(String reason);
    }
}
