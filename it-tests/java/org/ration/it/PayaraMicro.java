package org.ration.it;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A Payara Micro with several applications, and its log. Arquillian starts one for each application, and hides why one was
 * refused.
 */
final class PayaraMicro implements AutoCloseable {

    private static final long LONGEST_START_SECONDS = 900;
    private static final long LONGEST_END_SECONDS = 30;

    private final Process process;
    private final int port;
    private final StringBuffer log = new StringBuffer();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private PayaraMicro(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server, and returns when it has deployed or refused each application, in this order. */
    static PayaraMicro start(WebArchive... applications) {
        try {
            int port = freePort();
            Process process = new ProcessBuilder(command(port, applications))
                    .redirectErrorStream(true)
                    .start();
            PayaraMicro server = new PayaraMicro(process, port);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            Thread reader = new Thread(server::read, "log of Payara Micro");
            reader.setDaemon(true);
            reader.start();
            server.awaitReady();
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> command(int port, WebArchive... applications) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-jar",
                System.getProperty("payara-micro.jar"),
                "--port",
                Integer.toString(port),
                "--prebootcommandfile",
                System.getProperty("payara-micro.commands"),
                "--nohazelcast",
                "--nohostaware",
                "--disablephonehome"));
        Path folder = Files.createTempDirectory("applications");
        for (WebArchive application : applications) {
            File file = folder.resolve(application.getName()).toFile();
            application.as(ZipExporter.class).exportTo(file, true);
            file.deleteOnExit();
            command.addAll(List.of("--deploy", file.toString()));
        }
        folder.toFile().deleteOnExit();
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.append(line).append('\n');
                if (line.contains("ready in")) {
                    ready.complete(null);
                }
            }
        } catch (IOException ended) {
            log.append(ended).append('\n');
        }
        ready.completeExceptionally(new IllegalStateException("Payara Micro has ended"));
    }

    private void awaitReady() {
        try {
            ready.get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failed) {
            close();
            throw new IllegalStateException("Payara Micro did not start:\n" + log, failed);
        }
    }

    /** A client of an application, which has the name of its archive. */
    Client client(String application) {
        return new Client(URI.create("http://127.0.0.1:" + port + "/" + application + "/"));
    }

    /** All that the server has told so far. */
    String log() {
        return log.toString();
    }

    /** Ends the server, by force if it does not end by itself. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
