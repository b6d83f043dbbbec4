/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.model.MemberInfo;
import io.kedge.server.log.LogIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What joining members are told, and keep. */
final class RosterTest {

    private static final MemberInfo ONE = new MemberInfo(-5, "eins", List.of("http://a:1"), List.of(), false);
    private static final MemberInfo TWO = new MemberInfo(7, "", List.of("http://b:1", "http://b:2"), List.of(), true);

    @Test
    void itComesBackEqual() {
        Roster roster = new Roster(-1, List.of(ONE), List.of(ONE, TWO), 1L << 40);
        assertThat(Roster.decode(roster.encode())).isEqualTo(roster);
    }

    @Test
    void otherBytesAreRefused() {
        assertThatThrownBy(() -> Roster.decode(new byte[] {9})).isInstanceOf(IllegalArgumentException.class);
        byte[] cut = new Roster(1, List.of(ONE), List.of(TWO), 3).encode();
        byte[] shorter = java.util.Arrays.copyOf(cut, cut.length - 4);
        assertThatThrownBy(() -> Roster.decode(shorter)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLogKeepsIt() {
        LogIdentity identity = new LogIdentity(1, 7, 9, List.of(ONE), List.of(ONE, TWO), 12);
        assertThat(LogIdentity.decode(identity.encode())).isEqualTo(identity);
    }
}
