/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

/** Takes one kind of notice of other members. */
public interface NoticeHandler {
    /** On the transport's context. */
    void handle(long from, byte[] payload);
}
