/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.etcdctl;

import io.kedge.dist.support.Command;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's etcdctl with API 3, pointed at one server. */
final class Etcdctl {
    private final String program = Tools.require("etcdctl").toString();
    private final ServerUnderTest server;

    Etcdctl(ServerUnderTest server) {
        this.server = server;
    }

    /** A run that must succeed; its output's lines. */
    List<String> lines(String... words) {
        return command(words).run().ok().lines();
    }

    /** A run that must succeed; its output. */
    String text(String... words) {
        return command(words).run().ok().out();
    }

    /** A run that must fail; what it says on the error stream. */
    String error(String... words) {
        Command.Result result = command(words).run();
        if (result.exit() == 0) {
            throw new AssertionError("should have failed: " + result);
        }
        return result.err();
    }

    Command command(String... words) {
        List<String> all = new ArrayList<>(List.of(program));
        all.addAll(List.of(words));
        return Command.of(all).env("ETCDCTL_API", "3").env("ETCDCTL_ENDPOINTS", server.endpoint());
    }

    /** The first group of the pattern in the text. */
    static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in: " + text);
        }
        return matcher.group(1);
    }

    /** The store's revision. */
    long revision() {
        return Long.parseLong(find("\"revision\":(\\d+)", text("get", "no-such-key", "-w", "json")));
    }

    /** A new lease's id, in hexadecimal as etcdctl prints it. */
    String grant(int ttlSeconds) {
        return find("lease ([0-9a-f]+) granted", text("lease", "grant", Integer.toString(ttlSeconds)));
    }
}
