// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

/**
 * One load on one design.
 *
 * @param device on what commits are kept
 * @param load who is charged
 * @param threads the callers
 * @param design the name of the design
 */
public record Cell(Device device, Load load, int threads, String design) {

    @Override
    public String toString() {
        return "%s, %s, %d threads, %s".formatted(device, load, threads, design);
    }
}
