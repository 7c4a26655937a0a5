// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import jakarta.persistence.Embedded;
import jakarta.persistence.Table;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
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
    private final RowStatement insert;
    private final RowStatement update;

    private Columns(String table, Constructor<T> constructor, List<Column> columns) {
        this.table = table;
        this.constructor = constructor;
        this.columns = columns;
        this.insert = insertInto();
        this.update = updateOf();
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
            VarHandle part = Column.handleOf(field);
            return Arrays.stream(field.getType().getDeclaredFields())
                    .flatMap(Columns::columns)
                    .map(column -> column.within(field.getName(), part));
        }
        return field.isAnnotationPresent(jakarta.persistence.Column.class)
                ? Stream.of(Column.of(field))
                : Stream.empty();
    }

    /** The other columns alone. What is read by them has nothing in these. */
    Columns<T> without(String... names) {
        return new Columns<>(
                table,
                constructor,
                columns.stream()
                        .filter(column -> !List.of(names).contains(column.name()))
                        .toList());
    }

    /** The names of the columns, for a native statement: {@code a.id, a.key_id}. */
    String names(String alias) {
        return join(column -> alias + "." + column.name());
    }

    /** The same with expressions in place of some columns. */
    String names(String alias, Map<String, String> replaced) {
        return join(column -> replaced.getOrDefault(column.name(), alias + "." + column.name()));
    }

    /** The names of the fields, for JPQL: {@code a.id, a.keyId}. */
    String fields(String alias) {
        return join(column -> alias + "." + column.field());
    }

    /**
     * A query in JPQL that is SQL but for the names of the entity and its fields.
     *
     * @param entity the entity and its alias, of one letter: {@code RationAccount a}
     */
    String sql(String jpql, String entity) {
        String alias = entity.substring(entity.length() - 1);
        Map<String, String> names = columns.stream().collect(toMap(Column::field, Column::name));
        return Pattern.compile("\\b" + alias + "\\.([A-Za-z]+(\\.[A-Za-z]+)*)")
                .matcher(jpql.replace(entity, table + " " + alias))
                .replaceAll(path -> alias + "." + Objects.requireNonNull(names.get(path.group(1)), path.group(1)));
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

    /** Adds rows. */
    RowWrite<T> insert(Collection<T> rows) {
        return new RowWrite<>(insert, rows);
    }

    /** Writes all of the rows that may change. */
    RowWrite<T> update(Collection<T> rows) {
        return new RowWrite<>(update, rows);
    }

    private RowStatement insertInto() {
        String into = "insert into " + table + " (" + join(Column::name) + ") ";
        return new RowStatement(
                into + "values (" + join(column -> "?") + ")", into + "select * from " + arrays(columns), columns);
    }

    private RowStatement updateOf() {
        List<Column> changing = columns.stream().filter(Column::changes).toList();
        List<Column> key = columns.stream().filter(Column::identifies).toList();
        List<Column> written = Stream.concat(changing.stream(), key.stream()).toList();
        return new RowStatement(
                "update " + table + " set " + join(changing, ", ", column -> column.name() + " = ?") + whereEach(key),
                "update " + table + " t set " + join(changing, ", ", column -> column.name() + " = v." + column.name())
                        + " from " + arrays(written) + whereAll(key),
                written);
    }

    /** A statement that removes rows, if these columns have the same values. */
    RowStatement delete(String... names) {
        List<Column> same = columns.stream()
                .filter(column -> List.of(names).contains(column.name()))
                .toList();
        return new RowStatement(
                "delete from " + table + whereEach(same),
                "delete from " + table + " t using " + arrays(same) + whereAll(same),
                same);
    }

    private static String whereEach(List<Column> same) {
        return " where " + join(same, " and ", column -> column.name() + " = ?");
    }

    private static String whereAll(List<Column> same) {
        return " where " + join(same, " and ", column -> "t." + column.name() + " = v." + column.name());
    }

    /** A table of arrays, in the order of the rows. */
    private static String arrays(List<Column> columns) {
        return "unnest(" + join(columns, ", ", column -> "cast(? as " + column.arrayType() + "[])") + ") as v ("
                + join(columns, ", ", Column::name) + ")";
    }

    private String join(Function<Column, String> text) {
        return join(columns, ", ", text);
    }

    private static String join(List<Column> columns, String between, Function<Column, String> text) {
        return columns.stream().map(text).collect(joining(between));
    }

    private T empty() {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("an entity's constructor does nothing", impossible);
        }
    }
}
