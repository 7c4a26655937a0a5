// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    private static List<TypedPart> of(String form) {
        Method method = Stream.of(Shop.class.getDeclaredMethods())
                .filter(any -> any.getName().equals("order"))
                .findFirst()
                .orElseThrow();
        return TypedParts.of(TestForms.forms().parse(form, method), method);
    }
}
