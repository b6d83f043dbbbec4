/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** One alarm of one member. */
public record AlarmState(long memberId, Alarm alarm) {}
