/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** One server for all tests of a class; its log is printed when a test fails. */
public final class ServerExtension implements BeforeAllCallback, AfterAllCallback, TestWatcher {
    private final String[] flags;
    private ServerUnderTest server;

    public ServerExtension(String... flags) {
        this.flags = flags.clone();
    }

    public ServerUnderTest server() {
        return server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = ServerUnderTest.start(ServerBinary.underTest(), flags);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        System.out.println(
                "Log of " + server.binary() + " in " + context.getDisplayName() + ":\n" + server.logTail(40));
    }
}
