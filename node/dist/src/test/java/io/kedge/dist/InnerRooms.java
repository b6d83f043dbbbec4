/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/**
 * The rooms that are pure, and what a pure room has no use for. A generator seeded by the caller is a value like
 * others.
 */
final class InnerRooms {

    private static final Set<String> THREADS_AND_LOTS = Set.of(
            "java.lang.Thread",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.util.Random",
            "java.util.Timer",
            "java.util.UUID",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.ExecutorService",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom");

    /** What of java.io is a word about failure or a shape, not a file. */
    private static final Set<String> HARMLESS_IO = Set.of(
            "java.io.Closeable",
            "java.io.EOFException",
            "java.io.IOException",
            "java.io.Serializable",
            "java.io.UncheckedIOException");

    private InnerRooms() {}

    static DescribedPredicate<JavaClass> inside() {
        return resideInAnyPackage("io.kedge.raft..", "io.kedge.model..", "io.kedge.replica..");
    }

    static DescribedPredicate<JavaClass> threadsAndLots() {
        return DescribedPredicate.describe(
                "start threads or draw lots", type -> THREADS_AND_LOTS.contains(type.getName()));
    }

    static DescribedPredicate<JavaClass> filesAndSockets() {
        return DescribedPredicate.describe("are files or sockets", type -> {
            String name = type.getPackageName();
            return name.startsWith("java.nio.file")
                    || name.startsWith("java.nio.channels")
                    || name.startsWith("java.net")
                    || name.equals("java.io") && !HARMLESS_IO.contains(type.getName());
        });
    }
}
