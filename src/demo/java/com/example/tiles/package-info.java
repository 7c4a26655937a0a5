/**
 * The demo: a small API of map tiles, uploads, exports and reports, whose customers have a free or a pro plan.
 *
 * <p>All of it counts by API key. {@code mvn -Pdemo} starts it on Payara Micro.
 */
@NullMarked
package com.example.tiles;

import org.jspecify.annotations.NullMarked;
