/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.spi;

/**
 * Limits that every protocol keeps.
 *
 * @param requestBytesMax of one request's content
 * @param messageBytesMax what a transport may receive as one message; beyond it the request is refused unread
 * @param watchStreamsPerConnectionMax further streams are refused
 * @param leaderlessMillisMax a stream that asked for a leader is ended once there was none for so long
 */
public record ProtocolLimits(
        int requestBytesMax, int messageBytesMax, int watchStreamsPerConnectionMax, long leaderlessMillisMax) {}
