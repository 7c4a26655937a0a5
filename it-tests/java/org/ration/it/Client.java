// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An HTTP client of a test application, and of its counters in the database. */
final class Client {

    private static final System.Logger LOG = System.getLogger(Client.class.getName());

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;

    /** A client of the application at a base that ends in a slash. */
    Client(URI base) {
        this.base = base;
    }

    URI base() {
        return base;
    }

    Answer get(String path, String... headers) {
        return send("GET", path, headers);
    }

    Answer send(String method, String path, String... headers) {
        return sendAsync(method, path, headers).join();
    }

    CompletableFuture<Answer> sendAsync(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(LONGEST_ANSWER)
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Client::answer);
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    /** The status of a request that no decent client would send. Its lines are sent as they are. */
    int statusOf(String method, String target, String... lines) {
        return Integer.parseInt(statusLineOf(method, target, lines).split(" ", 3)[1]);
    }

    private String statusLineOf(String method, String target, String... lines) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
            socket.setSoTimeout((int) LONGEST_ANSWER.toMillis());
            sendWhatIsTaken(
                    socket,
                    method + " " + base.getRawPath() + target + " HTTP/1.1\r\nHost: localhost\r\n"
                            + "Connection: close\r\n" + String.join("", lines) + "\r\n");
            String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();
            return requireNonNull(status, "the server closed the connection without an answer");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that has read enough to refuse answers and closes: the answer can be read, the rest is not taken. */
    private static void sendWhatIsTaken(Socket socket, String request) {
        try {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        } catch (IOException e) {
            LOG.log(DEBUG, "the server took a part of the request", e);
        }
    }

    /** What the counters of a key have in the database, all together. */
    long used(String key) {
        return Long.parseLong(get("api/counters/used?key=" + encode(key)).body());
    }

    /** What one counter has in the database. */
    long used(String key, String scope) {
        return Long.parseLong(get("api/counters/used?key=" + encode(key) + "&scope=" + encode(scope))
                .body());
    }

    /** What the counter of one period unit has in the database. */
    long used(String key, String scope, String unit) {
        return Long.parseLong(get("api/counters/used?key=" + encode(key) + "&scope=" + encode(scope) + "&unit=" + unit)
                .body());
    }

    /** What all counters of a scope hold in the database. */
    long reserved(String scope) {
        return Long.parseLong(
                get("api/counters/reserved?scope=" + encode(scope)).body());
    }

    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
