// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.QuotaStoreException;

/** Races for units, from callers of every kind. */
@Path("races")
@ApplicationScoped
public class RacesResource {

    private static final long ENOUGH = 1_000_000;

    @Inject
    private Racers racers;

    @Inject
    private Callers callers;

    @Inject
    private Notes notes;

    @Inject
    private QuotaRegistry quotas;

    /** One counter. */
    @POST
    @Path("one")
    public JsonObject one(
            @QueryParam("caller") String caller,
            @QueryParam("writing") boolean writing,
            @QueryParam("key") String key,
            @QueryParam("limit") long limit,
            @QueryParam("threads") int threads,
            @QueryParam("calls") int calls)
            throws Exception {
        List<QuotaCharge> one = List.of(charge(key, limit, QuotaPeriod.MONTH));
        return json(racers.race(threads, calls, number -> consume(caller, writing, one)));
    }

    /** A day's and a month's counter, of which the day's is full first; in either order. */
    @POST
    @Path("pairs")
    public JsonObject pairs(
            @QueryParam("caller") String caller,
            @QueryParam("writing") boolean writing,
            @QueryParam("key") String key,
            @QueryParam("limit") long limit,
            @QueryParam("threads") int threads,
            @QueryParam("calls") int calls)
            throws Exception {
        List<QuotaCharge> pair =
                List.of(charge(key, limit, QuotaPeriod.DAY), charge(key, limit * 2, QuotaPeriod.MONTH));
        List<QuotaCharge> reversed = List.of(pair.get(1), pair.get(0));
        return json(racers.race(threads, calls, number -> consume(caller, writing, number % 2 == 0 ? pair : reversed)));
    }

    /** Four of twelve counters at a time, in any order. */
    @POST
    @Path("sets")
    public JsonObject sets(
            @QueryParam("caller") String caller,
            @QueryParam("writing") boolean writing,
            @QueryParam("key") String key,
            @QueryParam("threads") int threads,
            @QueryParam("calls") int calls)
            throws Exception {
        return json(racers.race(threads, calls, number -> consume(caller, writing, set(key, new Random(number)))));
    }

    /** One charge, so that the race is between requests. */
    @POST
    @Path("call/{caller}")
    public boolean call(
            @PathParam("caller") String caller,
            @QueryParam("writing") boolean writing,
            @QueryParam("key") String key,
            @QueryParam("limit") long limit) {
        return consume(caller, writing, List.of(charge(key, limit, QuotaPeriod.MONTH)));
    }

    /**
     * Callers of whom the first hold all connections of the pool; then all want one to be charged. Those that hold one
     * have counters of their own, so that each asks the pool itself, and does not wait behind another that it keeps
     * waiting.
     */
    @POST
    @Path("crowd")
    public JsonObject crowd(
            @QueryParam("caller") String caller,
            @QueryParam("callers") int number,
            @QueryParam("pool") int pool,
            @QueryParam("key") String key)
            throws Exception {
        CountDownLatch poolIsEmpty = new CountDownLatch(pool);
        JsonArrayBuilder outcomes = Json.createArrayBuilder();
        JsonArrayBuilder millis = Json.createArrayBuilder();
        Function<String, Runnable> chargeOf = counter -> () -> {
            poolIsEmpty.countDown();
            await(poolIsEmpty);
            long start = System.nanoTime();
            String outcome = outcome(charge(counter, ENOUGH, QuotaPeriod.MONTH));
            long taken = Duration.ofNanos(System.nanoTime() - start).toMillis();
            synchronized (poolIsEmpty) {
                outcomes.add(outcome);
                millis.add(taken);
            }
        };
        Racers.Result result = racers.race(number, number, call -> {
            if (call < pool) {
                callers.get(caller)
                        .call(
                                () -> notes.writeByConnection(UUID.randomUUID().toString(), chargeOf.apply(key + call)),
                                false);
            } else {
                await(poolIsEmpty);
                callers.get(caller).call(chargeOf.apply(key), false);
            }
            return true;
        });
        return Json.createObjectBuilder()
                .add("outcomes", outcomes)
                .add("millis", millis)
                .add("errors", Json.createArrayBuilder(result.errors()))
                .build();
    }

    private String outcome(QuotaCharge charge) {
        try {
            return quotas.consume(List.of(charge)).allowed() ? "allowed" : "refused";
        } catch (QuotaStoreException fault) {
            return fault.outcomeUnknown() ? "unknown" : "not charged";
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("too few came");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private boolean consume(String caller, boolean writing, List<QuotaCharge> charges) {
        AtomicBoolean allowed = new AtomicBoolean();
        Runnable charge = () -> allowed.set(quotas.consume(charges).allowed());
        callers.get(caller)
                .call(
                        () -> {
                            if (writing) {
                                notes.writeByConnection(UUID.randomUUID().toString(), charge);
                            } else {
                                charge.run();
                            }
                        },
                        true);
        return allowed.get();
    }

    private static List<QuotaCharge> set(String key, Random random) {
        List<Integer> numbers = IntStream.range(0, 12).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(numbers, random);
        return numbers.subList(0, 4).stream()
                .map(number -> charge(key + number, ENOUGH, QuotaPeriod.MONTH))
                .toList();
    }

    private static QuotaCharge charge(String key, long limit, QuotaPeriod period) {
        return new QuotaCharge(key, QuotaPolicy.of(limit, period), 1);
    }

    private static JsonObject json(Racers.Result result) {
        return Json.createObjectBuilder()
                .add("granted", result.granted())
                .add("refused", result.refused())
                .add("errors", Json.createArrayBuilder(result.errors()))
                .build();
    }
}
