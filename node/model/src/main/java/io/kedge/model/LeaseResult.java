/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** A lease granted or ended. */
public record LeaseResult(long revision, long id, long ttlSeconds) implements Result {}
