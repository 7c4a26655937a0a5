// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The API is what {@code api.txt} says: everything public or protected in the packages that
 * users import. A line that goes or
 * changes breaks somebody's program, so it is changed there by intent, where a reviewer sees it:
 * {@code mvn test -Dtest=ApiTest -Dapi.renew=true}.
 */
class ApiTest {

    private static final List<Path> EXPORTED = List.of(
            Path.of("target/classes/org/ration"),
            Path.of("target/classes/org/ration/admin"),
            Path.of("target/classes/org/ration/openapi"),
            Path.of("target/testkit-classes/org/ration/testkit"));
    private static final Path BASELINE = Path.of("src/test/resources/org/ration/api.txt");

    @Test
    void isWhatTheBaselineSays() throws IOException {
        List<String> api = EXPORTED.stream()
                .flatMap(ApiTest::classesOf)
                .filter(ApiTest::isVisible)
                .flatMap(ApiTest::linesOf)
                .toList();
        if (Boolean.getBoolean("api.renew")) {
            Files.write(BASELINE, api);
        }

        assertThat(api)
                .as("The API has changed. If that is meant: mvn test -Dtest=ApiTest -Dapi.renew=true")
                .isEqualTo(Files.readAllLines(BASELINE));
    }

    private static Stream<Class<?>> classesOf(Path folder) {
        String room = folder.subpath(2, folder.getNameCount()).toString().replace(File.separatorChar, '.');
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .sorted()
                    .<Class<?>>map(name -> load(room + '.' + name.replace(".class", "")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        return isVisible(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static Stream<String> linesOf(Class<?> type) {
        Stream<? extends Member> members = Stream.of(
                        type.getDeclaredFields(), type.getDeclaredConstructors(), methodsOf(type))
                .flatMap(Arrays::stream);
        return Stream.concat(
                Stream.of(annotationsOf(type) + headOf(type)),
                members.filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
                        .map(member -> "    " + lineOf(member))
                        .sorted());
    }

    private static String headOf(Class<?> type) {
        String kind = type.isAnnotation() ? "annotation " : type.isRecord() ? "record " : type.isEnum() ? "enum " : "";
        String above = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()))
                .map(Type::getTypeName)
                .collect(joining(", "));
        return Modifier.toString(type.getModifiers()) + " " + kind + type.getName() + " : " + above;
    }

    /** Its own, and those of superclasses that nobody else can name. */
    private static Method[] methodsOf(Class<?> type) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .takeWhile(each -> each == type || !isVisible(each.getModifiers()))
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .toArray(Method[]::new);
    }

    private static String lineOf(Member member) {
        if (member instanceof Field field) {
            return annotationsOf(field) + field.toGenericString();
        }
        if (member instanceof Method method && method.getDefaultValue() != null) {
            return method.toGenericString() + " default " + textOf(method.getDefaultValue());
        }
        return annotationsOf((AnnotatedElement) member) + textOf((Executable) member);
    }

    private static String textOf(Executable member) {
        return member instanceof Constructor<?> constructor
                ? constructor.toGenericString()
                : ((Method) member).toGenericString();
    }

    private static String textOf(Object value) {
        return value instanceof Object[] array ? Arrays.deepToString(array) : '"' + value.toString() + '"';
    }

    /** Java 17 writes {@code A$B.class} where Java 25 writes {@code A.B.class}. */
    private static String annotationsOf(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(annotation -> annotation.toString().replace('$', '.') + " ")
                .sorted()
                .collect(joining());
    }
}
