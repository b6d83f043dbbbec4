/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.membership;

/** A change that does not lead from the given configuration to a legal one. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
