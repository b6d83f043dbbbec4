/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Command;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The lines of node/docs/http-v2.md work as pasted, and bring what stands below them. */
class V2PageIT {

    private static final String RESULT = "# ";

    @Test
    void everyLineBringsItsResult() throws IOException {
        Assumptions.assumeTrue(ServerBinary.underTest().family() == ServerBinary.Family.KEDGE, "it is about Kedge");
        Tools.require("curl");
        List<String> lines = Files.readAllLines(Path.of(System.getProperty("basedir", "."), "../docs/http-v2.md"));
        int results = 0;
        try (ServerUnderTest server = ServerUnderTest.startInMemory(ServerBinary.underTest())) {
            String address = "127.0.0.1:" + server.clientPort();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("curl ")) {
                    assertThat(lines.get(i + 1)).startsWith(RESULT);
                    String line = lines.get(i).replace("localhost:2379", address);
                    String got = Command.of("sh", "-c", line).run().ok().out();
                    assertThat(timeless(got.strip()))
                            .as(lines.get(i))
                            .isEqualTo(timeless(lines.get(i + 1).substring(RESULT.length())));
                    results++;
                }
            }
        }
        assertThat(results).isGreaterThan(10);
    }

    private static String timeless(String reply) {
        return reply.replaceAll("\"expiration\":\"[^\"]*\"", "\"expiration\":\"\"")
                .replaceAll("\"ttl\":(29|30)", "\"ttl\":30");
    }
}
