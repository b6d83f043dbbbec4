/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.tla;

/**
 * What TLC says of a trace.
 *
 * @param records of the trace
 * @param reached how many of them a behaviour of the specification explains
 * @param unsafe whether an explanation leads to a state that is not safe
 */
public record TlcVerdict(int records, int reached, boolean unsafe) {

    public boolean isAccepted() {
        return records > 0 && reached == records;
    }
}
