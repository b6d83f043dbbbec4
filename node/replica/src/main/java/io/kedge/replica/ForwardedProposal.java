/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Command;

/** A write that another member handed over: the outcome is that member's to see, in its own log. */
final class ForwardedProposal extends Proposal {

    private final long origin;
    private final long sequence;

    ForwardedProposal(Command command, byte[] data, long origin, long sequence) {
        super(command, data);
        this.origin = origin;
        this.sequence = sequence;
    }

    long origin() {
        return origin;
    }

    long sequence() {
        return sequence;
    }

    @Override
    boolean isWaitedFor() {
        return false;
    }
}
