// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** The arguments of a method by index and, where it was compiled with {@code -parameters}, by name. */
final class Arguments {

    private static final Pattern INDEX = Pattern.compile("[0-9]{1,3}");

    private Arguments() {}

    /** The index; negative if there is no such parameter. An index in digits is resolved without reading the method. */
    static int indexOf(String name, Method method) {
        if (INDEX.matcher(name).matches()) {
            return Integer.parseInt(name);
        }
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].isNamePresent() && parameters[i].getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The expressions that name the arguments of a method. */
    static String describe(Method method) {
        StringJoiner list = new StringJoiner(", ").setEmptyValue("none");
        for (int i = 0; i < method.getParameterCount(); i++) {
            Parameter parameter = method.getParameters()[i];
            list.add("args[" + i + "]" + (parameter.isNamePresent() ? " (args." + parameter.getName() + ")" : ""));
        }
        return list.toString();
    }
}
