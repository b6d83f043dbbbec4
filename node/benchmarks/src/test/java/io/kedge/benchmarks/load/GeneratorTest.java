/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.kedge.benchmarks.h2.Rpc;
import io.kedge.grpc.proto.etcdserverpb.PutResponse;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorTest {

    private static final KeySpace KEYS = new KeySpace(500, 15, 64);
    private static final Timing SHORT = new Timing(0, 0.3);

    private TinyEtcd server = new TinyEtcd();

    @AfterEach
    void stop() {
        server.close();
    }

    private Generator generator() {
        return new Generator(
                server.address(), OptionalLong.of(ProcessHandle.current().pid()), 7, 0.5);
    }

    @Test
    void loadWritesEveryKeyOnceWithItsValue() throws IOException {
        Outcome outcome = generator().load(new Shape(3, 20), KEYS);
        assertThat(outcome.firstError()).isNull();
        assertThat(outcome.completed()).isEqualTo(500);
        assertThat(server.values).hasSize(500);
        assertThat(server.values.get(ByteString.copyFrom(KEYS.key(499))))
                .isEqualTo(ByteString.copyFrom(KEYS.value(499)));
    }

    @ParameterizedTest
    @EnumSource(Generator.Kind.class)
    void everyKindGetsRightReplies(Generator.Kind kind) throws IOException {
        generator().load(new Shape(1, 100), KEYS);
        Outcome outcome = generator().unary(kind, new Shape(2, 10), KEYS, SHORT);
        assertThat(outcome.firstError()).isNull();
        assertThat(outcome.completed()).isPositive();
        assertThat(outcome.p50Micros()).isLessThanOrEqualTo(outcome.maxMicros());
        assertThat(outcome.serverCpuMicros()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void valuesLargerThanTheWindowsGoOutInPieces() throws IOException {
        KeySpace large = new KeySpace(20, 15, 200_000);
        Outcome outcome = generator().load(new Shape(2, 5), large);
        assertThat(outcome.firstError()).isNull();
        assertThat(server.values).hasSize(20);
        assertThat(server.values.get(ByteString.copyFrom(large.key(7)))).isEqualTo(ByteString.copyFrom(large.value(7)));
        assertThat(generator()
                        .unary(Generator.Kind.RANGE, new Shape(1, 3), large, SHORT)
                        .firstError())
                .isNull();
    }

    @Test
    void aFailingStatusIsAnErrorAndNotACompletion() throws IOException {
        server.status = 8;
        Outcome outcome = generator().load(new Shape(1, 10), KEYS);
        assertThat(outcome.completed()).isZero();
        assertThat(outcome.errors()).isEqualTo(500);
        assertThat(outcome.firstError()).isEqualTo("grpc-status 8: spoiled");
    }

    @Test
    void aWrongValueIsNoticed() throws IOException {
        generator().load(new Shape(1, 10), KEYS);
        server.onRead = value -> value.substring(1);
        Outcome outcome = generator().unary(Generator.Kind.RANGE, new Shape(1, 10), KEYS, SHORT);
        assertThat(outcome.firstError()).startsWith("range of key");
    }

    @Test
    void aMissingKeyIsNoticed() throws IOException {
        Outcome outcome = generator().unary(Generator.Kind.TXN, new Shape(1, 10), KEYS, SHORT);
        assertThat(outcome.firstError()).startsWith("txn on key");
    }

    @Test
    void aLostConnectionEndsItsCallsWithAnError() throws IOException {
        server.hangingUp = true;
        Outcome outcome = generator().load(new Shape(2, 5), KEYS);
        assertThat(outcome.completed()).isZero();
        assertThat(outcome.errors()).isEqualTo(10);
        assertThat(outcome.firstError()).startsWith("grpc-status 14");
    }

    @Test
    void fewerStreamsThanAskedForIsASentence() {
        server.close();
        server = new TinyEtcd(5);
        assertThatThrownBy(() -> generator().load(new Shape(1, 6), KEYS))
                .isInstanceOf(IOException.class)
                .hasMessage("the server allows only 5 streams on a connection");
    }

    @ParameterizedTest
    @CsvSource({"1,false,1", "30,false,1", "30,false,7", "30,true,1", "30,true,30"})
    void eachPutReachesItsWatchersOnce(int watchers, boolean oneKey, int perStream) throws IOException {
        WatchShape shape = new WatchShape(watchers, oneKey, perStream, 4);
        Outcome outcome = generator().watch(shape, 3, new KeySpace(watchers, 15, 64), SHORT);
        assertThat(outcome.firstError()).isNull();
        assertThat(outcome.completed()).isPositive();
    }

    @Test
    void aDoubledDeliveryIsNoticed() throws IOException {
        server.deliveries = 2;
        Outcome outcome = generator().watch(new WatchShape(1, true, 1, 1), 1, new KeySpace(1, 15, 64), SHORT);
        assertThat(outcome.firstError()).contains("out of turn");
    }

    @Test
    void aMissingDeliveryEndsAsAnErrorNotAsAHang() throws IOException {
        server.deliveries = 0;
        Outcome outcome =
                generator().watch(new WatchShape(1, true, 1, 1), 1, new KeySpace(1, 15, 64), new Timing(0, 0.1));
        assertThat(outcome.completed()).isZero();
        assertThat(outcome.firstError()).contains("missing");
    }

    @Test
    void leasesAreGrantedAndRenewedInTurn() throws IOException {
        Outcome outcome = generator().keepAlive(50, 2, 8, SHORT);
        assertThat(outcome.firstError()).isNull();
        assertThat(outcome.completed()).isPositive();
    }

    @Test
    void connectionsAreSpreadOverAllEndpoints() throws IOException {
        try (TinyEtcd other = new TinyEtcd()) {
            Generator both = new Generator(List.of(server.address(), other.address()), List.of(), 7);
            Outcome outcome = both.load(new Shape(3, 2), KEYS);
            assertThat(outcome.firstError()).isNull();
            assertThat(outcome.serverCpuMicros()).isNaN();
            assertThat(server.values.size()).isGreaterThan(100);
            assertThat(other.values.size()).isGreaterThan(100);
            assertThat(server.values.size() + other.values.size()).isEqualTo(KEYS.count());
        }
    }

    @Test
    void pacedPutsKeepTheirRate() throws IOException {
        long begin = System.nanoTime();
        Outcome outcome = generator().paced(200, 2, KEYS, () -> System.nanoTime() - begin > 500_000_000L);
        assertThat(outcome.firstError()).isNull();
        assertThat(outcome.completed()).isBetween(20L, 110L);
    }

    @Test
    void aPutInTurnsIsAcknowledgedByWhoeverCan() throws IOException {
        try (TinyEtcd other = new TinyEtcd();
                TurnPuts client = new TurnPuts(List.of(server.address(), other.address()))) {
            server.status = 14;
            assertThat(client.secondsToAcknowledged(System.nanoTime(), 10)).isPresent();
            assertThat(server.values).isEmpty();
            assertThat(other.values).hasSize(1);
            other.status = 14;
            assertThat(client.secondsToAcknowledged(System.nanoTime(), 0.1)).isEmpty();
        }
    }

    @Test
    void oneCallReturnsItsReplyOrSaysWhatIsWrong() throws IOException {
        byte[] reply = OneCall.ask(server.address(), Rpc.PUT, PutOperation.request(KEYS), 5_000);
        assertThat(PutResponse.parseFrom(reply).getHeader().getRevision()).isEqualTo(2);
        server.status = 9;
        assertThatThrownBy(() -> OneCall.ask(server.address(), Rpc.PUT, PutOperation.request(KEYS), 5_000))
                .isInstanceOf(IOException.class)
                .hasMessage("PUT: grpc-status 9: spoiled");
    }
}
