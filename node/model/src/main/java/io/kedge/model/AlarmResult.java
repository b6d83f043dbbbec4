/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/** Alarms listed, raised or cleared. */
public record AlarmResult(long revision, List<AlarmState> alarms) implements Result {}
