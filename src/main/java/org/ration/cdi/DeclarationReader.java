// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.ws.rs.HttpMethod;
import java.lang.reflect.Method;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ration.Quota;
import org.ration.QuotaCost;
import org.ration.QuotaExceededHandler;
import org.ration.QuotaLimit;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.container.Interception;
import org.ration.key.CalledMethod;
import org.ration.key.KeyForm;
import org.ration.key.KeyForms;
import org.ration.key.TypedParts;

/**
 * Makes {@link Declaration}s of annotations. Every illegal member becomes a problem that names class, method, member,
 * value and remedy; none hides another.
 */
final class DeclarationReader {

    private final Settings settings;
    private final KeyForms forms;
    private final Function<Class<?>, Optional<String>> obstacles;

    /**
     * A reader for an application.
     *
     * @param settings its settings
     * @param forms reads key forms
     * @param obstacles why a class cannot be used as a callback; empty if it can
     */
    DeclarationReader(Settings settings, KeyForms forms, Function<Class<?>, Optional<String>> obstacles) {
        this.settings = settings;
        this.forms = forms;
        this.obstacles = obstacles;
    }

    /**
     * Reads one annotation as it applies to one method.
     *
     * @param quota the annotation
     * @param where its place
     * @param called the method it applies to
     * @param problems receives its problems
     * @return the declaration; empty if something is wrong
     */
    Optional<Declaration> read(Quota quota, String where, CalledMethod called, DeploymentProblems problems) {
        DeploymentProblems own = new DeploymentProblems();
        checkCost(quota, where, own);
        checkCallbacks(quota, where, own);
        checkHold(quota, where, own);
        Optional<KeyForm> form = form(quota, where, called, own);
        Optional<QuotaPolicy> policy = policy(quota, where, own);
        problems.addAll(own);
        if (!own.errors().isEmpty()) {
            return Optional.empty();
        }
        Declaration declaration = new Declaration(where, quota, policy.orElseThrow(), form);
        if (declaration.holdsFingerprint() && !settings.hasSecret() && !settings.off()) {
            problems.plainFingerprints();
        }
        if (settings.headers() != Settings.Headers.NONE && answersApart(called.method())) {
            problems.answerWithoutHeaders(DeploymentProblems.name(called.method()));
        }
        return Optional.of(declaration);
    }

    private Optional<KeyForm> form(Quota quota, String where, CalledMethod called, DeploymentProblems problems) {
        boolean keyBy = Declaration.hasKeyBy(quota);
        if (keyBy != quota.key().isEmpty()) {
            problems.keyOrKeyBy(where, keyBy);
            return Optional.empty();
        }
        if (keyBy) {
            return Optional.empty();
        }
        Optional<KeyForm> form =
                attempt(() -> forms.parse(quota.key(), called), reason -> problems.keyForm(where, reason));
        form.filter(KeyForm::usesRequest)
                .filter(any -> Interception.isAsynchronous(called.method()))
                .ifPresent(any -> problems.requestPartsInAsynchronousMethod(where, quota.key()));
        form.ifPresent(
                read -> TypedParts.of(read, called).forEach(part -> problems.manySpellings(where, quota.key(), part)));
        return form;
    }

    private Optional<QuotaPolicy> policy(Quota quota, String where, DeploymentProblems problems) {
        Optional<QuotaPeriod> period =
                attempt(() -> QuotaPeriod.parse(quota.period()), reason -> problems.period(where, reason));
        Optional<ZoneId> zone = attempt(() -> zone(quota), reason -> problems.zone(where, quota.zone()));
        Optional<QuotaPolicy> scoped = attempt(
                () -> QuotaPolicy.of(0, period.orElse(QuotaPeriod.DAY)).withScope(quota.scope()),
                reason -> problems.scope(where, reason));
        Optional<Long> limit =
                attempt(() -> QuotaPolicy.requireLimit(quota.limit()), reason -> problems.limit(where, reason));
        return period.isEmpty() || zone.isEmpty() || limit.isEmpty()
                ? Optional.empty()
                : scoped.map(policy -> policy.withZone(zone.get())
                        .withBlock(quota.block() && settings.mode() == Settings.Mode.ENFORCE)
                        .withLimit(settings.limit(policy.name(), problems).orElse(limit.get())));
    }

    private ZoneId zone(Quota quota) {
        return quota.zone().isEmpty() ? settings.zone() : SettingsReader.ianaZone(quota.zone());
    }

    private static void checkCost(Quota quota, String where, DeploymentProblems problems) {
        if (quota.cost() < 0 || quota.cost() > QuotaPolicy.MAX_UNITS) {
            problems.cost(where, quota.cost());
        }
        if (quota.cost() != 1 && quota.costBy() != QuotaCost.class) {
            problems.costAndCostBy(where, quota.cost());
        }
    }

    /** Text, since an illegal period is reported elsewhere. */
    private static void checkHold(Quota quota, String where, DeploymentProblems problems) {
        boolean inflight = quota.period().equals(QuotaPeriod.INFLIGHT.toString());
        boolean settled = Declaration.hasSettleBy(quota);
        attempt(() -> Declaration.holdFor(quota), reason -> problems.holdFor(where, quota.holdFor()));
        if (inflight && settled) {
            problems.inflightAndSettleBy(where);
        } else if (!inflight && !settled && !quota.holdFor().equals(Quota.HOLD_FOR)) {
            problems.holdForOfNothing(where, quota.holdFor());
        } else if (quota.cost() == 0 && (inflight || settled && canRefuse(quota))) {
            problems.holdOfNothing(where);
        }
    }

    private static boolean canRefuse(Quota quota) {
        return quota.block() && quota.limit() != Quota.UNLIMITED;
    }

    private void checkCallbacks(Quota quota, String where, DeploymentProblems problems) {
        if (Declaration.hasKeyBy(quota)) {
            checkCallback("keyBy", quota.keyBy(), where, problems);
        }
        if (quota.limitBy() != QuotaLimit.class) {
            checkCallback("limitBy", quota.limitBy(), where, problems);
        }
        if (quota.costBy() != QuotaCost.class) {
            checkCallback("costBy", quota.costBy(), where, problems);
        }
        if (Declaration.hasSettleBy(quota)) {
            checkCallback("settleBy", quota.settleBy(), where, problems);
        }
        if (quota.onExceeded() != QuotaExceededHandler.class) {
            checkCallback("onExceeded", quota.onExceeded(), where, problems);
        }
    }

    private void checkCallback(String member, Class<?> type, String where, DeploymentProblems problems) {
        obstacles.apply(type).ifPresent(reason -> problems.callbackClass(member, where, type, reason));
    }

    /** Jakarta Concurrency gives JAX-RS a stage before the method runs, and the answer is made of that. */
    private static boolean answersApart(Method method) {
        return Interception.isConcurrent(method)
                && CompletionStage.class.isAssignableFrom(method.getReturnType())
                && Arrays.stream(method.getAnnotations())
                        .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private static <T> Optional<T> attempt(Supplier<T> reading, Consumer<String> problem) {
        try {
            return Optional.of(reading.get());
        } catch (IllegalArgumentException illegal) {
            problem.accept(illegal.getMessage());
            return Optional.empty();
        }
    }
}
