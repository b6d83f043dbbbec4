/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/**
 * Who makes a request; every call of the API carries one.
 *
 * @param user empty when anonymous
 * @param authRevision the revision of the auth store that {@code user} was checked against, 0 when anonymous
 * @param commonName of the client certificate, empty without one
 * @param protocol grpc, http, mqtt, plugin or node
 * @param remoteAddress host:port, empty inside the node
 */
public record Caller(
        String user, List<String> roles, long authRevision, String commonName, String protocol, String remoteAddress) {

    /** The node itself: expiry, compaction, bootstrap. */
    public static final Caller NODE = new Caller("", List.of(), 0, "", "node", "");

    public static Caller anonymous(String protocol, String remoteAddress) {
        return new Caller("", List.of(), 0, "", protocol, remoteAddress);
    }
}
