/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Hand-written protobuf for the hot calls: requests straight into model records, replies into one exactly sized array
 * around the bytes that records and events already hold.
 */
@NullMarked
package io.kedge.grpc.rpc.wire;

import org.jspecify.annotations.NullMarked;
