/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.util.Optional;

/**
 * The answer to a put.
 *
 * @param revision the revision the put made
 * @param previous the version it replaced, if that was asked for and there was one
 */
public record PutResult(long revision, Optional<KeyValue> previous) implements OpResult {}
