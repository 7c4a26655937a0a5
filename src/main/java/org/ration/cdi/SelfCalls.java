package org.ration.cdi;

import static java.util.stream.Collectors.toSet;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds methods that a class calls on itself, past its interceptors, by what its class file, those of its superclasses, and
 * those of its inner classes refer to; lambdas and method references are in the class file itself.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.4">JVMS 4.4, the constant pool</a>
 */
final class SelfCalls {

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD_REFERENCE = 10;
    private static final int NAME_AND_TYPE = 12;

    private final String[] texts;
    private final int[][] entries;

    private SelfCalls(DataInputStream file) throws IOException {
        file.readLong(); // magic number and version
        int count = file.readUnsignedShort();
        texts = new String[count];
        entries = new int[count][];
        for (int i = 1; i < count; i++) {
            i += read(file, i);
        }
    }

    /**
     * The methods of a class that its own code, or inherited code, refers to.
     *
     * @param type the class
     * @param candidates the methods to look for
     * @return those of them that it refers to; none where a class file cannot be read
     */
    static List<Method> of(Class<?> type, Collection<Method> candidates) {
        Set<Method> called = new LinkedHashSet<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            called.addAll(in(c, candidates));
        }
        called.removeIf(SelfCalls::hasBridge);
        return List.copyOf(called);
    }

    /** The compiler's bridge to a generic method is a call, too. */
    private static boolean hasBridge(Method method) {
        return Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
                .anyMatch(bridge -> bridge.isBridge() && bridge.getName().equals(method.getName()));
    }

    private static List<Method> in(Class<?> type, Collection<Method> candidates) {
        Set<String> references = withInnerClasses(type)
                .flatMap(file -> references(file, type).stream())
                .collect(toSet());
        return candidates.stream()
                .filter(method -> references.contains(signature(method)))
                .toList();
    }

    private static Stream<Class<?>> withInnerClasses(Class<?> type) {
        try {
            return Stream.concat(
                    Stream.of(type), Stream.of(type.getNestMembers()).filter(nested -> isInside(nested, type)));
        } catch (LinkageError unreadable) {
            return Stream.of(type);
        }
    }

    /** Whether the objects of a class belong to an object of another, as those of inner, local and anonymous classes do. */
    private static boolean isInside(Class<?> nested, Class<?> type) {
        Class<?> outer = nested.getEnclosingClass();
        return outer != null && !Modifier.isStatic(nested.getModifiers()) && (outer == type || isInside(outer, type));
    }

    private static Set<String> references(Class<?> file, Class<?> own) {
        try (InputStream content = file.getResourceAsStream(fileName(file))) {
            return content == null ? Set.of() : new SelfCalls(new DataInputStream(content)).references(own);
        } catch (IOException unreadable) {
            return Set.of();
        }
    }

    private static String fileName(Class<?> type) {
        return type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    }

    private static String signature(Method method) {
        return method.getName()
                + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                        .descriptorString();
    }

    /** Reads one entry; answers how many further slots it takes. */
    private int read(DataInputStream file, int index) throws IOException {
        int tag = file.readUnsignedByte();
        switch (tag) {
            case UTF8 -> texts[index] = file.readUTF();
            case CLASS -> entries[index] = new int[] {tag, file.readUnsignedShort()};
            case METHOD_REFERENCE, NAME_AND_TYPE ->
                entries[index] = new int[] {tag, file.readUnsignedShort(), file.readUnsignedShort()};
            case 5, 6 -> file.readLong(); // long, double: two slots
            case 15 -> file.skipNBytes(3); // method handle
            case 8, 16, 19, 20 -> file.readUnsignedShort(); // string, method type, module, package
            default -> file.readInt(); // numbers and other references
        }
        return tag == 5 || tag == 6 ? 1 : 0;
    }

    private Set<String> references(Class<?> type) {
        String own = type.getName().replace('.', '/');
        Set<String> references = new HashSet<>();
        for (int[] entry : entries) {
            if (entry != null && entry[0] == METHOD_REFERENCE && own.equals(texts[entries[entry[1]][1]])) {
                int[] nameAndType = entries[entry[2]];
                references.add(texts[nameAndType[1]] + texts[nameAndType[2]]);
            }
        }
        return references;
    }
}
