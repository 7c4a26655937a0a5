/**
 * The demo: a small API of map tiles, uploads, exports and reports, whose customers have a free or a pro plan.
 *
 * <p>Tiles, uploads and exports count by customer, reports by API key. {@code mvn -Pdemo} starts it on Payara Micro,
 * with a past that is told once, so that operators have something to look at.
 */
@NullMarked
package com.example.tiles;

import org.jspecify.annotations.NullMarked;
