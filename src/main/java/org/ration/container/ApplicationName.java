// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The name of the application, by which its checks and metrics differ from those of another application on the same
 * server. Jakarta EE 10 Platform, EE.5.15 and EE.5.16.
 */
public final class ApplicationName {

    private ApplicationName() {}

    /**
     * The name that the container binds for the application of the current thread.
     *
     * @return the name; empty where there is none
     */
    public static String ofThisThread() {
        String application = lookUp("java:app/AppName");
        return application.isEmpty() ? lookUp("java:module/ModuleName") : application;
    }

    private static String lookUp(String name) {
        try {
            return InitialContext.doLookup(name) instanceof String text ? text : "";
        } catch (NamingException unknown) {
            return "";
        }
    }
}
