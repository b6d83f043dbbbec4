/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

/** Read {@code number} will not be answered: leadership changed or nobody answered in time. The caller may ask anew. */
public record ReadFailed(long number) {}
