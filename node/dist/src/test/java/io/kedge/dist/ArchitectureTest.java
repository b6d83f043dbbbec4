/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.kedge.replica.backend.BackendProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms: who may see whom, and what never enters the inner ones. */
final class ArchitectureTest {

    private static final String[] ROOMS = {
        "io.kedge.raft",
        "io.kedge.disk",
        "io.kedge.wal",
        "io.kedge.model",
        "io.kedge.replica",
        "io.kedge.api",
        "io.kedge.spi",
        "io.kedge.server",
        "io.kedge.cli",
        "io.kedge.storage",
        "io.kedge.grpc.proto",
        "io.kedge.grpc.rpc",
        "io.kedge.grpc.server",
        "io.kedge.http",
        "io.kedge.client"
    };

    private static JavaClasses shipped;

    @BeforeAll
    static void importShippedClasses() {
        shipped = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("io/kedge/simulator/"))
                .importPackages("io.kedge");
    }

    /** A room that is not on the class path would satisfy every rule. */
    @Test
    void everyRoomIsLookedAt() {
        for (String room : ROOMS) {
            assertThat(shipped.that(resideInAPackage(room + "..")))
                    .as("classes of %s", room)
                    .isNotEmpty();
        }
    }

    @Test
    void raftDependsOnNothing() {
        onlySees("io.kedge.raft").check(shipped);
    }

    @Test
    void modelDependsOnNothing() {
        onlySees("io.kedge.model").check(shipped);
    }

    @Test
    void replicaSeesRaftAndModel() {
        onlySees("io.kedge.replica", "io.kedge.raft..", "io.kedge.model..", "com.github.benmanes.caffeine.cache..")
                .check(shipped);
    }

    @Test
    void logAndDiskSeeNeitherRaftNorVertx() {
        onlySees("io.kedge.disk", "org.slf4j..").check(shipped);
        onlySees("io.kedge.wal", "io.kedge.disk", "org.slf4j..").check(shipped);
    }

    @Test
    void apiSeesTheModelAndVertx() {
        onlySees("io.kedge.api", "io.kedge.model..", "io.vertx.core..").check(shipped);
        onlySees("io.kedge.spi", "io.kedge.api..", "io.kedge.model..", "io.vertx.core..", "io.micrometer.core..")
                .check(shipped);
    }

    @Test
    void storageSeesTheBackendPortOnly() {
        onlySees(
                        "io.kedge.storage",
                        "io.kedge.replica.backend",
                        "io.kedge.model..",
                        "io.kedge.disk",
                        "org.mapdb..",
                        "org.slf4j..",
                        "kotlin..")
                .check(shipped);
    }

    /** What gRPC and the JSON gateway share knows neither. */
    @Test
    void servicesSeeTheApiOnly() {
        onlySees(
                        "io.kedge.grpc.rpc",
                        "io.kedge.api..",
                        "io.kedge.spi..",
                        "io.kedge.model..",
                        "io.kedge.grpc.proto..",
                        "io.vertx.core..",
                        "io.netty.buffer..",
                        "io.micrometer.core..",
                        "com.google.protobuf..",
                        "org.slf4j..")
                .check(shipped);
    }

    @Test
    void grpcServerSeesTheServicesOnly() {
        onlySees(
                        "io.kedge.grpc.server",
                        "io.kedge.spi..",
                        "io.kedge.model..",
                        "io.kedge.grpc.rpc..",
                        "io.vertx..",
                        "io.netty.buffer..")
                .check(shipped);
    }

    @Test
    void httpSeesTheApiAndTheServices() {
        onlySees(
                        "io.kedge.http",
                        "io.kedge.api..",
                        "io.kedge.spi..",
                        "io.kedge.model..",
                        "io.kedge.grpc.rpc..",
                        "io.kedge.grpc.proto..",
                        "com.google.protobuf..",
                        "com.fasterxml.jackson.core..",
                        "io.netty.handler.codec.http..",
                        "io.vertx..",
                        "io.micrometer.core..",
                        "org.slf4j..")
                .check(shipped);
    }

    @Test
    void protoHasNothingHandWritten() {
        onlySees("io.kedge.grpc.proto", "com.google.protobuf..", "javax.annotation..")
                .check(shipped);
    }

    @Test
    void clientSeesNoServerClass() {
        onlySees(
                        "io.kedge.client",
                        "io.kedge.grpc.proto..",
                        "io.smallrye.mutiny..",
                        "io.vertx..",
                        "com.google.protobuf..",
                        "org.slf4j..")
                .check(shipped);
    }

    /** A program's own Vert.x, Netty or protobuf version must not matter to what it compiles against. */
    @Test
    void clientShowsNoForeignType() {
        DescribedPredicate<JavaClass> open = DescribedPredicate.describe(
                "are public", type -> type.getModifiers().contains(JavaModifier.PUBLIC));
        List<String> shown = new ArrayList<>();
        for (JavaClass type :
                shipped.that(resideInAPackage("io.kedge.client..")).that(open)) {
            for (var unit : type.reflect().getMethods()) {
                shown.add(unit.toGenericString());
            }
            Arrays.stream(type.reflect().getConstructors()).forEach(unit -> shown.add(unit.toGenericString()));
            Arrays.stream(type.reflect().getFields()).forEach(field -> shown.add(field.toGenericString()));
        }
        assertThat(shown)
                .isNotEmpty()
                .noneMatch(unit -> unit.contains("io.vertx.")
                        || unit.contains("io.netty.")
                        || unit.contains("com.google.protobuf.")
                        || unit.contains("io.kedge.grpc."));
    }

    @Test
    void nobodySeesTheServerButTheCommand() {
        noClasses()
                .that(not(resideInAnyPackage("io.kedge.server..", "io.kedge.cli..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kedge.server..")
                .check(shipped);
    }

    @Test
    void nobodySeesAnAdapter() {
        for (String adapter : List.of("io.kedge.storage..", "io.kedge.grpc.server..", "io.kedge.http..")) {
            noClasses()
                    .that(not(resideInAPackage(adapter)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(adapter)
                    .check(shipped);
        }
    }

    /** The simulator lies beside what is shipped, sees all of it, and can be left out. */
    @Test
    void nobodySeesTheSimulator() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kedge.simulator..")
                .check(shipped);
    }

    /** The recording disk is for proofs. */
    @Test
    void nothingShippedUsesTheRecordingDisk() {
        noClasses()
                .that(not(resideInAPackage("io.kedge.disk.recording..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kedge.disk.recording..")
                .check(shipped);
    }

    /** Time comes in as an argument. */
    @Test
    void innerRoomsReadNoClock() {
        noClasses()
                .that(InnerRooms.inside())
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.time..")
                .check(shipped);
    }

    @Test
    void innerRoomsStartNoThreadAndDrawNoLots() {
        noClasses()
                .that(InnerRooms.inside())
                .should()
                .dependOnClassesThat(InnerRooms.threadsAndLots())
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(SplittableRandom.class)
                .check(shipped);
    }

    /** Files and sockets stay outside; a backend's provider is told its directory, and that is all. */
    @Test
    void innerRoomsTouchNoFile() {
        noClasses()
                .that(InnerRooms.inside())
                .should()
                .dependOnClassesThat(InnerRooms.filesAndSockets())
                .check(shipped.that(not(JavaClass.Predicates.equivalentTo(BackendProvider.class))));
    }

    /**
     * Two knots are tied on purpose: a model record and its format know each other, and the parts of the server are
     * handed what the node in its root package wires.
     */
    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return switch (type.getPackageName()) {
                            case "io.kedge.model.format" -> SliceIdentifier.of("io.kedge.model");
                            case "io.kedge.server" -> SliceIdentifier.ignore();
                            default -> SliceIdentifier.of(type.getPackageName());
                        };
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(shipped);
    }

    /** The rules are rules: the command does see the server, the server does see Vert.x. */
    @Test
    void rulesCanFail() {
        assertThat(onlySees("io.kedge.cli").evaluate(shipped).hasViolation()).isTrue();
        assertThat(onlySees("io.kedge.server", "io.kedge..").evaluate(shipped).hasViolation())
                .isTrue();
        assertThat(noClasses()
                        .that(resideInAPackage("io.kedge.server.."))
                        .should()
                        .callMethod(System.class, "nanoTime")
                        .evaluate(shipped)
                        .hasViolation())
                .isTrue();
        assertThat(noClasses()
                        .that(resideInAPackage("io.kedge.disk.."))
                        .should()
                        .dependOnClassesThat(InnerRooms.filesAndSockets())
                        .evaluate(shipped)
                        .hasViolation())
                .isTrue();
    }

    /** Classes of this package and below see themselves, java.*, JSpecify and these packages. */
    private static ArchRule onlySees(String room, String... others) {
        List<String> allowed = new ArrayList<>(List.of(room + "..", "java..", "org.jspecify.annotations.."));
        allowed.addAll(Arrays.asList(others));
        return classes()
                .that(resideInAPackage(room + ".."))
                .should(onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))
                        .or(DescribedPredicate.describe(
                                "arrays of primitives",
                                type -> type.isArray()
                                        && type.getBaseComponentType().isPrimitive()))
                        .or(JavaClass.Predicates.equivalentTo(void.class))
                        .or(DescribedPredicate.describe("primitives", JavaClass::isPrimitive))));
    }
}
