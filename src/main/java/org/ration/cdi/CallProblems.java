// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

/** The problems of declarations that only a call shows, each a sentence for the log. */
public final class CallProblems {

    private CallProblems() {}

    /**
     * A resource whose interceptors do not run; found when it is called.
     *
     * @param type the class of the object
     * @return the sentence
     */
    public static String notIntercepted(Class<?> type) {
        return "RATION-027 an object of " + type.getName()
                + " answers requests but was not made by the container, so its @Quota has no effect and the request is"
                + " refused with 500; give the class a scope such as @RequestScoped, and inject it where it is returned"
                + " or listed, in place of new and ResourceContext.getResource";
    }

    /**
     * A refusal that can keep the application from being deployed.
     *
     * @param where the place of the quota
     * @return the sentence
     */
    static String refusedWhileStarting(String where) {
        return "RATION-056 the @Quota on " + where + " refuses a singleton that is starting; unless it catches"
                + " QuotaExceededException, it does not start, nor does the application if it is a @Startup bean; catch"
                + " it there, ask QuotaRegistry.check first, or give the start a method with @Quota.None";
    }

    /**
     * A refused EJB that has cost its caller the transaction.
     *
     * @param where the place of the quota
     * @return the sentence
     */
    static String callersTransactionLost(String where) {
        return "RATION-057 the @Quota on " + where
                + " refused an EJB that had joined the transaction of its caller, and"
                + " the container rolled it back, whether or not the caller caught the refusal; charge through"
                + " QuotaRegistry before the call, give the method REQUIRES_NEW or NOT_SUPPORTED, or set rollback to"
                + " false for QuotaExceededException in ejb-jar.xml; further refusals of it are not logged";
    }
}
