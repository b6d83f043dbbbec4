/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.ServerBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three processes that talk with TLS; who does not belong is turned away, and the log says why. */
final class PeerTlsIT {
    @TempDir
    Path folder;

    @Test
    void onlyMembersWithTheRightCertificateAreTaken() {
        List<Member> members = Member.several(ServerBinary.underTest(), folder, 3, "https");
        Authority authority = new Authority(folder, "authority");
        Authority other = new Authority(folder, "other");
        Member third = members.get(2);
        try {
            String all = Member.initialCluster(members);
            for (Member member : members.subList(0, 2)) {
                member.launch(all, with(authority.flags(member.name(), authority), "--peer-cert-allowed-cn=m1,m2,m3"));
            }
            members.get(0).awaitHealthy();
            members.get(1).awaitHealthy();

            third.launch(all, with(other.flags("m3", authority)));
            members.get(0).awaitLog("refused a connection of 127.0.0.1:", "CN=m3, issued by CN=other, is refused");
            members.get(0).awaitLog("no TLS with the peer 127.0.0.1:" + third.peerPort(), "CN=m3, issued by CN=other");
            third.awaitLog("no TLS with the peer", "it refuses this member's certificate");
            assertThat(third.isHealthy()).isFalse();
            third.kill();

            third.launch(all, with(authority.flags("m4", authority)));
            members.get(0).awaitLog("CN=m4", "its common name is none of the allowed: [m1, m2, m3]");
            assertThat(third.isHealthy()).isFalse();
            third.kill();
            third.wipe();

            third.scheme("http");
            third.launch(Member.initialCluster(List.of(third)) + ",m1=http://127.0.0.1:"
                    + members.get(0).peerPort() + ",m2=http://127.0.0.1:"
                    + members.get(1).peerPort());
            members.get(0).awaitLog("refused a connection of 127.0.0.1:", "does not speak TLS");
            assertThat(third.isHealthy()).isFalse();
            third.kill();
            third.wipe();

            third.scheme("https");
            third.launch(all, with(authority.flags("m3", authority)));
            third.awaitHealthy();
            third.etcdctl("put", "key", "value").ok();
            for (Member member : members) {
                assertThat(member.etcdctl("get", "key", "--print-value-only")
                                .ok()
                                .out())
                        .isEqualTo("value\n");
            }
        } finally {
            Member.closeAll(members);
        }
    }

    @Test
    void ownCertificatesEncryptWhatIsBetweenMembers() throws IOException, GeneralSecurityException {
        List<Member> members = Member.several(ServerBinary.underTest(), folder, 3, "https");
        try {
            for (Member member : members) {
                member.launch(Member.initialCluster(members), "--peer-auto-tls", "--self-signed-cert-validity=2");
            }
            members.forEach(Member::awaitHealthy);
            members.get(2).etcdctl("put", "key", "value").ok();
            Member first = members.get(0);
            assertThat(first.etcdctl("get", "key", "--print-value-only").ok().out())
                    .isEqualTo("value\n");
            assertThat(first.dataDir().resolve("fixtures/peer/cert.pem")).isRegularFile();
            assertThat(shownBy(first).getSubjectX500Principal().getName()).isEqualTo("CN=kedge");
            first.awaitLog("anybody who reaches their port is taken for one");
            byte[] key = Files.readAllBytes(first.dataDir().resolve("fixtures/peer/key.pem"));
            first.kill();
            first.launch(Member.initialCluster(members), "--peer-auto-tls");
            first.awaitHealthy();
            assertThat(first.dataDir().resolve("fixtures/peer/key.pem")).hasBinaryContent(key);
        } finally {
            Member.closeAll(members);
        }
    }

    @Test
    void aCertificateThatIsNotThereStopsTheStartWithASentence() {
        Member member = new Member(ServerBinary.underTest(), folder, "m1").scheme("https");
        try {
            member.launch("m1=" + member.peerUrl(), "--peer-cert-file=" + folder + "/none", "--peer-key-file=none");
            assertThat(member.awaitExit()).isEqualTo(2);
            assertThat(member.logText())
                    .contains("kedge: The certificate for peers in " + folder + "/none cannot be read");
        } finally {
            member.close();
        }
    }

    private static String[] with(List<String> flags, String... more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The certificate that a member shows at its port for peers. */
    private static X509Certificate shownBy(Member member) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        InetAddress here = InetAddress.getLoopbackAddress();
        try (Socket plain = new Socket(here, member.peerPort());
                SSLSocket socket = (SSLSocket)
                        context.getSocketFactory().createSocket(plain, "127.0.0.1", member.peerPort(), true)) {
            Await.until(Member.LIMIT, () -> "no handshake", () -> {
                socket.startHandshake();
                return true;
            });
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
