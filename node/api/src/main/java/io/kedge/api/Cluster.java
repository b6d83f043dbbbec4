/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.Caller;
import io.kedge.model.MemberInfo;
import java.util.List;

/**
 * The members. A change is made by the leader, to which any member passes it on, and one after the other; its reply
 * comes when it is in effect here. All changes fail with the codes of a write (NO_LEADER, TIMEOUT, ...) too.
 */
public interface Cluster {

    /** In the unsigned order of ids; a member that has not started yet has no name and no client URLs. */
    void members(Caller caller, boolean linearizable, Reply<List<MemberInfo>> reply);

    /**
     * Makes room for a member that is going to be started with these peer URLs: http or https, host and port, nothing
     * else. MEMBER_BAD_URLS, PEER_URL_EXISTS, TOO_MANY_LEARNERS; where it could cost the cluster its quorum
     * NOT_ENOUGH_STARTED or UNHEALTHY.
     */
    void add(Caller caller, List<String> peerUrls, boolean learner, Reply<Added> reply);

    /** For good: the id never comes back. MEMBER_NOT_FOUND, NOT_ENOUGH_STARTED, UNHEALTHY. */
    void remove(Caller caller, long memberId, Reply<List<MemberInfo>> reply);

    /** A learner becomes a voter. MEMBER_NOT_FOUND, NOT_A_LEARNER, LEARNER_NOT_READY, NOT_ENOUGH_STARTED. */
    void promote(Caller caller, long memberId, Reply<List<MemberInfo>> reply);

    /** Replaces a member's peer URLs. MEMBER_NOT_FOUND, MEMBER_BAD_URLS, PEER_URL_EXISTS. */
    void update(Caller caller, long memberId, List<String> peerUrls, Reply<List<MemberInfo>> reply);

    /** @param members all of them, the new one included */
    record Added(MemberInfo member, List<MemberInfo> members) {}
}
