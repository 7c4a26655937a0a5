// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;

/** The units that a charge with an id holds on one account. */
@JsonbTypeAdapter(Json.OfResult.class)
public final class OpenHold extends AdminResult {

    private final String id;
    private final long units;
    private final Instant takenAt;
    private final Instant expiresAt;

    /**
     * Ration makes those that it answers.
     *
     * @param id names the hold; a digest of the application's id
     * @param units the units that are held
     * @param takenAt since when
     * @param expiresAt when they are given back, unless the charge is settled before
     */
    public OpenHold(String id, long units, Instant takenAt, Instant expiresAt) {
        this.id = Objects.requireNonNull(id, "id");
        this.units = units;
        this.takenAt = Objects.requireNonNull(takenAt, "takenAt");
        this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** {@return what names the hold; a digest of the application's id} */
    public String id() {
        return id;
    }

    /** {@return the units that are held} */
    public long units() {
        return units;
    }

    /** {@return since when} */
    public Instant takenAt() {
        return takenAt;
    }

    /** {@return when they are given back, unless the charge is settled before} */
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    Members members() {
        return new Members()
                .with("id", id)
                .with("units", units)
                .with("takenAt", takenAt)
                .with("expiresAt", expiresAt);
    }
}
