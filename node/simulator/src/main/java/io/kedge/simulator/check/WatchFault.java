/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/**
 * One promise broken.
 *
 * @param response index of the response that broke it
 */
public record WatchFault(WatchRule rule, int response, String what) {}
