// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import static org.ration.bench.Designs.BARE;
import static org.ration.bench.Designs.BUCKET4J;
import static org.ration.bench.Designs.BUCKET4J_BANDWIDTHS;
import static org.ration.bench.Designs.BUCKET4J_BATCHING;
import static org.ration.bench.Designs.DEFAULT;
import static org.ration.bench.Designs.ECLIPSELINK;
import static org.ration.bench.Designs.FAST;
import static org.ration.bench.Designs.FAST_HIBERNATE;
import static org.ration.bench.Designs.HIBERNATE;
import static org.ration.bench.Designs.PGBENCH;
import static org.ration.bench.Designs.PORTABLE;
import static org.ration.bench.Designs.UPDATE;
import static org.ration.bench.Designs.UPDATE_JTA;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Which cells are run: designs that are compared follow each other, after other neighbours in each repetition. */
final class Plan {

    private static final int MANY = 64;
    private static final int REFUSED_CALLERS = 32;
    private static final List<Integer> OUTSTANDING = List.of(1024, 8192);
    private static final List<Integer> MAX_OUTSTANDING = List.of(8192);

    private final Options options;
    private final Set<String> designs;

    Plan(Options options, Set<String> designs) {
        this.options = options;
        this.designs = designs;
    }

    List<Cell> cells(Device device, int repetition) {
        List<Cell> cells = new ArrayList<>();
        for (Load load : options.loads()) {
            for (int threads : threads(load)) {
                List<String> compared = new ArrayList<>(designs(load, threads));
                compared.retainAll(designs);
                turn(compared, repetition);
                compared.forEach(design -> cells.add(new Cell(device, load, threads, design)));
            }
        }
        return cells;
    }

    /** Gives all of them other places, and other neighbours, in each repetition. */
    static void turn(List<?> compared, int repetition) {
        Collections.rotate(compared, repetition - 1);
        if (repetition % 2 == 0) {
            Collections.reverse(compared);
        }
    }

    /** What is run before, and not measured. */
    List<Cell> warmUp(Device device) {
        List<Cell> cells = new ArrayList<>();
        for (String design : designs) {
            cells.add(new Cell(device, Load.SPREAD, MANY, design));
            cells.add(new Cell(device, Load.HOT, MANY, design));
        }
        return cells;
    }

    private Iterable<Integer> threads(Load load) {
        return switch (load) {
            case HOT, SPREAD -> options.threads();
            case REFUSED -> List.of(REFUSED_CALLERS);
            case HOT_ASYNC -> OUTSTANDING;
            case SPREAD_ASYNC -> MAX_OUTSTANDING;
            case WITH_ID, HOLD, FIRST, PAIR, FLOOD -> List.of(MANY);
            case OTHERS -> List.of(Load.OTHER_CALLERS);
        };
    }

    private static List<String> designs(Load load, int threads) {
        return switch (load) {
            case HOT, SPREAD ->
                threads >= MANY ? ofMany(load) : List.of(FAST, UPDATE, PORTABLE, UPDATE_JTA, DEFAULT, FAST_HIBERNATE);
            case HOT_ASYNC -> List.of(FAST, BARE, DEFAULT);
            case SPREAD_ASYNC -> List.of(FAST, DEFAULT);
            case WITH_ID, HOLD -> List.of(FAST);
            case REFUSED -> List.of(FAST, BUCKET4J, PORTABLE, UPDATE, BUCKET4J_BATCHING);
            case FIRST -> List.of(FAST, BUCKET4J, PORTABLE, UPDATE);
            case PAIR -> List.of(FAST, BUCKET4J, PORTABLE, BUCKET4J_BANDWIDTHS, BUCKET4J_BATCHING);
            case OTHERS, FLOOD -> List.of(FAST, PORTABLE, BUCKET4J_BATCHING);
        };
    }

    private static List<String> ofMany(Load load) {
        List<String> designs = new ArrayList<>(List.of(
                FAST,
                BUCKET4J,
                FAST_HIBERNATE,
                PORTABLE,
                UPDATE,
                DEFAULT,
                BUCKET4J_BATCHING,
                ECLIPSELINK,
                UPDATE_JTA,
                HIBERNATE,
                PGBENCH));
        if (load == Load.HOT) {
            designs.add(BARE);
        }
        return designs;
    }
}
