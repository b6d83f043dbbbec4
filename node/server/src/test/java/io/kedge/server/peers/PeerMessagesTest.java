/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.model.Key;
import io.kedge.model.StatusCode;
import io.kedge.replica.Forward;
import io.kedge.replica.ForwardRefused;
import io.kedge.replica.LeaseCall;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeerMessagesTest {

    @Test
    void forwards_come_as_they_went() {
        byte[] command = {1, 2, 3};
        byte[] payload = PeerMessages.forwards(
                List.of(new Forward(9, 4, 77, command), new Forward(9, 5, Long.MAX_VALUE, new byte[0])));
        List<Forward> read = PeerMessages.readForwards(payload, 9);
        assertThat(read).hasSize(2);
        assertThat(read.get(0).term()).isEqualTo(4);
        assertThat(read.get(0).sequence()).isEqualTo(77);
        assertThat(read.get(0).command()).isEqualTo(command);
        assertThat(read.get(1).sequence()).isEqualTo(Long.MAX_VALUE);
        assertThat(read.get(1).to()).isEqualTo(9);
    }

    @Test
    void forwards_cut_short_are_refused() {
        byte[] payload = PeerMessages.forwards(List.of(new Forward(9, 4, 77, new byte[20])));
        for (int length = 0; length < payload.length; length++) {
            byte[] cut = Arrays.copyOf(payload, length);
            assertThatThrownBy(() -> PeerMessages.readForwards(cut, 9))
                    .as("of %d bytes", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusals_come_as_they_went() {
        List<ForwardRefused> refusals =
                List.of(new ForwardRefused(3, 8, StatusCode.NOT_LEADER), new ForwardRefused(3, 9, StatusCode.NO_SPACE));
        assertThat(PeerMessages.readRefusals(PeerMessages.refusals(refusals), 3))
                .isEqualTo(refusals);
    }

    @Test
    void a_code_of_a_later_version_is_internal() {
        assertThat(PeerMessages.readStatus("NEWER".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEqualTo(StatusCode.INTERNAL);
    }

    @Test
    void leases_are_asked_for_and_answered() {
        LeaseInquiry inquiry = new LeaseInquiry(LeaseCall.Kind.TIME_TO_LIVE, -5, true);
        assertThat(PeerMessages.readLeaseQuestion(PeerMessages.leaseQuestion(inquiry)))
                .isEqualTo(inquiry);
        LeaseAnswer answer = new LeaseAnswer(12, -1, 0, List.of(Key.utf8("a"), Key.utf8("b")));
        assertThat(PeerMessages.readLeaseAnswer(PeerMessages.leaseAnswer(answer)))
                .isEqualTo(answer);
    }
}
