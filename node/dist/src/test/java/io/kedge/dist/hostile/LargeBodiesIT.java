/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Command;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerExtension;
import io.kedge.dist.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who sends more than there may be is told so by every face and in every version of HTTP. */
class LargeBodiesIT {

    private static final int TOO_MANY_BYTES = 5_000_000;

    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "--http1.1, PUT, /v2/keys/big, 500",
        "--http2-prior-knowledge, PUT, /v2/keys/big, 500",
        "--http1.1, PUT, /v1/kv/big, 413",
        "--http2-prior-knowledge, PUT, /v1/kv/big, 413"
    })
    void areRefusedWithAReason(String version, String method, String path, int status) throws IOException {
        Assumptions.assumeTrue(ServerBinary.underTest().family() == ServerBinary.Family.KEDGE, "it is about Kedge");
        Path body = Files.writeString(folder.resolve("body"), "value=" + "x".repeat(TOO_MANY_BYTES));
        String url = SERVER.server().endpoint() + path;
        Command.Result got = Command.of(
                        Tools.require("curl").toString(),
                        "-s",
                        "-m",
                        "10",
                        version,
                        "-X",
                        method,
                        "-w",
                        "\n%{http_code}",
                        "--data-binary",
                        "@" + body,
                        url)
                .run();
        assertThat(got.out()).as(got.toString()).endsWith("\n" + status).contains("too large");
    }

    @Test
    void theServerGoesOn() throws IOException, InterruptedException {
        assertThat(SERVER.server().get("/health").statusCode()).isEqualTo(200);
    }
}
