/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Command;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages' lines work as pasted: in blocks marked {@code console}, what stands behind {@code $} is run in a shell,
 * and what follows is its output, in which an ellipsis stands for anything. A page's example of a WebSocket runs after
 * them: what the block sends is sent, and the frames of the block behind it come.
 */
final class PagesIT {

    private static final Path DOCS = Path.of(System.getProperty("basedir", "."), "..", "docs");
    private static final int LINES_MIN = 5;

    private static final Pattern SOCKET =
            Pattern.compile("```javascript\n(const socket.*?)```\\s+```\n(.*?)\n```", Pattern.DOTALL);
    private static final Pattern SENT = Pattern.compile("socket\\.send\\('(.*)'\\)");

    /** A line to paste and what it prints. */
    private record Line(String command, String output) {}

    @ParameterizedTest
    @ValueSource(strings = {"http.md", "http-watch.md", "http-gateway.md", "http-v2.md"})
    void linesWorkAsPasted(String page) throws IOException {
        Assumptions.assumeTrue(
                ServerBinary.underTest().family() == ServerBinary.Family.KEDGE, "it is about Kedge alone");
        Tools.require("curl");
        String text = Files.readString(DOCS.resolve(page));
        List<Line> lines = lines(text.lines().toList());
        assertThat(lines).hasSizeGreaterThan(LINES_MIN);
        try (ServerUnderTest server = ServerUnderTest.startInMemory(ServerBinary.underTest())) {
            for (Line line : lines) {
                String command = line.command().replace("localhost:2379", "127.0.0.1:" + server.clientPort());
                String printed = Command.of("bash", "-c", command)
                        .run()
                        .out()
                        .replace("\r", "")
                        .stripTrailing();
                assertThat(printed).as("%s: %s", page, line.command()).matches(pattern(line.output()));
            }
            Matcher example = SOCKET.matcher(text);
            boolean found = example.find();
            assertThat(found).as("%s has an example of a WebSocket", page).isEqualTo(page.contains("watch"));
            if (found) {
                talk(server, example.group(1), example.group(2));
            }
        }
    }

    private static void talk(ServerUnderTest server, String script, String frames) {
        try (JsonSocket socket = JsonSocket.open(server)) {
            Matcher sent = SENT.matcher(script);
            while (sent.find()) {
                socket.send(sent.group(1));
            }
            List<String> wanted = frames.lines().toList();
            List<String> came = new ArrayList<>();
            socket.next(wanted.size()).forEach(frame -> came.add(frame.encode()));
            // The two requests of the example are answered each in its own order.
            assertThat(came).allMatch(frame -> wanted.stream()
                    .anyMatch(pattern -> pattern(pattern).matcher(frame).matches()));
            assertThat(wanted).allMatch(pattern -> came.stream()
                    .anyMatch(frame -> pattern(pattern).matcher(frame).matches()));
        }
    }

    private static Pattern pattern(String output) {
        List<String> fixed = new ArrayList<>();
        for (String part : output.split("\u2026", -1)) {
            fixed.add(Pattern.quote(part));
        }
        return Pattern.compile(String.join(".*", fixed), Pattern.DOTALL);
    }

    private static List<Line> lines(List<String> page) {
        List<Line> lines = new ArrayList<>();
        String command = null;
        StringBuilder output = new StringBuilder();
        boolean inside = false;
        for (String text : page) {
            boolean fence = text.startsWith("```");
            boolean begins = inside && text.startsWith("$ ");
            if ((begins || fence) && command != null) {
                lines.add(new Line(command, output.toString().stripTrailing()));
                command = null;
            }
            if (fence) {
                inside = text.equals("```console");
            } else if (begins) {
                command = text.substring(2);
                output.setLength(0);
            } else if (inside) {
                output.append(text).append('\n');
            }
        }
        return lines;
    }
}
