/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the last few that are no members said they listen, so that they can be told that they are refused. */
final class Strangers {
    private static final int STRANGERS_MAX = 16;

    private final Map<Long, PeerUrl> urls = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, PeerUrl> eldest) {
            return size() > STRANGERS_MAX;
        }
    };

    synchronized void put(long id, PeerUrl url) {
        urls.remove(id);
        urls.put(id, url);
    }

    synchronized @Nullable PeerUrl url(long id) {
        return urls.get(id);
    }
}
