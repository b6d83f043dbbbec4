/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** A put whose key is assigned at apply: prefix + the revision of the write as 20 decimal digits. */
public record SequentialPut(Key prefix, byte[] value, long lease) implements Operation {}
