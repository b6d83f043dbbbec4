/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Simulated time and a simulated network, all drawn from one seed. A {@link io.kedge.simulator.net.Schedule} runs
 * whatever happens, one event after the other; a {@link io.kedge.simulator.net.Network} turns sends into deliveries on
 * it, with the faults of a plan; {@link io.kedge.simulator.net.Disruptions} cut and clog its links. Each run draws its
 * own subset of faults: what all faults together hide, a few alone can reach.
 */
@NullMarked
package io.kedge.simulator.net;

import org.jspecify.annotations.NullMarked;
