/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.grpc.common.GrpcStatus;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPartsTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:2379, 127.0.0.1:2379",
        "localhost:1, localhost:1",
        "localhost, localhost:2379",
        "http://[::1]:7/, [::1]:7"
    })
    void endpointsAreRead(String text, String expected) {
        assertThat(Endpoint.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost:2379", "", "http://", "a b", "http://host:1/path"})
    void otherEndpointsAreRefused(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void prefixesEndAtTheNextKey() {
        assertThat(KeyRange.prefix("ab").end()).isEqualTo(Bytes.of("ac"));
        Bytes high = Bytes.of(new byte[] {'a', (byte) 0xff, (byte) 0xff});
        assertThat(KeyRange.prefix(high).end()).isEqualTo(Bytes.of("b"));
        Bytes top = Bytes.of(new byte[] {(byte) 0xff});
        assertThat(KeyRange.prefix(top).end()).isEqualTo(Bytes.of(new byte[1]));
        assertThat(KeyRange.prefix("")).isEqualTo(KeyRange.all());
    }

    @Test
    void bytesAreOrderedUnsigned() {
        assertThat(Bytes.of(new byte[] {(byte) 0x80})).isGreaterThan(Bytes.of(new byte[] {0x7f}));
    }

    @Test
    void backoffStaysUnderItsCeilingAndStartsAnew() {
        Backoff backoff = new Backoff(10, 100);
        int[] ceilings = {10, 20, 40, 80, 100, 100};
        IntStream.range(0, 2).forEach(round -> {
            for (int ceiling : ceilings) {
                assertThat(backoff.nextDelayMillis()).isBetween(1L, (long) ceiling);
            }
            backoff.reset();
        });
    }

    @Test
    void anOutageNobodyReadOfLeavesNoTrace() {
        WatchBuffer buffer = new WatchBuffer(false);
        buffer.add(new WatchEvent.Progress(1));
        for (int i = 0; i < 3; i++) {
            buffer.add(new WatchEvent.Disconnected(new KedgeClientException(ErrorCode.UNAVAILABLE, "gone")));
            buffer.add(new WatchEvent.Reconnected(2));
        }
        assertThat(buffer.size()).isEqualTo(1);
        buffer.add(new WatchEvent.Disconnected(new KedgeClientException(ErrorCode.UNAVAILABLE, "gone")));
        assertThat(buffer.poll()).isEqualTo(new WatchEvent.Progress(1));
        assertThat(buffer.poll()).isInstanceOf(WatchEvent.Disconnected.class);
        buffer.add(new WatchEvent.Reconnected(2));
        assertThat(buffer.poll()).isEqualTo(new WatchEvent.Reconnected(2));
    }

    @Test
    void statusTextsAreDecoded() {
        assertThat(Errors.percentDecode("a%20%C3%A9+%zz%4")).isEqualTo("a é+%zz%4");
    }

    @ParameterizedTest
    @EnumSource(value = GrpcStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void everyStatusHasACode(GrpcStatus status) {
        ErrorCode code = Errors.code(status, "some text");
        assertThat(code == ErrorCode.UNKNOWN).isEqualTo(status == GrpcStatus.UNKNOWN);
    }

    @Test
    void theTextDecidesBeforeTheStatus() {
        assertThat(Errors.code(GrpcStatus.UNKNOWN, "etcdserver: too many requests"))
                .isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        assertThat(Errors.code(GrpcStatus.UNKNOWN, "etcdserver: request timed out, leader transfer took too long"))
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
