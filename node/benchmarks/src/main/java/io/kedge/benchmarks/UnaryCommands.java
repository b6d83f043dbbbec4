/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks;

import io.kedge.benchmarks.load.Generator;
import io.kedge.benchmarks.load.Outcome;
import io.kedge.benchmarks.load.Shape;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands whose load is unary calls in a closed loop. */
final class UnaryCommands {

    private UnaryCommands() {}

    /** What they share. */
    abstract static class Base implements Callable<Integer> {

        @Mixin
        private EndpointOptions options = new EndpointOptions();

        @Option(
                names = {"-c", "--connections"},
                defaultValue = "10",
                description = "connections (default ${DEFAULT-VALUE})")
        private int connections;

        @Option(
                names = {"-m", "--streams"},
                defaultValue = "10",
                description = "concurrent calls on each (default ${DEFAULT-VALUE})")
        private int streams;

        @Option(names = "--no-preload", description = "do not write every key first; it is there already")
        private boolean noPreload;

        abstract Generator.Kind kind();

        @Override
        public Integer call() throws IOException {
            Generator generator = options.generator();
            if (kind() != Generator.Kind.PUT && !noPreload) {
                Outcome load = generator.load(new Shape(10, 50), options.keySpace());
                if (load.errors() > 0) {
                    return options.report(load);
                }
            }
            return options.report(
                    generator.unary(kind(), new Shape(connections, streams), options.keySpace(), options.timing()));
        }
    }

    @Command(name = "put", description = "Puts random keys.", mixinStandardHelpOptions = true)
    static final class Put extends Base {
        @Override
        Generator.Kind kind() {
            return Generator.Kind.PUT;
        }
    }

    @Command(name = "range", description = "Gets random keys, one each.", mixinStandardHelpOptions = true)
    static final class Range extends Base {

        @Option(names = "--serializable", description = "do not ask the leader")
        private boolean serializable;

        @Override
        Generator.Kind kind() {
            return serializable ? Generator.Kind.SERIALIZABLE_RANGE : Generator.Kind.RANGE;
        }
    }

    @Command(
            name = "txn",
            description = "Transactions on random keys: compare, put and get.",
            mixinStandardHelpOptions = true)
    static final class Txn extends Base {
        @Override
        Generator.Kind kind() {
            return Generator.Kind.TXN;
        }
    }

    @Command(
            name = "mixed",
            description = "Half puts, half linearizable gets, on random keys.",
            mixinStandardHelpOptions = true)
    static final class Mixed extends Base {
        @Override
        Generator.Kind kind() {
            return Generator.Kind.MIXED;
        }
    }
}
