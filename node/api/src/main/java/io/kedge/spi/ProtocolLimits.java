/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.spi;

/**
 * Limits that every protocol keeps.
 *
 * @param requestBytesMax of one request's content
 * @param messageBytesMax what a transport may receive as one message; beyond it the request is refused unread
 * @param watchStreamsPerConnectionMax further streams are refused
 */
public record ProtocolLimits(int requestBytesMax, int messageBytesMax, int watchStreamsPerConnectionMax) {}
