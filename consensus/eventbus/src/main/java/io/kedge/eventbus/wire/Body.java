/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import io.kedge.raft.Message;
import java.util.List;

/** What an envelope carries. */
public sealed interface Body {
    /** Longest text in bytes of a hello or a refusal. */
    int TEXT_BYTES_MAX = 1024;

    /** Messages of the Raft core, in the order in which they were sent; all from and to the envelope's members. */
    record Raft(List<Message> messages) implements Body {}

    /** Sent to a member that has not been heard: lets both ends see who the other is. {@code url}: the sender's. */
    record Hello(String url) implements Body {}

    /** The target's envelopes are not taken. {@code text} is for its log. */
    record Refusal(RefusalReason reason, String text) implements Body {}

    /** A question; {@code id} is the asker's own number for it, {@code kind} says which handler answers. */
    record Request(long id, int kind, byte[] payload) implements Body {}

    /** The answer to the request {@code id}; {@code status} 0 is success, the others belong to the request's kind. */
    record Reply(long id, int status, byte[] payload) implements Body {}

    /** Sent by one that is about to join and knows nothing but a URL: who are you? {@code url}: the asker's. */
    record Join(String url) implements Body {}

    /** The answer to {@link Join}; {@code payload} is the application's own. */
    record Roster(byte[] payload) implements Body {}
}
