// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import java.util.Objects;
import java.util.SplittableRandom;

/** A tile of an invented country: its river and its road meet those of the tiles beside it. */
record Tile(int zoom, int x, int y) {

    private static final int SIZE = 256;

    String svg() {
        int west = crossing("river", x);
        int east = crossing("river", x + 1);
        int north = crossing("road", y);
        int south = crossing("road", y + 1);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256">
                  <rect width="256" height="256" fill="#dfe8cf"/>
                  <path d="M0 %1$d C128 %1$d 128 %2$d 256 %2$d" stroke="#8fbcd4" stroke-width="22" fill="none"/>
                  <path d="M%3$d 0 C%3$d 128 %4$d 128 %4$d 256" stroke="#fff" stroke-width="9" fill="none"/>
                  <text x="12" y="244" font-family="sans-serif" font-size="13" fill="#6b7b5a">%5$d/%6$d/%7$d</text>
                </svg>
                """
                .formatted(west, east, north, south, zoom, x, y);
    }

    /** Where the line crosses an edge of this tile; the tile beyond the edge works it out alike. */
    private int crossing(String line, int edge) {
        int lane = "river".equals(line) ? y : x;
        SplittableRandom country = new SplittableRandom(Objects.hash(line, zoom, edge, lane));
        return country.nextInt(SIZE / 5, 4 * SIZE / 5);
    }
}
