// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.Id;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * A column.
 *
 * @param name its name in the table
 * @param field its name in the entity
 * @param identifies whether it is part of the primary key
 * @param changes whether it may change once the row is there
 * @param part the field of the entity that holds the part with the column; null if the entity itself has it
 * @param handle the field
 */
record Column(
        String name, String field, boolean identifies, boolean changes, @Nullable VarHandle part, VarHandle handle) {

    static Column of(Field field) {
        jakarta.persistence.Column column = field.getAnnotation(jakarta.persistence.Column.class);
        return new Column(
                column.name(),
                field.getName(),
                field.isAnnotationPresent(Id.class),
                column.updatable(),
                null,
                handleOf(field));
    }

    /** The same column, of an entity that has its owner as a part. */
    Column within(String path, VarHandle owner) {
        return new Column(name, path + "." + field, identifies, changes, owner, handle);
    }

    @Nullable
    Object get(Object entity) {
        return handle.get(owner(entity));
    }

    void set(Object entity, @Nullable Object value) {
        handle.set(owner(entity), value);
    }

    private Object owner(Object entity) {
        return part == null ? entity : part.get(entity);
    }

    String arrayType() {
        if (handle.varType() == String.class) {
            return "text";
        }
        return handle.varType() == int.class ? "integer" : "bigint";
    }

    int sqlType() {
        if (handle.varType() == String.class) {
            return Types.VARCHAR;
        }
        return handle.varType() == int.class ? Types.INTEGER : Types.BIGINT;
    }

    @Nullable
    Object read(ResultSet row, int at) throws SQLException {
        if (handle.varType() == String.class) {
            return row.getString(at);
        }
        if (handle.varType() == int.class) {
            return row.getInt(at);
        }
        long value = row.getLong(at);
        return row.wasNull() ? null : value;
    }

    static VarHandle handleOf(Field field) {
        try {
            return MethodHandles.privateLookupIn(field.getDeclaringClass(), MethodHandles.lookup())
                    .unreflectVarHandle(field);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(field + " is in Ration's own module", impossible);
        }
    }
}
