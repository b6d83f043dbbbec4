/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** Sets or clears one member's alarm. */
public record AlarmChange(boolean raise, long memberId, Alarm alarm) implements Operation {}
