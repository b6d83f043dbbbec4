/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/** A delete done; {@code previous} is empty unless asked for. */
public record DeleteResult(long revision, long deleted, List<KeyValue> previous) implements Result, OpResult {}
