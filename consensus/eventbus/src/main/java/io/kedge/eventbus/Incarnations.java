/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

/**
 * Which data directory each member had when it was first heard. The node keeps it durably and forgets a member's when
 * the member is removed. Called on the transport's context.
 */
public interface Incarnations {
    /** The incarnation durably known of {@code member}; 0 if none. */
    long known(long member);

    /**
     * {@code member} was heard with {@code incarnation} while none is known. Until {@link #known} answers it, what the
     * member sends is dropped. Repeated until then; the first of several different ones wins.
     */
    void firstSeen(long member, long incarnation);
}
