// SPDX-License-Identifier: Apache-2.0
package org.ration.openapi;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * The type of a schema, which became a list of types in MicroProfile OpenAPI 4.0: its {@code setType(SchemaType)} is
 * gone, and there is no method that both versions have.
 */
final class SchemaTypes {

    private static final Method ADD = Stream.of(Schema.class.getMethods())
            .filter(method -> Set.of("addType", "setType").contains(method.getName()))
            .filter(method -> method.getParameterTypes()[0] == SchemaType.class)
            .findFirst()
            .orElseThrow();

    private SchemaTypes() {}

    /** Gives a schema a type. */
    static Schema add(SchemaType type, Schema schema) {
        try {
            ADD.invoke(schema, type);
            return schema;
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
