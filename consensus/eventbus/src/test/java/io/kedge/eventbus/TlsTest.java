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
    private static final String AUTHORITY = FOLDER + "authority.pem";

    private final Map<Long, PeerUrl> members =
            Map.of(1L, TestPeer.freeUrl(true), 2L, TestPeer.freeUrl(true), 3L, TestPeer.freeUrl(true));

    @Test
    void onlyMembersWithACertificateOfTheAuthorityTalk() {
        try (TestPeer one = start(1, "one", AUTHORITY);
                TestPeer two = start(2, "two", AUTHORITY);
                TestPeer three = start(3, "three", AUTHORITY)) {
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

    @Test
    void withoutAnAuthorityAnyCertificateWillDo() {
        try (TestPeer one = start(1, "one", null);
                TestPeer three = start(3, "three", null)) {
            Await.until("both ways", () -> {
                one.send(one.beat(3, 1));
                three.send(three.beat(1, 1));
                return !one.received.isEmpty() && !three.received.isEmpty();
            });
            assertThat(one.received).isNotEmpty();
        }
    }

    private TestPeer start(long id, String name, String authority) {
        PeerTls tls = new PeerTls(FOLDER + name + ".pem", FOLDER + name + ".key", authority);
        return new TestPeer.Options(id, members).tls(tls).start();
    }
}
