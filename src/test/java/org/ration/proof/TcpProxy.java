// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

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
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a pool and its server, and does to connections what networks do. */
final class TcpProxy implements AutoCloseable {

    private final int target;
    private final ServerSocket server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger swallow = new AtomicInteger();
    private boolean stalled;

    TcpProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Passes nothing on until it is told to. */
    synchronized void stall(boolean now) {
        stalled = now;
        notifyAll();
    }

    private synchronized void waitWhileStalled() throws IOException {
        try {
            while (stalled) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /** Closes every connection. */
    void cut() {
        links.forEach(Link::close);
    }

    /** Lets the server say nothing more on any connection, while the client may go on. */
    void halfClose() {
        links.forEach(Link::halfClose);
    }

    /** Passes so many COMMITs on, but not their answers, and closes the connections. */
    void swallowAnswersToCommit(int commits) {
        swallow.set(commits);
    }

    /** How many answers it is still to swallow. */
    int left() {
        return swallow.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        try {
            while (true) {
                connect(server.accept());
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
            links.add(link);
            start(() -> link.pump(true));
            start(() -> link.pump(false));
        } catch (IOException serverIsDown) {
            client.close();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean mute;

        private Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pump(boolean forth) {
            byte[] buffer = new byte[8192];
            try {
                InputStream from = (forth ? client : server).getInputStream();
                OutputStream to = (forth ? server : client).getOutputStream();
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    waitWhileStalled();
                    if (forth && isCommit(buffer, count) && swallow.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        mute = true;
                    }
                    if (forth || !mute) {
                        to.write(buffer, 0, count);
                        to.flush();
                    } else {
                        break;
                    }
                }
            } catch (IOException closed) {
                // by either side, or by a fault of ours
            } finally {
                close();
            }
        }

        void halfClose() {
            mute = true;
            try {
                client.shutdownOutput();
            } catch (IOException closed) {
                close();
            }
        }

        void close() {
            links.remove(this);
            try (client;
                    server) {
                mute = true;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static boolean isCommit(byte[] sent, int count) {
        return new String(sent, 0, count, StandardCharsets.ISO_8859_1).contains("COMMIT");
    }
}
