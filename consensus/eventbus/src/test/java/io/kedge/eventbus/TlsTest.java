/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.cluster.PeerTls;
import io.kedge.eventbus.cluster.PeerUrl;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Members that show certificates. The files were made with openssl and are valid for a hundred years: one and two are
 * signed by the authority, three by another one.
 */
final class TlsTest {
    private static final String FOLDER = "src/test/resources/tls/";

    private final Map<Long, PeerUrl> members =
            Map.of(1L, TestPeer.freeUrl(true), 2L, TestPeer.freeUrl(true), 3L, TestPeer.freeUrl(true));

    @Test
    void onlyMembersWithACertificateOfTheAuthorityTalk() {
        try (TestPeer one = start(1, "one");
                TestPeer two = start(2, "two");
                TestPeer three = start(3, "three")) {
            Await.until("both ways", () -> {
                one.send(one.beat(2, 1));
                two.send(two.beat(1, 1));
                return !one.received.isEmpty() && !two.received.isEmpty();
            });
            Await.until("the strange certificate fails as client and as server", () -> {
                three.send(three.beat(1, 5));
                one.send(one.beat(3, 5));
                return three.unreachable.contains(1L) && one.unreachable.contains(3L);
            });
            assertThat(three.received).isEmpty();
            assertThat(one.received).allMatch(message -> message.from() == 2);
            assertThat(one.transport.counters(3).receivedMessages()).isZero();
        }
    }

    private TestPeer start(long id, String name) {
        PeerTls tls = new PeerTls(FOLDER + name + ".pem", FOLDER + name + ".key", FOLDER + "authority.pem");
        return new TestPeer.Options(id, members).tls(tls).start();
    }
}
