/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

/** How an operation ended for its client. */
public sealed interface Outcome {

    Outcome UNKNOWN = new Unknown();

    record Ok(Response response) implements Outcome {}

    /** Certainly without effect. */
    record Failed(Reason reason) implements Outcome {}

    /** No answer, or one that leaves open whether it took effect; it may do so at any later time. */
    record Unknown() implements Outcome {}
}
