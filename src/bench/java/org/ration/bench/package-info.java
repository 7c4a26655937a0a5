/**
 * How fast exact, durable charges are, and against whom. {@link org.ration.bench.Benchmark} is the way in and tells the
 * command.
 *
 * <p>A {@link org.ration.bench.Design} is a way to count in PostgreSQL: Ration's, or one of its rivals'. A
 * {@link org.ration.bench.Load} says who is charged, a {@link org.ration.bench.Device} on what the commits are kept. A
 * {@link org.ration.bench.Cell} is one of each, at so many threads, and yields a {@link org.ration.bench.Measurement};
 * it fails where the units granted are not the units in the database. {@link org.ration.bench.Bars} are what has to be
 * reached.
 */
@NullMarked
package org.ration.bench;

import org.jspecify.annotations.NullMarked;
