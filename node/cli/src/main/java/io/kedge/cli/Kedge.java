/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

/** The program {@code kedge}. Exit codes: 0 done, 1 failed, 2 used wrongly. */
public final class Kedge {

    private Kedge() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        int exitCode = KedgeCommand.commandLine().execute(args);
        System.out.flush();
        System.exit(exitCode);
    }
}
