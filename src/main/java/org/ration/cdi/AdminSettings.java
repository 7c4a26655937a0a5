// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The settings of the operators' servlet.
 *
 * @param enabled whether it is there at all
 * @param path where it is, below the application's context path: begins with a slash, and does not end in one
 * @param role the role of those who may use it
 */
public record AdminSettings(boolean enabled, String path, String role) {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9][A-Za-z0-9._~-]*)+");

    /** Refuses a path that is none, and a role that is blank or {@code *}. */
    public AdminSettings {
        requirePath(path);
        requireRole(role);
    }

    /**
     * Checks that a text can be the path.
     *
     * @param path the path
     * @return the path
     * @throws IllegalArgumentException if it is not one or more names, each behind a slash
     */
    public static String requirePath(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("path is " + path + "; use a path such as /ration");
        }
        return path;
    }

    /**
     * Checks that a text can be the role.
     *
     * @param role the role
     * @return the role
     * @throws IllegalArgumentException if it is blank, or names several roles
     */
    public static String requireRole(String role) {
        Objects.requireNonNull(role, "role");
        if (role.isBlank() || role.equals("*") || role.equals("**")) {
            throw new IllegalArgumentException("role is " + role + "; use the name of one role");
        }
        return role;
    }
}
