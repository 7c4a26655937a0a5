// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/**
 * The methods and constructors that the code of one class refers to, by the constant pool of its class file.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.4">JVMS 4.4, the constant
 *     pool</a>
 */
final class ClassFile {

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD_REFERENCE = 10;
    private static final int NAME_AND_TYPE = 12;

    private final String[] texts;
    private final int[][] entries;

    private ClassFile(DataInputStream file) throws IOException {
        file.readLong(); // magic number and version
        int count = file.readUnsignedShort();
        texts = new String[count];
        entries = new int[count][];
        for (int i = 1; i < count; i++) {
            i += read(file, i);
        }
    }

    /**
     * A method or constructor that a class refers to.
     *
     * @param owner the name of the class that it is called on
     * @param name its name; that of a constructor is {@code <init>}
     * @param descriptor its parameter types and return type
     */
    record Reference(String owner, String name, String descriptor) {}

    /**
     * The references in the code of a class.
     *
     * @param type the class
     * @return the references; none where its class file cannot be read
     */
    static Set<Reference> references(Class<?> type) {
        try (InputStream content = type.getResourceAsStream(fileName(type))) {
            return content == null ? Set.of() : new ClassFile(new DataInputStream(content)).references();
        } catch (IOException unreadable) {
            return Set.of();
        }
    }

    private static String fileName(Class<?> type) {
        return type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
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

    private Set<Reference> references() {
        return Arrays.stream(entries)
                .filter(Objects::nonNull)
                .filter(entry -> entry[0] == METHOD_REFERENCE)
                .map(this::reference)
                .collect(toUnmodifiableSet());
    }

    private Reference reference(int[] entry) {
        String owner = texts[entries[entry[1]][1]].replace('/', '.');
        int[] nameAndType = entries[entry[2]];
        return new Reference(owner, texts[nameAndType[1]], texts[nameAndType[2]]);
    }
}
