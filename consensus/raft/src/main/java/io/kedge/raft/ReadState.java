/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

/** Read {@code number} is linearizable once the application has applied {@code index}. */
public record ReadState(long number, long index) {}
