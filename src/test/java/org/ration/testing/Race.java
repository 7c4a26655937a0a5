// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Many threads do one thing many times, all beginning at once. */
public final class Race {

    private Race() {}

    /**
     * Runs tasks.
     *
     * @param threads how many at a time
     * @param times how many in all
     * @param task what each does, by its number
     * @return the answers, in no order
     */
    public static <T> List<T> run(int threads, int times, IntFunction<T> task) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            AtomicInteger next = new AtomicInteger();
            List<Future<List<T>>> runners = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                runners.add(pool.submit(() -> take(next, times, task)));
            }
            List<T> answers = new ArrayList<>();
            for (Future<List<T>> runner : runners) {
                answers.addAll(runner.get());
            }
            return answers;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static <T> List<T> take(AtomicInteger next, int times, IntFunction<T> task) {
        List<T> answers = new ArrayList<>();
        for (int number = next.getAndIncrement(); number < times; number = next.getAndIncrement()) {
            answers.add(task.apply(number));
        }
        return answers;
    }
}
