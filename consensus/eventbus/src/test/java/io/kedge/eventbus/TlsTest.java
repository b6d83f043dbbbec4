/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.cluster.PeerUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that show certificates. */
final class TlsTest {
    @TempDir
    private Path folder;

    @Test
    void onlyMembersWithACertificateOfTheAuthorityTalk()
            throws IOException, InterruptedException, GeneralSecurityException {
        TestCertificates ours = new TestCertificates(folder.resolve("ours"));
        TestCertificates foreign = new TestCertificates(folder.resolve("foreign"));
        Map<Long, PeerUrl> members =
                Map.of(1L, TestPeer.freeUrl(true), 2L, TestPeer.freeUrl(true), 3L, TestPeer.freeUrl(true));
        try (TestPeer one = new TestPeer.Options(1, members)
                        .tls(ours.member("one", ours))
                        .start();
                TestPeer two = new TestPeer.Options(2, members)
                        .tls(ours.member("two", ours))
                        .start();
                TestPeer three = new TestPeer.Options(3, members)
                        .tls(foreign.member("three", ours))
                        .start()) {
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
}
