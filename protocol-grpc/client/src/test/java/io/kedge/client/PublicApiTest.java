/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a user of the client has to put on the class path and into signatures: this package, Mutiny and the JDK. */
class PublicApiTest {

    private static final List<String> ALLOWED = List.of("java.", "io.smallrye.mutiny.", "io.kedge.client.");

    @Test
    void publicSignaturesNameOnlyMutinyTheJdkAndThisPackage() {
        Set<String> foreign = new TreeSet<>();
        List<Class<?>> types = publicTypes();
        types.forEach(type -> collect(type, foreign));
        assertThat(types).contains(KedgeClient.class, Kv.class, WatchEvent.Put.class, Session.class);
        assertThat(foreign).isEmpty();
    }

    private static void collect(Class<?> type, Set<String> foreign) {
        check(type.getGenericSuperclass(), type, foreign);
        Arrays.stream(type.getGenericInterfaces()).forEach(t -> check(t, type, foreign));
        Stream.of(type.getDeclaredFields())
                .filter(f -> isOpen(f.getModifiers()))
                .map(Field::getGenericType)
                .forEach(t -> check(t, type, foreign));
        for (Constructor<?> made : type.getDeclaredConstructors()) {
            if (isOpen(made.getModifiers())) {
                Arrays.stream(made.getGenericParameterTypes()).forEach(t -> check(t, made, foreign));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isOpen(method.getModifiers())) {
                check(method.getGenericReturnType(), method, foreign);
                Arrays.stream(method.getGenericParameterTypes()).forEach(t -> check(t, method, foreign));
                Arrays.stream(method.getGenericExceptionTypes()).forEach(t -> check(t, method, foreign));
            }
        }
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static void check(Type type, Object where, Set<String> foreign) {
        if (type instanceof Class<?> c) {
            Class<?> plain = c;
            while (plain.isArray()) {
                plain = plain.getComponentType();
            }
            String name = plain.getName();
            boolean known = plain.isPrimitive() || ALLOWED.stream().anyMatch(name::startsWith);
            boolean hidden = name.startsWith("io.kedge.client.") && !isOpen(plain.getModifiers());
            if (!known || hidden) {
                foreign.add(where + ": " + name);
            }
        } else if (type instanceof ParameterizedType p) {
            check(p.getRawType(), where, foreign);
            Arrays.stream(p.getActualTypeArguments()).forEach(t -> check(t, where, foreign));
        } else if (type instanceof WildcardType w) {
            Arrays.stream(w.getUpperBounds()).forEach(t -> check(t, where, foreign));
        } else if (type instanceof TypeVariable<?> v) {
            Arrays.stream(v.getBounds())
                    .filter(bound -> bound instanceof Class<?>)
                    .forEach(t -> check(t, where, foreign));
        }
    }

    private static List<Class<?>> publicTypes() {
        Path root = Path.of("target", "classes");
        try (Stream<Path> files = Files.walk(root.resolve("io/kedge/client"))) {
            return files.map(root::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .<Class<?>>map(PublicApiTest::load)
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String file) {
        try {
            String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
