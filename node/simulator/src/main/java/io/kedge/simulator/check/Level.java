/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** How full a queue is, in whatever it is counted in. */
public record Level(String queue, long size, long limit) {}
