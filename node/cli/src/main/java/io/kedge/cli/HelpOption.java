/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import picocli.CommandLine.Option;

/** {@code --help}, on every command. */
final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;
}
