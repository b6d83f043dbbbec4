/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** A compaction accepted at {@code revision}. */
public record CompactResult(long revision) implements Result {}
