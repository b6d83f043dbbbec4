/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

/** How a call ends other than well: the gRPC code and the text that clients match on. */
public record GrpcOutcome(GrpcCode status, String text) {}
