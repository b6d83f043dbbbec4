/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.spi;

import java.util.Set;

/**
 * What is let in over HTTP.
 *
 * @param origins of pages on other hosts that may ask, as {@code https://console.example}; * for all, none by default
 * @param hosts the names by which this node may be asked, without ports; * for any. It keeps out a page that gives its
 *     own name this node's address
 * @param etcdGateway whether etcd's JSON gateway is there
 */
public record WebOptions(Set<String> origins, Set<String> hosts, boolean etcdGateway) {

    /** All, or any. */
    public static final String ALL = "*";

    public static final WebOptions DEFAULTS = new WebOptions(Set.of(), Set.of(ALL), true);

    public WebOptions {
        origins = Set.copyOf(origins);
        hosts = Set.copyOf(hosts);
    }
}
