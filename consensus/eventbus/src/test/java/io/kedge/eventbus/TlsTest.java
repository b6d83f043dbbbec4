/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.tls.OwnCertificate;
import io.kedge.eventbus.tls.PeerTls;
import io.kedge.eventbus.tls.PeerTls.Trust;
import io.kedge.eventbus.tls.TestAuthority;
import io.kedge.eventbus.tls.TlsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that show certificates, and what is said of those that are turned away. */
final class TlsTest {
    private static final List<String> HERE = List.of("localhost", "127.0.0.1");

    @TempDir
    Path folder;

    private final Map<Long, PeerUrl> members =
            Map.of(1L, TestPeer.freeUrl(true), 2L, TestPeer.freeUrl(true), 3L, TestPeer.freeUrl(true));
    private final LogLines log = new LogLines();
    private TestAuthority authority;

    @BeforeEach
    void found() {
        authority = new TestAuthority(folder, "authority");
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void onlyMembersWithACertificateOfTheAuthorityTalk() {
        PeerTls foreign = new TestAuthority(folder, "other").issue("three", HERE, Trust.AUTHORITY);
        PeerTls stranger = new PeerTls(foreign.certFile(), foreign.keyFile(), authority.certificate(), Trust.AUTHORITY);
        try (TestPeer one = start(1, authority.issue("one", HERE, Trust.AUTHORITY));
                TestPeer two = start(2, authority.issue("two", HERE, Trust.AUTHORITY));
                TestPeer three = start(3, stranger)) {
            awaitTalk(one, 1, two, 2);
            three.send(three.beat(1, 5));
            one.send(one.beat(3, 5));
            log.await("refused a connection of 127.0.0.1:", "CN=three, issued by CN=other", "PKIX path");
            log.await("no TLS with the peer 127.0.0.1:", "CN=three, issued by CN=other");
            log.await("no TLS with the peer 127.0.0.1:", "refuses this member's certificate");
            Await.until("reports", () -> {
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
    void aPeerWithoutTlsIsRefused() {
        try (TestPeer one = start(1, authority.issue("one", HERE, Trust.AUTHORITY));
                TestPeer plain = start(2, null)) {
            plain.send(plain.beat(1, 1));
            log.await("refused a connection of 127.0.0.1:", "does not speak TLS");
            one.send(one.beat(2, 1));
            Await.until("reports", () -> {
                plain.send(plain.beat(1, 1));
                one.send(one.beat(2, 1));
                return plain.unreachable.contains(1L) && one.unreachable.contains(2L);
            });
            assertThat(plain.received).isEmpty();
            assertThat(one.received).isEmpty();
        }
    }

    @Test
    void onlyAllowedNamesAreTaken() {
        Trust trust = new Trust(false, true, List.of("one", "two"), List.of(), false);
        try (TestPeer one = start(1, authority.issue("one", HERE, trust));
                TestPeer two = start(2, authority.issue("two", HERE, trust));
                TestPeer three = start(3, authority.issue("three", HERE, Trust.AUTHORITY))) {
            awaitTalk(one, 1, two, 2);
            three.send(three.beat(1, 5));
            log.await("refused a connection", "CN=three", "its common name is none of the allowed: [one, two]");
            assertThat(one.received).allMatch(message -> message.from() == 2);
        }
    }

    @Test
    void onlyAllowedHostsAreTaken() {
        Trust trust = new Trust(false, true, List.of(), List.of("kedge.example"), false);
        List<String> hosts = List.of("127.0.0.1", "*.example");
        try (TestPeer one = start(1, authority.issue("one", hosts, trust));
                TestPeer two = start(2, authority.issue("two", hosts, trust));
                TestPeer three = start(3, authority.issue("three", HERE, Trust.AUTHORITY))) {
            awaitTalk(one, 1, two, 2);
            three.send(three.beat(1, 5));
            log.await("refused a connection", "CN=three", "good for none of the allowed hosts: [kedge.example]");
            assertThat(one.received).allMatch(message -> message.from() == 2);
        }
    }

    @Test
    void aCertificateForAnotherAddressIsRefusedUnlessToldOtherwise() {
        List<String> elsewhere = List.of("10.9.8.7");
        Trust lax = new Trust(false, true, List.of(), List.of(), true);
        try (TestPeer one = start(1, authority.issue("one", HERE, Trust.AUTHORITY));
                TestPeer two = start(2, authority.issue("two", HERE, lax));
                TestPeer three = start(3, authority.issue("three", elsewhere, Trust.AUTHORITY))) {
            three.send(three.beat(1, 5));
            log.await("refused a connection", "CN=three", "not for the address 127.0.0.1");
            one.send(one.beat(3, 5));
            log.await("no TLS with the peer", "CN=three", "127.0.0.1");
            Await.until("two takes it as a client", () -> {
                three.send(three.beat(2, 6));
                return !two.received.isEmpty();
            });
            assertThat(one.received).isEmpty();
        }
    }

    @Test
    void ownCertificatesEncryptWithoutAskingWhoItIs() throws TlsException {
        PeerTls first = OwnCertificate.in(folder.resolve("a"), HERE, 1, Instant.now());
        PeerTls again = OwnCertificate.in(folder.resolve("a"), HERE, 1, Instant.now());
        PeerTls second = OwnCertificate.in(folder.resolve("b"), HERE, 40, Instant.now());
        assertThat(again).isEqualTo(first);
        try (TestPeer one = start(1, first);
                TestPeer two = start(2, second)) {
            awaitTalk(one, 1, two, 2);
            assertThat(one.received).isNotEmpty();
        }
    }

    @Test
    void changedFilesCountForTheNextConnection() throws Exception {
        PeerTls three = new TestAuthority(folder, "other").issue("three", HERE, Trust.AUTHORITY);
        PeerTls stale = new PeerTls(three.certFile(), three.keyFile(), authority.certificate(), Trust.AUTHORITY);
        try (TestPeer one = start(1, authority.issue("one", HERE, Trust.AUTHORITY));
                TestPeer other = start(3, stale)) {
            other.send(other.beat(1, 1));
            log.await("refused a connection", "CN=three, issued by CN=other");
            Files.writeString(three.certFile(), "");
            log.await("cannot be used", "the certificate read before stays in use");
            authority.issue("three", HERE, Trust.AUTHORITY);
            awaitTalk(one, 1, other, 3);
            assertThat(other.received).allMatch(message -> message.from() == 1);
        }
    }

    private static void awaitTalk(TestPeer a, long aId, TestPeer b, long bId) {
        Await.until("both ways", () -> {
            a.send(a.beat(bId, 1));
            b.send(b.beat(aId, 1));
            return !a.received.isEmpty() && !b.received.isEmpty();
        });
    }

    private TestPeer start(long id, PeerTls tls) {
        return new TestPeer.Options(id, members).tls(tls).start();
    }
}
