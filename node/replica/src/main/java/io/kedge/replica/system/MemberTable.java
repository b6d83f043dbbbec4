/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.system;

import io.kedge.model.KedgeException;
import io.kedge.model.KeyValue;
import io.kedge.model.MemberAttributes;
import io.kedge.model.MemberChange;
import io.kedge.model.MemberInfo;
import io.kedge.model.StatusCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is in the cluster, and who was: the ids of removed members are never forgotten, so that none comes back. Changes
 * together with Raft's configuration, at the same index. Replica thread.
 */
public final class MemberTable {

    private final SystemTable table;
    private final SortedMap<Long, MemberInfo> members = new TreeMap<>(Long::compareUnsigned);
    private final SortedSet<Long> removed = new TreeSet<>();
    private long version;

    MemberTable(SystemTable table) {
        this.table = table;
    }

    void restore(KeyValue kv) {
        if (SystemKeys.kind(kv) == SystemKeys.REMOVED_MEMBER) {
            removed.add(SystemKeys.readId(kv));
        } else {
            MemberInfo member = SystemKeys.readMember(SystemKeys.readId(kv), kv.value());
            members.put(member.id(), member);
        }
        version++;
    }

    /** The members a new cluster starts with, before the log's first entry. */
    void bootstrap(List<MemberInfo> initial) {
        table.beginEntry(0);
        initial.stream().sorted((a, b) -> Long.compareUnsigned(a.id(), b.id())).forEach(this::store);
    }

    /** By id in unsigned order; name and client URLs are empty until the member has started. */
    public Map<Long, MemberInfo> all() {
        return Collections.unmodifiableMap(members);
    }

    public List<MemberInfo> list() {
        return List.copyOf(members.values());
    }

    /** Whether the member was in the cluster once and is no more. */
    public boolean isRemoved(long id) {
        return !removed.isEmpty() && removed.contains(id);
    }

    /** All who were in the cluster once and are no more. */
    public Set<Long> removed() {
        return Set.copyOf(removed);
    }

    /** Another number after every change. */
    public long version() {
        return version;
    }

    /** Throws KedgeException if the change makes no sense for these members. */
    public void check(MemberChange change) {
        long id = change.memberId();
        MemberInfo member = members.get(id);
        switch (change.kind()) {
            case ADD_VOTER, ADD_LEARNER -> {
                requireOf(member == null && id != 0 && !removed.contains(id), StatusCode.MEMBER_EXISTS);
                checkUrls(change);
            }
            case PROMOTE -> {
                requireOf(member != null, StatusCode.MEMBER_NOT_FOUND);
                requireOf(member == null || member.learner(), StatusCode.NOT_A_LEARNER);
            }
            case REMOVE -> requireOf(member != null, StatusCode.MEMBER_NOT_FOUND);
            case UPDATE -> {
                requireOf(member != null, StatusCode.MEMBER_NOT_FOUND);
                checkUrls(change);
            }
        }
    }

    private void checkUrls(MemberChange change) {
        requireOf(!change.peerUrls().isEmpty(), StatusCode.MEMBER_BAD_URLS);
        for (MemberInfo other : members.values()) {
            boolean shares =
                    other.id() != change.memberId() && other.peerUrls().stream().anyMatch(change.peerUrls()::contains);
            requireOf(!shares, StatusCode.PEER_URL_EXISTS);
        }
    }

    /** Makes a checked change, as part of the log entry begun in the table. */
    public void apply(MemberChange change) {
        long id = change.memberId();
        switch (change.kind()) {
            case ADD_VOTER, ADD_LEARNER ->
                store(new MemberInfo(
                        id, "", change.peerUrls(), List.of(), change.kind() == MemberChange.Kind.ADD_LEARNER));
            case PROMOTE -> {
                MemberInfo member = existing(id);
                store(new MemberInfo(id, member.name(), member.peerUrls(), member.clientUrls(), false));
            }
            case REMOVE -> {
                members.remove(id);
                removed.add(id);
                table.delete(SystemKeys.of(SystemKeys.MEMBER, id));
                table.put(SystemKeys.of(SystemKeys.REMOVED_MEMBER, id), new byte[0]);
                version++;
            }
            case UPDATE -> {
                MemberInfo member = existing(id);
                store(new MemberInfo(id, member.name(), change.peerUrls(), member.clientUrls(), member.learner()));
            }
        }
    }

    /** Takes what a started member says of itself; a removed one is not heard any more. */
    void publish(MemberAttributes attributes) {
        long id = attributes.memberId();
        if (removed.contains(id)) {
            return;
        }
        MemberInfo known = members.get(id);
        List<String> peerUrls = known == null ? List.of() : known.peerUrls();
        store(new MemberInfo(
                id, attributes.name(), peerUrls, attributes.clientUrls(), known != null && known.learner()));
    }

    private MemberInfo existing(long id) {
        MemberInfo member = members.get(id);
        if (member == null) {
            throw new IllegalStateException("no member " + Long.toHexString(id));
        }
        return member;
    }

    private void store(MemberInfo member) {
        members.put(member.id(), member);
        table.put(SystemKeys.of(SystemKeys.MEMBER, member.id()), SystemKeys.writeMember(member));
        version++;
    }

    private static void requireOf(boolean holds, StatusCode otherwise) {
        if (!holds) {
            throw new KedgeException(otherwise);
        }
    }
}
