/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class H2StreamTest {

    private final List<String> messages = new ArrayList<>();

    private final StreamListener listener = new StreamListener() {
        @Override
        public void onMessage(H2Stream stream, ByteBuffer buffer, int offset, int lengthBytes) {
            byte[] bytes = new byte[lengthBytes];
            buffer.get(offset, bytes);
            messages.add(new String(bytes, StandardCharsets.US_ASCII));
        }

        @Override
        public void onClosed(H2Stream stream, GrpcStatus status) {
            messages.add("closed");
        }
    };

    @Test
    void messagesAreWholeHoweverTheBytesAreCut() {
        List<String> sent = List.of("one", "", "three and more", "4");
        ByteBuffer bytes = ByteBuffer.allocate(200);
        sent.forEach(text -> bytes.put((byte) 0).putInt(text.length()).put(text.getBytes(StandardCharsets.US_ASCII)));
        int length = bytes.position();
        for (int first = 0; first <= length; first++) {
            for (int second = first; second <= length; second++) {
                messages.clear();
                H2Stream stream = new H2Stream(1, listener, 0);
                stream.receive(bytes, 0, first);
                stream.receive(bytes, first, second - first);
                stream.receive(bytes, second, length - second);
                assertThat(messages).as("cut at %d and %d", first, second).isEqualTo(sent);
                assertThat(stream.insideMessage()).isFalse();
            }
        }
    }

    @Test
    void anUnfinishedMessageIsKnown() {
        H2Stream stream = new H2Stream(1, listener, 0);
        stream.receive(ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 2, 'a'}), 0, 6);
        assertThat(messages).isEmpty();
        assertThat(stream.insideMessage()).isTrue();
    }
}
