// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.el.ArrayELResolver;
import jakarta.el.BeanELResolver;
import jakarta.el.CompositeELResolver;
import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import jakarta.el.ListELResolver;
import jakarta.el.MapELResolver;
import jakarta.el.PropertyNotWritableException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCall;

/**
 * Resolves the names and properties in an expression. Answers or throws, but never delegates a name, so that the
 * implementation of EL does not look for imported classes. It never answers a class, method or class loader.
 */
final class CallResolver extends ELResolver {

    /** Part of a call, before its name is known. */
    private record Named(Part part, boolean maybeMissing) {}

    /** What {@link ExpressionText#MAYBE} alone is. */
    private record Asking() {}

    /**
     * A property in brackets.
     *
     * @param property its name or index
     * @param maybeMissing whether {@code empty} asks for it
     * @param given whether its name is a value, which may be the caller's, and is not part of the expression
     * @param hidden whether only its fingerprint is kept
     */
    private record Asked(@Nullable Object property, boolean maybeMissing, boolean given, boolean hidden) {

        static Asked of(@Nullable Object[] arguments) {
            return new Asked(arguments[0], (Boolean) arguments[1], (Boolean) arguments[2], (Boolean) arguments[3]);
        }
    }

    /** The function {@code secret}. */
    private record Secret() {}

    private final Fingerprint fingerprint;
    private final Callers callers;
    private final ELResolver namedBeans;
    private final ELResolver properties = new CompositeELResolver() {
        {
            add(new MapELResolver(true));
            add(new ListELResolver(true));
            add(new ArrayELResolver(true));
            add(new RecordResolver());
            add(new BeanELResolver(true));
        }
    };

    CallResolver(Fingerprint fingerprint, Callers callers, ELResolver namedBeans) {
        this.fingerprint = fingerprint;
        this.callers = callers;
        this.namedBeans = namedBeans;
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
        String name = String.valueOf(property);
        Object value;
        if (base == null) {
            value = begin(context, plain(name), isAsked(name));
        } else if (base instanceof Named named) {
            value = read(named, call(context), name);
        } else {
            value = property(context, base, property instanceof Asked asked ? asked : literal(property));
        }
        context.setPropertyResolved(base, property);
        return value;
    }

    @Override
    public @Nullable Object invoke(
            ELContext context,
            @Nullable Object base,
            Object method,
            Class<?> @Nullable [] types,
            @Nullable Object @Nullable [] arguments) {
        Object value;
        String name = String.valueOf(method);
        if (base instanceof Secret && arguments != null) {
            value = secret(arguments[0]);
        } else if (base instanceof Asking && arguments != null) {
            value = Asked.of(arguments);
        } else if (isAsked(name)) {
            value = result(context, base, plain(name), types, arguments);
        } else {
            value = present(result(context, base, method, types, arguments), "result of " + method);
        }
        context.setPropertyResolved(base, method);
        return value;
    }

    private static boolean isAsked(String name) {
        return name.startsWith(ExpressionText.MAYBE);
    }

    private static String plain(String name) {
        return isAsked(name) ? name.substring(ExpressionText.MAYBE.length()) : name;
    }

    /** A missing part ends the evaluation, unless {@code empty} asks for it: EL would take it for 0, false or "". */
    private static Object present(@Nullable Object value, String what) {
        if (value == null) {
            throw KeyText.missing(what);
        }
        return value;
    }

    private @Nullable Object begin(ELContext context, String name, boolean maybeMissing) {
        QuotaCall call = call(context);
        switch (name) {
            case "user":
                return maybeMissing ? callers.knownUser(call).orElse(null) : callers.user(call);
            case "ip":
                return maybeMissing ? call.address().orElse(null) : callers.address(call);
            case "secret":
                return new Secret();
            case "":
                return new Asking();
            default:
                Optional<Part> part = Part.tagged(name);
                return part.isPresent() ? new Named(part.get(), maybeMissing) : bean(context, name);
        }
    }

    private Object bean(ELContext context, String name) {
        Object bean;
        try {
            bean = namedBeans.getValue(context, null, name);
        } catch (RuntimeException e) {
            throw EvaluationFailure.ofApplication(e);
        }
        if (bean == null || !context.isPropertyResolved()) {
            throw EvaluationFailure.defect("there is no @Named bean " + name);
        }
        return harmless(bean);
    }

    private static @Nullable Object read(Named named, QuotaCall call, String name) {
        Object value = named.part().read(call, name).orElse(null);
        if (value instanceof Optional<?> optional) {
            value = optional.orElse(null);
        }
        boolean missing = value == null || value instanceof String text && text.isBlank();
        if (missing && !named.maybeMissing()) {
            throw KeyText.missing(named.part().describe(name));
        }
        return value == null ? null : harmless(value);
    }

    private static Asked literal(@Nullable Object property) {
        return new Asked(property, false, false, false);
    }

    private @Nullable Object property(ELContext context, Object base, Asked asked) {
        Object property = asked.property();
        if (property == null) {
            throw EvaluationFailure.defect("a property in brackets is missing");
        }
        if (asked.given() && !asked.hidden() && Credentials.areRead(property.toString())) {
            throw EvaluationFailure.unfit();
        }
        context.setPropertyResolved(false);
        Object value = lookUp(context, base, asked);
        if (value == null && !asked.maybeMissing()) {
            throw KeyText.missing(asked.given() ? "a property" : "property " + property);
        }
        return value == null ? null : harmless(value);
    }

    private @Nullable Object lookUp(ELContext context, Object base, Asked asked) {
        try {
            return properties.getValue(context, base, asked.property());
        } catch (RuntimeException e) {
            throw EvaluationFailure.in(
                    e,
                    asked.given()
                            ? EvaluationFailure.unfit()
                            : EvaluationFailure.defect(
                                    base.getClass().getName() + " has no property " + asked.property()));
        }
    }

    private String secret(@Nullable Object value) {
        Optional<String> text;
        try {
            text = KeyText.of(value);
        } catch (IllegalArgumentException e) {
            throw EvaluationFailure.defect("the value of secret() " + e.getMessage());
        }
        return fingerprint.of(KeyText.require(text, "a secret"));
    }

    private @Nullable Object result(
            ELContext context,
            @Nullable Object base,
            Object method,
            Class<?> @Nullable [] types,
            @Nullable Object @Nullable [] arguments) {
        if (base == null || base instanceof Named || base instanceof Secret || base instanceof Asking) {
            throw EvaluationFailure.defect("the method " + method + " is not for keys");
        }
        if (base instanceof String text && TextMethods.call(text, method).isPresent()) {
            return TextMethods.call(text, method).get();
        }
        Object value = invoked(context, base, method, types, arguments);
        return value == null ? null : harmless(value);
    }

    private @Nullable Object invoked(
            ELContext context,
            Object base,
            Object method,
            Class<?> @Nullable [] types,
            @Nullable Object @Nullable [] arguments) {
        try {
            return properties.invoke(context, base, method, types, arguments);
        } catch (RuntimeException e) {
            throw e instanceof ELException
                    ? EvaluationFailure.in(e, notInvoked(base, method.toString(), arguments))
                    : EvaluationFailure.ofApplication(e);
        }
    }

    /** EL takes a method for missing if an argument does not fit. */
    private static EvaluationFailure notInvoked(Object base, String name, @Nullable Object @Nullable [] arguments) {
        int count = arguments == null ? 0 : arguments.length;
        boolean isThere = Stream.of(base.getClass().getMethods())
                .filter(method -> method.getName().equals(name))
                .anyMatch(method -> method.getParameterCount() == count || method.isVarArgs());
        return isThere
                ? EvaluationFailure.unfit()
                : EvaluationFailure.defect(base.getClass().getName() + " has no method " + name);
    }

    private static Object harmless(Object value) {
        if (value instanceof AnnotatedElement
                || value instanceof ClassLoader
                || value instanceof MethodHandles.Lookup) {
            throw EvaluationFailure.defect("a value is a " + value.getClass().getName() + ", which is not for keys");
        }
        return value;
    }

    private static QuotaCall call(ELContext context) {
        return (QuotaCall) context.getContext(QuotaCall.class);
    }

    @Override
    public Class<?> getType(ELContext context, @Nullable Object base, @Nullable Object property) {
        throw new PropertyNotWritableException("expressions of keys only read");
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
        throw new PropertyNotWritableException("expressions of keys only read");
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
        context.setPropertyResolved(base, property);
        return true;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return Object.class;
    }
}
