/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.cli.server.DevProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs a development node. */
@Command(name = "dev", description = "Run a development node with its data in a temporary folder.")
final class DevCommand implements Callable<Integer> {

    @Unmatched
    private List<String> flags = new ArrayList<>();

    @Override
    public Integer call() {
        return DevProcess.run(flags.toArray(String[]::new));
    }
}
