/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.eventbus.tls.PeerTls;
import io.kedge.server.PeerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerFlagsTest {
    private static final String TLS = "--listen-peer-urls=https://127.0.0.1:1"
            + " --initial-advertise-peer-urls=https://127.0.0.1:1 --initial-cluster=default=https://127.0.0.1:1 ";
    private static final String FILES = "--peer-cert-file=c --peer-key-file=k ";

    @TempDir
    Path folder;

    private static FlagValues values(String line) throws UsageException {
        return FlagSources.read(List.of(line.strip().split(" ")), Map.of());
    }

    private static PeerOptions options(String line) throws UsageException {
        return MemberConfig.of(values(line)).peers();
    }

    @Test
    void withoutFlagsNothingIsEncrypted() throws UsageException {
        assertThat(options("--name=default")).isEqualTo(PeerOptions.DEFAULTS);
        assertThat(PeerOptions.DEFAULTS.isEncrypted()).isFalse();
    }

    @Test
    void certificatesAreReadFromFlags() throws UsageException {
        PeerOptions read = options(TLS + FILES + "--peer-trusted-ca-file=a --peer-client-cert-auth"
                + " --peer-cert-allowed-cn=x,y --peer-skip-client-san-verification --snapshot-catchup-entries=7");
        PeerTls.Trust trust = new PeerTls.Trust(false, true, List.of("x", "y"), List.of(), true);
        assertThat(read).isEqualTo(new PeerOptions(new PeerTls(Path.of("c"), Path.of("k"), Path.of("a"), trust), 0, 7));
        assertThat(read.isEncrypted()).isTrue();
    }

    @Test
    void certificatesAreReadFromAFile() throws UsageException, IOException {
        Path file = Files.writeString(folder.resolve("kedge.yaml"), """
                name: m1
                listen-peer-urls: https://127.0.0.1:1
                initial-advertise-peer-urls: https://127.0.0.1:1
                peer-transport-security:
                  cert-file: c
                  key-file: k
                  client-cert-auth: true
                  trusted-ca-file: a
                  allowed-hostname: [h1, h2]
                  auto-tls: false
                """);
        PeerTls.Trust trust = new PeerTls.Trust(false, true, List.of(), List.of("h1", "h2"), false);
        assertThat(options("--config-file=" + file).tls())
                .isEqualTo(new PeerTls(Path.of("c"), Path.of("k"), Path.of("a"), trust));
        Files.writeString(file, "peer-transport-security:\n  cert-fil: c\n");
        assertThatThrownBy(() -> options("--config-file=" + file))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Unknown key cert-fil of peer-transport-security in " + file + ", line 2");
    }

    @Test
    void ownCertificatesLastAsLongAsSaid() throws UsageException {
        assertThat(options(TLS + "--peer-auto-tls").ownCertificateYears()).isEqualTo(1);
        assertThat(options(TLS + "--peer-auto-tls --self-signed-cert-validity=3")
                        .ownCertificateYears())
                .isEqualTo(3);
    }

    @Test
    void whatHasNoEffectIsSaid() throws UsageException {
        FlagValues plain = values(FILES + "--peer-client-cert-auth --peer-auto-tls");
        assertThat(MemberConfig.of(plain).peers().isEncrypted()).isFalse();
        assertThat(plain.warnings()).hasSize(3).allMatch(line -> line.contains("begins with http://"));
        FlagValues both = values(TLS + FILES + "--peer-auto-tls");
        assertThat(MemberConfig.of(both).peers().ownCertificateYears()).isZero();
        assertThat(both.warnings()).containsExactly("--peer-auto-tls has no effect: a certificate is given.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                TLS + "|need --peer-cert-file and --peer-key-file",
                TLS + "--peer-cert-file=c|--peer-cert-file and --peer-key-file go together",
                TLS + FILES + "--peer-cert-allowed-cn=x --peer-cert-allowed-hostname=y|exclude each other",
                TLS + FILES + "--peer-crl-file=x|lists of revoked certificates are not part of this version",
                FILES + "--listen-peer-urls=https://127.0.0.1:1|both have https:// or both http://",
                FILES + "--listen-peer-urls=https://127.0.0.1:1,http://127.0.0.1:2|mixed",
                "--initial-cluster=default=http://localhost:2380,b=https://b:1|either with TLS or without",
                "--listen-client-urls=https://127.0.0.1:1 --advertise-client-urls=http://a:1|TLS is not part of this",
                "--listen-peer-urls=ftp://127.0.0.1:1|must begin with http:// or https://"
            })
    void contradictionsAreSaidInASentence(String line, String part) {
        assertThatThrownBy(() -> options(line))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(part)
                .hasMessageEndingWith(".");
    }
}
