/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** Forget history below {@code revision}; {@code physical} waits until it is gone from the index. */
public record CompactRequest(long revision, boolean physical) implements Operation {}
