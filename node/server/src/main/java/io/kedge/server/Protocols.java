/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.spi.ProtocolProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds the protocols that a node is to speak among those on the class path. */
final class Protocols {

    private Protocols() {}

    /** Throws StartException for one that is wanted and not there. */
    static List<ProtocolProvider> find(NodeConfig config) throws StartException {
        List<ProtocolProvider> found = new ArrayList<>();
        List<String> available = new ArrayList<>();
        for (ProtocolProvider provider : ServiceLoader.load(ProtocolProvider.class)) {
            available.add(provider.name());
            if (config.protocols().contains(provider.name())) {
                found.add(provider);
            }
        }
        for (String wanted : config.protocols()) {
            if (!available.contains(wanted)) {
                throw new StartException(
                        "--protocols names \"" + wanted + "\", but only " + available + " are on the class path.");
            }
        }
        return found;
    }
}
