/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk.recording;

/**
 * A moment between two recorded operations.
 *
 * @param number how many operations were done before it
 * @param lastOperation the last of them, for messages
 */
public record CrashPoint(int number, String lastOperation) {}
