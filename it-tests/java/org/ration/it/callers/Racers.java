// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** Many threads of the server that do one thing many times, all beginning at once. */
@ApplicationScoped
@ManagedExecutorDefinition(name = "java:app/concurrent/racers", maxAsync = 64)
public class Racers {

    @Resource(lookup = "java:app/concurrent/racers")
    private ManagedExecutorService executor;

    /** What became of all the calls. */
    record Result(int granted, int refused, List<String> errors) {

        Result plus(Result other) {
            List<String> all = new ArrayList<>(errors);
            all.addAll(other.errors);
            return new Result(granted + other.granted, refused + other.refused, all);
        }
    }

    Result race(int threads, int calls, IntPredicate charge) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        AtomicInteger next = new AtomicInteger();
        List<Future<Result>> runners = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            runners.add(executor.submit(() -> {
                start.await();
                return run(next, calls, charge);
            }));
        }
        Result result = new Result(0, 0, List.of());
        for (Future<Result> runner : runners) {
            result = result.plus(runner.get());
        }
        return result;
    }

    private static Result run(AtomicInteger next, int calls, IntPredicate charge) {
        int granted = 0;
        int refused = 0;
        List<String> errors = new ArrayList<>();
        for (int call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
            try {
                if (charge.test(call)) {
                    granted++;
                } else {
                    refused++;
                }
            } catch (RuntimeException failed) {
                errors.add(failed.toString());
            }
        }
        return new Result(granted, refused, errors);
    }
}
