/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Command;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three members of the README, pasted into a shell; only the ports are others, as those may be taken here. */
final class ReadmeClusterIT {
    private static final String FIRST_LINE = "    export PATH=";
    private static final int TRIES = 1_000;

    @TempDir
    Path folder;

    @Test
    void its_three_members_serve() throws IOException {
        Tools.require("etcdctl");
        Path bin = Path.of(ServerBinary.underTest().command().get(0))
                .toAbsolutePath()
                .getParent();
        String[] ports = freePorts();
        String pasted = pasted().replace("$PWD/node/dist/target/kedge/bin", bin.toString())
                .replace("2379", ports[0])
                .replace("2380", ports[1]);
        String script = pasted + """

                etcdctl --endpoints 127.0.0.1:2%1$s put greeting hello
                etcdctl --endpoints 127.0.0.1:3%1$s get greeting
                kill $(jobs -p)
                wait
                """.formatted(ports[0]);
        Files.writeString(folder.resolve("pasted.sh"), script);
        Command.Result result = Command.of(List.of("bash", "-c", "cd '" + folder + "' && . ./pasted.sh"))
                .env("ETCDCTL_API", "3")
                .limit(Duration.ofMinutes(2))
                .run();
        assertThat(result.out())
                .as(result.toString())
                .contains("| 127.0.0.1:1" + ports[0], "OK\ngreeting\nhello\n")
                .containsOnlyOnce("|      true |");
    }

    /** The indented lines from the one that sets the path on. */
    private static String pasted() throws IOException {
        return Files.readString(Path.of("../../README.md"))
                .lines()
                .dropWhile(line -> !line.startsWith(FIRST_LINE))
                .takeWhile(line -> line.startsWith("    "))
                .map(line -> line.substring(4))
                .collect(Collectors.joining("\n"));
    }

    /** Two ends of four digits such that the ports 1, 2 and 3 followed by them are free. */
    private static String[] freePorts() {
        String[] ends = new String[2];
        int found = 0;
        for (int i = 0; i < TRIES && found < 2; i++) {
            String end = Integer.toString(ThreadLocalRandom.current().nextInt(1_000, 5_000));
            if (!end.equals(ends[0]) && isFree("1" + end) && isFree("2" + end) && isFree("3" + end)) {
                ends[found++] = end;
            }
        }
        assertThat(found).as("free ports").isEqualTo(2);
        return ends;
    }

    private static boolean isFree(String port) {
        try (ServerSocket socket = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
