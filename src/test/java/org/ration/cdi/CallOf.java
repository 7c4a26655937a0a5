// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;

/** A call as a container hands it to an interceptor. */
final class CallOf implements InvocationContext {

    private final Method method;
    private final Object target;
    private final Object[] parameters;
    private final Map<String, Object> data = new HashMap<>();
    private boolean proceeded;
    private Object timer;

    CallOf(Method method, Object target, Object[] parameters) {
        this.method = method;
        this.target = target;
        this.parameters = parameters;
    }

    /** Makes it the call of a timer that expires. */
    CallOf by(Object newTimer) {
        timer = newTimer;
        return this;
    }

    boolean proceeded() {
        return proceeded;
    }

    @Override
    public Object proceed() {
        proceeded = true;
        return null;
    }

    @Override
    public Object getTarget() {
        return target;
    }

    @Override
    public Method getMethod() {
        return method;
    }

    @Override
    public Object[] getParameters() {
        return parameters;
    }

    @Override
    public Map<String, Object> getContextData() {
        return data;
    }

    @Override
    public Object getTimer() {
        return timer;
    }

    @Override
    public Constructor<?> getConstructor() {
        return null;
    }

    @Override
    public void setParameters(Object[] changed) {
        throw new UnsupportedOperationException("Ration changes no arguments");
    }
}
