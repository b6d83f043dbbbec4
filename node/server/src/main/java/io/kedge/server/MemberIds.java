/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ids made as etcd makes them: from the peer URLs and the cluster's token, so that all members agree without talking.
 */
public final class MemberIds {

    private MemberIds() {}

    /** Of a member of the initial cluster; never 0. */
    public static long member(List<String> peerUrls, String clusterToken) {
        List<String> sorted = new ArrayList<>(peerUrls);
        sorted.sort(null);
        String text = String.join("", sorted) + clusterToken;
        return firstLong(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of a member that joins a running cluster {@code nowMillis} after 1970; another one at each time. Never 0. */
    public static long joining(List<String> peerUrls, String clusterToken, long nowMillis) {
        return member(peerUrls, clusterToken + nowMillis);
    }

    /** Of a cluster, from its members' ids in unsigned order; never 0. */
    public static long cluster(List<Long> memberIds) {
        List<Long> sorted = new ArrayList<>(memberIds);
        sorted.sort(Long::compareUnsigned);
        ByteBuffer bytes = ByteBuffer.allocate(8 * sorted.size());
        sorted.forEach(bytes::putLong);
        return firstLong(bytes.array());
    }

    private static long firstLong(byte[] bytes) {
        try {
            long id = ByteBuffer.wrap(MessageDigest.getInstance("SHA-1").digest(bytes))
                    .getLong();
            return id == 0 ? 1 : id;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
