/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.cli.server.MemberProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs one member. The words after it are etcd's flags, which are not of this parser's form. */
@Command(name = "server", description = "Run one member.")
final class ServerCommand implements Callable<Integer> {

    @Unmatched
    private List<String> flags = new ArrayList<>();

    @Override
    public Integer call() {
        return MemberProcess.run(flags.toArray(String[]::new));
    }
}
