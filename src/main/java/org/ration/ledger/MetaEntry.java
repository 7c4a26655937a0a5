package org.ration.ledger;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.ExcludeSuperclassListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What a node compares at its start: {@value #SCHEMA}, the version of the tables, and {@value #SECRET}. */
@Entity(name = "RationMeta")
@Table(name = "ration_meta")
@Access(AccessType.FIELD)
@Cacheable(false)
@ExcludeDefaultListeners
@ExcludeSuperclassListeners
public class MetaEntry {

    static final String SCHEMA = "schema";
    static final String SECRET = "secret";

    @Id
    @Column(name = "name", length = 40, nullable = false)
    private String name;

    @Column(name = "content", length = 200, nullable = false)
    private String content;

    /** For the persistence provider. */
    protected MetaEntry() {}

    MetaEntry(String name, String content) {
        this.name = name;
        this.content = content;
    }
}
