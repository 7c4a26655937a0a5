// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

/** The fault of the store of an {@link InMemoryQuotas}. */
public enum StoreFault {
    /** Nothing. */
    NONE,
    /** It does not answer: every call throws, and nothing is charged. */
    DOWN,
    /**
     * The answer to each commit is lost: {@code consume} charges and then throws an exception whose
     * {@link org.ration.QuotaStoreException#outcomeUnknown} is true.
     */
    ANSWER_LOST
}
