/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks into a running Kedge by the JDK's own tool. */
public final class Heap {

    private static final Pattern USED = Pattern.compile("heap\\s+total \\d+K, used (\\d+)K");

    private Heap() {}

    /** What lives on the heap after a collection. */
    public static long usedBytes(ServerUnderTest server) {
        ask(server, "GC.run");
        String info = ask(server, "GC.heap_info");
        Matcher used = USED.matcher(info);
        if (!used.find()) {
            throw new AssertionError("no figure in " + info);
        }
        return Long.parseLong(used.group(1)) << 10;
    }

    /** The answer to a command of jcmd. */
    public static String ask(ServerUnderTest server, String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Command.of(jcmd, Long.toString(server.pid()), command).run().ok().out();
    }
}
