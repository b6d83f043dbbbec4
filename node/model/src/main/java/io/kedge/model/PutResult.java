/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import org.jspecify.annotations.Nullable;

/** A put done; {@code previous} only if asked for and there was one. {@code key} is the key written. */
public record PutResult(long revision, Key key, @Nullable KeyValue previous) implements Result, OpResult {}
