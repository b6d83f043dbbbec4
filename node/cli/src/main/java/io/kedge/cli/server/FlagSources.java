/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads flags from the command line and the environment. A file named by --config-file replaces both; an option from
 * both is a contradiction, as in etcd 3.6.
 */
final class FlagSources {

    private static final String FILE = "config-file";
    /** Variables of the launcher and of client commands, which begin like those of flags. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("KEDGE_JAVA_OPTS", "KEDGE_ENDPOINTS", "KEDGE_WRITE_ARCHIVE", "KEDGE_HOME");

    private FlagSources() {}

    static FlagValues read(List<String> arguments, Map<String, String> environment) throws UsageException {
        FlagValues values = new FlagValues();
        commandLine(arguments, values);
        String file = values.isGiven(FILE) ? values.text(FILE) : environment.getOrDefault("KEDGE_CONFIG_FILE", "");
        if (!file.isEmpty()) {
            FlagValues fromFile = new FlagValues();
            ConfigFile.read(Path.of(file), fromFile);
            fromFile.warn("Flags and variables are ignored: " + file + " says everything.");
            return fromFile;
        }
        environment(environment, values);
        return values;
    }

    private static void commandLine(List<String> arguments, FlagValues values) throws UsageException {
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!word.startsWith("-") || word.length() < 2) {
                throw new UsageException(
                        "Unexpected word \"" + word + "\": a member takes flags alone, see kedge server --help.");
            }
            String body = word.substring(word.startsWith("--") ? 2 : 1);
            int equals = body.indexOf('=');
            String name = equals < 0 ? body : body.substring(0, equals);
            Flag flag = Flags.require(name, equals < 0 ? word : word.substring(0, word.indexOf('=')));
            String value;
            if (equals >= 0) {
                value = body.substring(equals + 1);
            } else if (flag.kind() == Flag.Kind.BOOL) {
                value = "true";
            } else if (i + 1 < arguments.size()) {
                value = arguments.get(++i);
            } else {
                throw new UsageException("The flag --" + flag.name() + " needs a value.");
            }
            values.set(flag, value, "--" + name);
        }
    }

    private static void environment(Map<String, String> environment, FlagValues values) throws UsageException {
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(Flag.ENVIRONMENT_PREFIX) || OTHER_VARIABLES.contains(name)) {
                continue;
            }
            Optional<Flag> flag = Flags.find(name.substring(Flag.ENVIRONMENT_PREFIX.length())
                    .toLowerCase(java.util.Locale.ROOT)
                    .replace('_', '-'));
            if (flag.isEmpty()) {
                values.warn("The environment variable " + name + " is none of kedge's.");
            } else if (values.isGiven(flag.get().name())) {
                throw new UsageException("Conflicting environment variable " + name + " is shadowed by the flag --"
                        + flag.get().name() + ": unset the variable or leave out the flag.");
            } else if (!variable.getValue().isEmpty()) {
                values.set(flag.get(), variable.getValue(), name);
            }
        }
    }
}
