// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

/** What the store of an {@link InMemoryQuotas} does wrong. */
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
