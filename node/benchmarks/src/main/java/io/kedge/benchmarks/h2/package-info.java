/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A plaintext HTTP/2 client for gRPC that costs as little CPU as it can: one thread, one selector, frames written in
 * place.
 */
@NullMarked
package io.kedge.benchmarks.h2;

import org.jspecify.annotations.NullMarked;
