/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.client.KedgeClientException;
import io.kedge.client.OutcomeUnknownException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Says in one sentence on stderr what went wrong and what to do. */
final class Failures {

    static final int FAILED = 1;

    private Failures() {}

    static int handle(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (!(failure instanceof KedgeClientException known)) {
            throw failure;
        }
        command.getErr().println("kedge: " + sentence(known));
        command.getErr().flush();
        return FAILED;
    }

    static String sentence(KedgeClientException failure) {
        String text = failure.text();
        if (failure instanceof OutcomeUnknownException) {
            return text + "; read the key before you write again.";
        }
        String hint =
                switch (failure.code()) {
                    case UNAVAILABLE -> unavailable(failure);
                    case DEADLINE_EXCEEDED -> ": the node is busy or cut off; look at it, or raise --timeout.";
                    case NO_LEADER -> ": most members must be up and reach each other; start the missing ones.";
                    case COMPACTED -> ": that history is gone; ask for a newer --rev, or for none.";
                    case FUTURE_REVISION -> ": leave out --rev, or ask for one that exists.";
                    case LEASE_NOT_FOUND -> ": it has expired or never was; grant a new one.";
                    case NO_SPACE -> ": compact the history and disarm the alarm, or raise the quota.";
                    case TOO_LARGE -> ": split the value, or raise the server's limit.";
                    case EMPTY_KEY -> ": give a key of at least one byte.";
                    case UNAUTHENTICATED, PERMISSION_DENIED -> ": ask for the right to do this.";
                    case TOO_MANY_REQUESTS -> ": the node is overloaded; try again later.";
                    default -> ".";
                };
        return hint.startsWith(":") || ".".equals(hint) ? text + hint : hint;
    }

    private static String unavailable(KedgeClientException failure) {
        String text = failure.text();
        String address = text.startsWith("cannot connect to ")
                ? text.substring("cannot connect to ".length()).replaceFirst(": .*", "")
                : "";
        Throwable cause = failure.getCause();
        if (address.isEmpty()) {
            return text + ": the node is stopping or overloaded; try again.";
        }
        if (cause instanceof UnknownHostException) {
            return "the name in " + address + " is not known: check --endpoints.";
        }
        if (cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused")) {
            return "nothing listens at " + address
                    + ": start a node with `kedge dev`, or name another address with --endpoints.";
        }
        return text + ": check the network and --endpoints.";
    }
}
