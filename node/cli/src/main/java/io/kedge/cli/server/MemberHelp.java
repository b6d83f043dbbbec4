/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import java.io.PrintStream;

/** The text of {@code kedge server --help}. */
final class MemberHelp {

    private MemberHelp() {}

    static void print(PrintStream out) {
        out.println("Usage: kedge server [--FLAG=VALUE ...]");
        out.println("Run one member. Flags are etcd's; each is also a variable, KEDGE_DATA_DIR for --data-dir.");
        out.println("  -h, --help");
        out.println("        Show this help and exit.");
        for (Flag flag : Flags.all()) {
            if (flag.support() == Flag.Support.USED) {
                String fallback = flag.fallback().isEmpty() ? "" : " (default: " + flag.fallback() + ")";
                out.println("  --" + flag.name());
                out.println("        " + flag.note() + fallback);
            }
        }
        out.println("Taken from etcd and without effect here: " + names(Flag.Support.IGNORED) + ".");
        out.println("Refused unless at their defaults: " + names(Flag.Support.REFUSED) + ".");
    }

    private static String names(Flag.Support support) {
        StringBuilder names = new StringBuilder();
        for (Flag flag : Flags.all()) {
            if (flag.support() == support) {
                names.append(names.isEmpty() ? "--" : ", --").append(flag.name());
            }
        }
        return names.toString();
    }
}
