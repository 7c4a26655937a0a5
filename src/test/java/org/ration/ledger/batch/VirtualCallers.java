// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.ration.testing.VirtualThreads;

/** A thousand virtual threads that charge, with a flight recording of those that pin their carriers. */
final class VirtualCallers {

    private static final int CALLERS = 1000;
    private static final int CHARGES = 64;

    private VirtualCallers() {}

    public static void main(String[] arguments) throws Exception {
        GroupCommit<String, String> commit = new GroupCommit<>(
                Limits.of(2, 100_000, Duration.ofSeconds(60)), Runnable::run, () -> false, "refused"::equals, work -> {
                    work.begin();
                    work.connected();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                    work.undone().forEach(ticket -> ticket.answer("granted"));
                });
        charge(commit, 1); // classes are loaded by now, which pins
        Path file = Path.of(arguments[0]);
        int charged;
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
            recording.start();
            charged = charge(commit, CHARGES);
            recording.stop();
            recording.dump(file);
        }
        System.out.println(charged + " charged");
        List<String> pinned = pinned(file);
        System.out.println(pinned.size() + " pinned " + String.join("\n", pinned));
        commit.close();
    }

    private static int charge(GroupCommit<String, String> commit, int charges) throws Exception {
        AtomicInteger charged = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            String account = "account " + caller % 50;
            callers.add(VirtualThreads.start(() -> {
                for (int i = 0; i < charges; i++) {
                    commit.carryOut("a charge", account);
                    charged.incrementAndGet();
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        return charged.get();
    }

    private static List<String> pinned(Path file) throws Exception {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                .map(event -> event.toString())
                .filter(event -> event.contains("org.ration"))
                .toList();
    }
}
