// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The wire between an application and its database, which can be cut, also between a COMMIT and its answer. */
final class Link implements AutoCloseable {

    private final ServerSocket entrance;
    private final int database;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean losesAnswerToCommit;

    private Link(ServerSocket entrance, int database) {
        this.entrance = entrance;
        this.database = database;
    }

    /** A wire to a port of this machine. */
    static Link to(int database) throws IOException {
        Link link = new Link(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), database);
        start(link::accept);
        return link;
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Breaks all connections, and lets none in. */
    void cut() {
        cut = true;
        open.forEach(Link::close);
    }

    /** Lets connections in again. */
    void mend() {
        cut = false;
    }

    /** The next COMMIT reaches the database, but its answer never comes back. */
    void loseNextAnswerToCommit() {
        losesAnswerToCommit = true;
    }

    @Override
    public void close() throws IOException {
        cut();
        entrance.close();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                connect(entrance.accept());
            } catch (IOException refused) {
                // the wire is closed, or its other end is
            }
        }
    }

    private void connect(Socket application) throws IOException {
        if (cut) {
            close(application);
            return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), database);
        open.add(application);
        open.add(server);
        start(() -> pass(application, server, true));
        start(() -> pass(server, application, false));
    }

    private void pass(Socket from, Socket to, boolean toDatabase) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                if (toDatabase && isCommitToBeLost(buffer, length)) {
                    close(from);
                }
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (IOException broken) {
            // both ends are closed below
        } finally {
            close(from);
            close(to);
        }
    }

    private boolean isCommitToBeLost(byte[] buffer, int length) {
        boolean lost =
                losesAnswerToCommit && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT");
        if (lost) {
            losesAnswerToCommit = false;
        }
        return lost;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
