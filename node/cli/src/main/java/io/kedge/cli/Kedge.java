/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.cli.server.DevProcess;
import io.kedge.cli.server.MemberProcess;
import java.util.Arrays;

/** The program {@code kedge}. Exit codes: 0 done, 1 failed, 2 used wrongly. */
public final class Kedge {

    private Kedge() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.setProperty("kedge.version", VersionCommand.version());
        int exitCode = run(args);
        System.out.flush();
        System.exit(exitCode);
    }

    /**
     * A node's start must be quick, and the parser of the other commands cannot be in the class-data archive: its
     * classes are too old.
     */
    private static int run(String[] args) {
        String command = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        return switch (command) {
            case "server" -> MemberProcess.run(rest);
            case "dev" -> DevProcess.run(rest);
            default -> KedgeCommand.commandLine(command).execute(args);
        };
    }
}
