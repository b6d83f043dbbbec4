/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Several members in simulated time: each the shipped replica, log and store over a simulated disk, joined by a
 * simulated network. One seed is one run: first faults and changes of members while every event is checked, then calm,
 * in which the cluster must come to rest.
 */
@NullMarked
package io.kedge.simulator.cluster;

import org.jspecify.annotations.NullMarked;
