// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.key.TypedParts.TypedPart;

/** One organisation, many spellings. */
class TypedPartsTest {

    static class Paging {
        @QueryParam("page")
        int page;
    }

    static class Shop {
        @PathParam("shop")
        UUID shop;

        public void order(
                @PathParam("org") long org,
                @PathParam("name") String name,
                @QueryParam("size") Integer size,
                @QueryParam("tags") List<String> tags,
                @BeanParam Paging paging) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"path:org", "o:{path.org}", "o:{path['org']}:{user}", "o:{user}:{(path.org)}"})
    void findsAnArgumentThatIsNoText(String form) {
        assertThat(of(form)).containsExactly(new TypedPart("path", "org", long.class, Optional.of(0)));
    }

    @Test
    void findsEveryPartOfATemplate() {
        assertThat(of("o:{path.org}:{param.size}:{param.page}:{path.shop}:{path.name}"))
                .containsExactly(
                        new TypedPart("path", "org", long.class, Optional.of(0)),
                        new TypedPart("param", "size", Integer.class, Optional.of(2)),
                        new TypedPart("param", "page", int.class, Optional.empty()),
                        new TypedPart("path", "shop", UUID.class, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"user", "path:name", "param:tags", "param:org", "path:size", "o:{args[0]}", "o:{user}", "param:q"
            })
    void findsNothingInText(String form) {
        assertThat(of(form)).isEmpty();
    }

    interface Api<T> {
        void inherited(@PathParam("org") T org);
    }

    static class Organisations {
        @BeanParam
        Nested nested;

        private Long number;

        @QueryParam("number")
        public void setNumber(Long value) {
            number = value;
        }
    }

    static class Nested {
        Nested(@QueryParam("deep") int deep) {}
    }

    static class Inheriting implements Api<Long> {

        private long shop;

        Inheriting(@PathParam("made") int made) {}

        @PathParam("shop")
        public void setShop(long value) {
            shop = value;
        }

        @Override
        public void inherited(Long org) {}

        public void bean(@BeanParam Organisations organisations) {}

        public void several(
                @QueryParam("n") List<Long> n,
                @QueryParam("a") int[] a,
                @QueryParam("o") Optional<Long> o,
                @QueryParam("t") Optional<String> t,
                @QueryParam("s") String[] s) {}
    }

    /** JAX-RS takes its annotations from the methods that are implemented. */
    @Test
    void findsWhatAnInterfaceDeclares() {
        assertThat(of("path:org", Inheriting.class, "inherited"))
                .containsExactly(new TypedPart("path", "org", Long.class, Optional.of(0)));
    }

    @ParameterizedTest
    @CsvSource({
        "path:shop, inherited, shop, long",
        "path:made, inherited, made, int",
        "param:number, bean, number, java.lang.Long",
        "param:deep, bean, deep, int",
        "param:n, several, n, java.lang.Long",
        "param:a, several, a, int"
    })
    void findsWhatIsSetAndListed(String form, String method, String name, String type) {
        assertThat(of(form, Inheriting.class, method)).singleElement().satisfies(part -> {
            assertThat(part.name()).isEqualTo(name);
            assertThat(part.type().getName()).isEqualTo(type);
            assertThat(part.argument()).isEmpty();
        });
    }

    @Test
    void looksIntoOptionals() {
        assertThat(of("param:o", Inheriting.class, "several"))
                .containsExactly(new TypedPart("param", "o", Long.class, Optional.of(2)));
        assertThat(of("param:t", Inheriting.class, "several")).isEmpty();
        assertThat(of("param:s", Inheriting.class, "several")).isEmpty();
    }

    private static List<TypedPart> of(String form) {
        return of(form, Shop.class, "order");
    }

    private static List<TypedPart> of(String form, Class<?> type, String name) {
        CalledMethod called = Stream.of(type.getDeclaredMethods())
                .filter(any -> any.getName().equals(name) && !any.isBridge())
                .findFirst()
                .map(method -> new CalledMethod(type, method))
                .orElseThrow();
        return TypedParts.of(TestForms.forms().parse(form, called), called);
    }
}
