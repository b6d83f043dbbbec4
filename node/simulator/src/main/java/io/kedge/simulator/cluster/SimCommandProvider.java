/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.spi.CommandProvider;

/** Brings {@code kedge sim}. */
public final class SimCommandProvider implements CommandProvider {

    @Override
    public Object command() {
        return new SimCommand();
    }
}
