/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

/** What happens when the node must not go on; in production the process is halted. Any thread. */
public interface FatalHandler {

    void fail(String what, Throwable cause);
}
