// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.ExcludeSuperclassListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Query;
import jakarta.persistence.Table;

/**
 * The entries that a node compares at its start: the version of the tables, the oldest code that may use them, and the
 * secrets.
 */
@Entity(name = "RationMeta")
@Table(name = "ration_meta")
@Access(AccessType.FIELD)
@Cacheable(false)
@ExcludeDefaultListeners
@ExcludeSuperclassListeners
public class MetaEntry {

    public static final String SCHEMA = "schema";

    /** The entry of the oldest code that may use the tables. */
    public static final String OLDEST_CODE = "oldest_code";

    private static final String SECRET = "secret";

    private static final String DECLARATION = "declared:";

    @Id
    @Column(name = "name", length = 100, nullable = false)
    private String name;

    @Column(name = "content", length = 200, nullable = false)
    private String content;

    /** For the persistence provider. */
    protected MetaEntry() {}

    /** The name of the entry that keeps the check value of a namespace's secret. */
    public static String secretOf(String namespace) {
        return namespace.isEmpty() ? SECRET : SECRET + ":" + namespace;
    }

    /** The name of the entry that keeps what an application declares of a counter. */
    public static String declarationOf(String id) {
        return DECLARATION + id;
    }

    /** The statement that changes an entry. */
    static Query update(EntityManager store, String name, String content) {
        return store.createNativeQuery("update ration_meta set content = ?1 where name = ?2")
                .setParameter(1, content)
                .setParameter(2, name);
    }

    /** The statement that adds an entry. */
    public static Query insert(EntityManager store, String name, String content) {
        return store.createNativeQuery("insert into ration_meta (name, content) values (?1, ?2)")
                .setParameter(1, name)
                .setParameter(2, content);
    }
}
