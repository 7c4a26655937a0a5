// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A server in a process of its own, whose output is its log. */
final class ServerProcess implements TestServer {

    private static final long LONGEST_START_SECONDS = 900;
    private static final long LONGEST_END_SECONDS = 30;

    /** Where logs are left for those who look for the reason of a failure. */
    private static final Path LOGS = Path.of("target", "server-logs");

    private final Process process;
    private final URI applications;
    private final URI health;
    private final StringBuffer log = new StringBuffer();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private ServerProcess(Process process, URI applications, URI health) {
        this.process = process;
        this.applications = applications;
        this.health = health;
    }

    /**
     * Starts a server, and returns once it has deployed or refused each application.
     *
     * @param command starts it
     * @param port where it serves the applications
     * @param healthPort where it serves its health checks
     * @param sign the lines of its log that say that it is ready
     */
    static ServerProcess start(ProcessBuilder command, int port, int healthPort, ReadySign sign) {
        try {
            Process process = command.redirectErrorStream(true).start();
            ServerProcess server = new ServerProcess(process, base(port), base(healthPort));
            Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
            Thread reader = new Thread(() -> server.read(sign), "log of a server");
            reader.setDaemon(true);
            reader.start();
            server.awaitReady();
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static URI base(int port) {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** A port of this machine that nobody has. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void read(ReadySign sign) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.append(line).append('\n');
                if (sign.isCompletedBy(line)) {
                    ready.complete(null);
                }
            }
        } catch (IOException ended) {
            log.append(ended).append('\n');
        }
        ready.completeExceptionally(new IllegalStateException("the server has ended"));
        ServerFiles.write(LOGS.resolve("port-" + applications.getPort() + ".log"), log.toString());
    }

    private void awaitReady() {
        try {
            ready.get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            kill();
            throw new IllegalStateException("the server did not start:\n" + log, failed);
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public Client client(String application) {
        return new Client(applications.resolve(application + "/"));
    }

    @Override
    public Client root() {
        return new Client(applications);
    }

    @Override
    public Client health() {
        return new Client(health);
    }

    @Override
    public String log() {
        return log.toString();
    }

    @Override
    public void kill() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    @Override
    public void close() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException stillThere) {
            kill();
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Scripts start a server as a process of their own. */
    private List<ProcessHandle> all() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }
}
