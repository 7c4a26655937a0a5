// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

/** A server that runs, with the applications it was started with. */
interface TestServer extends AutoCloseable {

    /** A client of an application, which has the name of its archive. */
    Client client(String application);

    /** A client of what the server itself serves beside its applications. */
    Client root();

    /** A client of the server's health checks, where it has them. */
    Client health();

    /** Everything that the server has logged so far. */
    String log();

    /** Ends the server at once, as a crash does. */
    void kill();

    /** Ends the server, by force if it does not end by itself. */
    @Override
    void close();
}
