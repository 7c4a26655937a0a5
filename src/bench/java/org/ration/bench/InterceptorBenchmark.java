// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.persistence.EntityManager;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaCharge;
import org.ration.QuotaCost;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaStore;
import org.ration.QuotaUsage;
import org.ration.cdi.ApplicationClock;
import org.ration.cdi.CallbackBeans;
import org.ration.cdi.CheckedLedger;
import org.ration.cdi.CurrentRequestContext;
import org.ration.cdi.DeploymentProducer;
import org.ration.cdi.LedgerConfiguration;
import org.ration.cdi.OpenCall;
import org.ration.cdi.QuotaEnforcer;
import org.ration.cdi.QuotaInterceptor;
import org.ration.cdi.RationExtension;
import org.ration.cdi.RequestContext;
import org.ration.cdi.RequestContextHolder;
import org.ration.ledger.Ledger;

/**
 * What a call of a method with {@link Quota} costs in memory: the interceptor, the key, the cost, and a ledger that
 * answers at once. {@code mvn -Pbench -Dbench.parts=jmh} runs it alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InterceptorBenchmark {

    private static final double MAX_MICROS = 5;
    private static final double MAX_BYTES = 2048;

    private WeldContainer weld;
    private RequestContextController request;
    private Service service;

    /** For JMH. */
    public InterceptorBenchmark() {}

    /** Runs it; answers the section of the report. */
    static String run(boolean quick) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(InterceptorBenchmark.class.getName())
                        .forks(1)
                        .warmupIterations(quick ? 2 : 4)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(quick ? 2 : 5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        StringBuilder text = new StringBuilder(
                """
                ## The interceptor in memory

                By JMH: a call of a method of a CDI bean in a request, with a ledger that answers at once. The bars are
                ≤ 5 µs and ≤ 2 KB per call.

                | method | µs per call | bytes per call | |
                |---|---:|---:|---|
                """);
        results.forEach(result -> text.append(row(result)));
        return text.toString();
    }

    private static String row(RunResult result) {
        double micros = result.getPrimaryResult().getScore() / 1e3;
        double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
        String method = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
        boolean reached = micros <= MAX_MICROS && bytes <= MAX_BYTES;
        return String.format(
                Locale.ROOT, "| %s | %.2f | %.0f | %s |%n", method, micros, bytes, reached ? "" : "**not reached**");
    }

    /** Starts the application. */
    @Setup
    public void start() {
        weld = new Weld()
                .disableDiscovery()
                .containerId(UUID.randomUUID().toString())
                .addBeanClasses(
                        QuotaInterceptor.class,
                        QuotaEnforcer.class,
                        CallbackBeans.class,
                        CurrentRequestContext.class,
                        RequestContextHolder.class,
                        ApplicationClock.class,
                        CheckedLedger.class,
                        DeploymentProducer.class,
                        LedgerConfiguration.class,
                        StubLedger.class,
                        Service.class)
                .addExtension(new RationExtension())
                .addExtension(new NoStore())
                .initialize();
        request = weld.select(RequestContextController.class).get();
        request.activate();
        weld.select(RequestContextHolder.class).get().begin(new Request());
        service = weld.select(Service.class).get();
    }

    /** Ends it. */
    @TearDown
    public void stop() {
        request.deactivate();
        weld.close();
    }

    /** No quota, to compare with. */
    @Benchmark
    public long withoutQuota() {
        return service.free(42);
    }

    /** One quota by the user's name. */
    @Benchmark
    public long user() {
        return service.user(42);
    }

    /** One quota by a header, whose value is fingerprinted. */
    @Benchmark
    public long header() {
        return service.header(42);
    }

    /** One quota by a template, with a cost of the call's own. */
    @Benchmark
    public long templateAndCost() {
        return service.templateAndCost(42);
    }

    /** A day's and a month's quota, with a cost of the call's own. */
    @Benchmark
    public long dayAndMonth() {
        return service.dayAndMonth(42);
    }

    /** What is called. */
    @ApplicationScoped
    public static class Service {

        /** For the container. */
        public Service() {}

        long free(long units) {
            return units;
        }

        /** One quota by the user's name. */
        @Quota(key = "user", limit = 1_000_000)
        public long user(long units) {
            return units;
        }

        /** One quota by a header. */
        @Quota(key = "header:X-Api-Key", scope = "header", limit = 1_000_000)
        public long header(long units) {
            return units;
        }

        /** One quota by a template. */
        @Quota(key = "org:{path.org}:{user}", scope = "template", limit = 1_000_000, costBy = Units.class)
        public long templateAndCost(long units) {
            return units;
        }

        /** Two quotas. */
        @Quota(key = "user", scope = "pair", limit = 1_000_000, period = "day", costBy = Units.class)
        @Quota(key = "user", scope = "pair", limit = 1_000_000, costBy = Units.class)
        public long dayAndMonth(long units) {
            return units;
        }
    }

    /** The cost is the first argument. */
    public static class Units implements QuotaCost {

        /** For Ration. */
        public Units() {}

        @Override
        public long costOf(QuotaCall call) {
            return (Long) call.arguments().get(0);
        }
    }

    /** Answers at once, always the same. */
    @ApplicationScoped
    public static class StubLedger extends Ledger {

        private static final QuotaUsage USAGE = QuotaUsage.builder("user:alice", QuotaPeriod.MONTH, ZoneOffset.UTC)
                .used(1)
                .limit(1_000_000)
                .window(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"))
                .build();

        private static final List<QuotaDecision> BY_CHARGES = List.of(decision(1), decision(2));

        /** For the container. */
        public StubLedger() {}

        private static QuotaDecision decision(int charges) {
            return new QuotaDecision(
                    USAGE.periodStart(), java.util.Collections.nCopies(charges, USAGE), List.of(), false);
        }

        @Override
        public QuotaDecision consume(List<QuotaCharge> charges) {
            return BY_CHARGES.get(charges.size() - 1);
        }
    }

    private static final class Request implements RequestContext {

        @Override
        public boolean answers(Class<?> target, Method called, OpenCall call) {
            return false;
        }

        @Override
        public Optional<String> user() {
            return Optional.of("alice");
        }

        @Override
        public Optional<String> address() {
            return Optional.of("192.0.2.1");
        }

        @Override
        public Optional<String> httpMethod() {
            return Optional.of("GET");
        }

        @Override
        public Optional<String> requestPath() {
            return Optional.of("orgs/7/reports");
        }

        @Override
        public Optional<String> header(String name) {
            return name.equalsIgnoreCase("X-Api-Key") ? Optional.of("0123456789abcdef") : Optional.empty();
        }

        @Override
        public Optional<String> parameter(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> pathParameter(String name) {
            return Optional.of("7");
        }

        @Override
        public Optional<Object> attribute(String name) {
            return Optional.empty();
        }

        @Override
        public void decided(QuotaDecision decision) {
            // no response
        }
    }

    /** The producer that the deployment asks for, and nobody uses. */
    private static final class NoStore implements Extension {

        void add(@Observes AfterBeanDiscovery discovery) {
            discovery
                    .<EntityManager>addBean()
                    .types(EntityManager.class)
                    .qualifiers(new QuotaStoreLiteral())
                    .createWith(context -> null);
        }
    }

    private static final class QuotaStoreLiteral extends jakarta.enterprise.util.AnnotationLiteral<QuotaStore>
            implements QuotaStore {

        private static final long serialVersionUID = 1L;
    }
}
