// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@link NaiveJpa}. */
@Entity
@Table(name = "counter")
public class NaiveCounter {

    @Id
    @Column(name = "id")
    private String id;

    @Column(name = "used")
    private long used;

    @Column(name = "quota_limit")
    private long limit;

    /** For the persistence provider. */
    protected NaiveCounter() {}

    int take() {
        if (used + 1 > limit) {
            return 0;
        }
        used++;
        return 1;
    }
}
