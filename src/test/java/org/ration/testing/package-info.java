/**
 * What tests run on: a CDI container with transactions (Narayana), an entity manager (EclipseLink), a connection pool
 * (Agroal) and a database, without a server. {@link org.ration.testing.OnDatabase} is the way in.
 */
package org.ration.testing;
