// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import static java.util.stream.Collectors.joining;

import jakarta.persistence.Embedded;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an entity's table, as the entity's annotations name them: one list for inserts, updates, reads and
 * JPQL, so that all that is read is written. Rows are read into entities that are not managed.
 *
 * @param <T> the entity
 */
final class Columns<T> {

    private final String table;
    private final Constructor<T> constructor;
    private final List<Column> columns;
    private final List<Column> changing;
    private final List<Column> key;
    private final List<Column> written;

    private Columns(String table, Constructor<T> constructor, List<Column> columns) {
        this.table = table;
        this.constructor = constructor;
        this.columns = columns;
        this.changing = columns.stream().filter(Column::changes).toList();
        this.key = columns.stream().filter(Column::identifies).toList();
        this.written = Stream.concat(changing.stream(), key.stream()).toList();
    }

    static <T> Columns<T> of(Class<T> entity) {
        try {
            Constructor<T> constructor = entity.getDeclaredConstructor();
            constructor.setAccessible(true);
            return new Columns<>(
                    entity.getAnnotation(Table.class).name(),
                    constructor,
                    fields(entity).flatMap(Columns::columns).toList());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(entity + " is in Ration's own module", impossible);
        }
    }

    /** Those of a mapped superclass first. */
    private static Stream<Field> fields(Class<?> entity) {
        return Stream.of(entity.getSuperclass(), entity).flatMap(type -> Arrays.stream(type.getDeclaredFields()));
    }

    /** The column of a field, or those of the part that is embedded there. */
    private static Stream<Column> columns(Field field) {
        if (field.isAnnotationPresent(Embedded.class)) {
            VarHandle part = handleOf(field);
            return Arrays.stream(field.getType().getDeclaredFields())
                    .flatMap(Columns::columns)
                    .map(column -> column.within(field.getName(), part));
        }
        return field.isAnnotationPresent(jakarta.persistence.Column.class)
                ? Stream.of(Column.of(field))
                : Stream.empty();
    }

    private static VarHandle handleOf(Field field) {
        try {
            return MethodHandles.privateLookupIn(field.getDeclaringClass(), MethodHandles.lookup())
                    .unreflectVarHandle(field);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(field + " is in Ration's own module", impossible);
        }
    }

    /** The names of the columns, for a native statement: {@code a.id, a.key_id}. */
    String names(String alias) {
        return join(column -> alias + "." + column.name);
    }

    /** The same with expressions in place of some columns. */
    String names(String alias, Map<String, String> replaced) {
        return join(column -> replaced.getOrDefault(column.name, alias + "." + column.name));
    }

    /** The names of the fields, for JPQL: {@code a.id, a.keyId}. */
    String fields(String alias) {
        return join(column -> alias + "." + column.field);
    }

    /** The row of {@link #names}, at the beginning of a result's row. */
    T read(ResultSet row) throws SQLException {
        T entity = empty();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).set(entity, columns.get(i).read(row, i + 1));
        }
        return entity;
    }

    /** The row of {@link #fields}. */
    T read(@Nullable Object[] row) {
        T entity = empty();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).set(entity, row[i]);
        }
        return entity;
    }

    /** The statement that adds a row. */
    String insert() {
        return "insert into " + table + " (" + join(Column::name) + ") values (" + join(column -> "?") + ")";
    }

    /** Fills the parameters of {@link #insert}. */
    void bindInsert(PreparedStatement insert, T row) throws SQLException {
        bind(insert, columns, row);
    }

    /** The statement that writes all of a row that may change. */
    String update() {
        return "update " + table + " set "
                + changing.stream().map(column -> column.name + " = ?").collect(joining(", "))
                + whereKey();
    }

    /** Fills the parameters of {@link #update}. */
    void bindUpdate(PreparedStatement update, T row) throws SQLException {
        bind(update, written, row);
    }

    private String whereKey() {
        return " where " + key.stream().map(column -> column.name + " = ?").collect(joining(" and "));
    }

    private String join(Function<Column, String> text) {
        return columns.stream().map(text).collect(joining(", "));
    }

    private void bind(PreparedStatement statement, List<Column> bound, T row) throws SQLException {
        for (int i = 0; i < bound.size(); i++) {
            Column column = bound.get(i);
            statement.setObject(i + 1, column.get(row), column.sqlType());
        }
    }

    private T empty() {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("an entity's constructor does nothing", impossible);
        }
    }

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
    private record Column(
            String name,
            String field,
            boolean identifies,
            boolean changes,
            @Nullable VarHandle part,
            VarHandle handle) {

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
    }
}
