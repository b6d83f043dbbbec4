/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what this program is and what it speaks. */
@Command(name = "version", description = "Show the version of this program and of the etcd API it speaks.")
final class VersionCommand implements Runnable {

    private static final String ETCD_API = "3.6";

    @Mixin
    private final HelpOption help = new HelpOption();

    @Override
    public void run() {
        Printer printer = new Printer();
        printer.line("kedge Version: " + version());
        printer.line("etcd API Version: " + ETCD_API);
        printer.line("Java Version: " + System.getProperty("java.version"));
        printer.flush();
    }

    /** The version of this build. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
