/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.api.Cluster.Added;
import io.kedge.api.Maintenance.Hash;
import io.kedge.api.Maintenance.Status;
import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.CompactRequest;
import io.kedge.model.CompactResult;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.MemberInfo;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.StatusCode;
import io.kedge.server.RunningNode;
import io.kedge.server.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of members at a cluster of one; the answers are those of etcd 3.4 and 3.6 to the same calls. */
final class MembersTest {

    private static final String BOOT_URL = "http://127.0.0.1:1";
    private static final String NEW_URL = "http://127.0.0.1:44444";

    @TempDir
    private Path folder;

    private RunningNode node;
    private long own;

    @BeforeEach
    void start() throws StartException, IOException {
        node = RunningNode.start(folder);
        own = node.node().identity().memberId();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private List<MemberInfo> members() {
        return node.call((on, reply) -> on.cluster().members(Caller.NODE, true, reply));
    }

    private MemberInfo find(long id) {
        return members().stream()
                .filter(member -> member.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private Added add(boolean learner, String... urls) {
        return node.call((on, reply) -> on.cluster().add(Caller.NODE, List.of(urls), learner, reply));
    }

    private List<MemberInfo> remove(long id) {
        return node.call((on, reply) -> on.cluster().remove(Caller.NODE, id, reply));
    }

    private List<MemberInfo> promote(long id) {
        return node.call((on, reply) -> on.cluster().promote(Caller.NODE, id, reply));
    }

    private List<MemberInfo> update(long id, String... urls) {
        return node.call((on, reply) -> on.cluster().update(Caller.NODE, id, List.of(urls), reply));
    }

    private Boolean move(long id) {
        return node.call((on, reply) -> on.maintenance().moveLeader(Caller.NODE, id, reply));
    }

    private void put() {
        PutRequest put = PutRequest.of(Key.utf8("k"), new byte[1]);
        assertThat(node.<PutResult>call((on, reply) -> on.kv().put(Caller.NODE, put, reply))
                        .revision())
                .isPositive();
    }

    private static void refused(StatusCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(KedgeException.class, refusal -> assertThat(refusal.code())
                .isEqualTo(code));
    }

    @Test
    void a_learner_comes_and_goes() {
        Added added = add(true, NEW_URL, "http://127.0.0.1:44443");
        long learner = added.member().id();
        assertThat(learner).isNotZero();
        assertThat(added.member())
                .isEqualTo(new MemberInfo(learner, "", List.of("http://127.0.0.1:44443", NEW_URL), List.of(), true));
        assertThat(added.members()).hasSize(2).contains(added.member());
        assertThat(members()).isEqualTo(added.members());
        put();
        refused(StatusCode.PEER_URL_EXISTS, () -> add(false, NEW_URL));
        refused(StatusCode.TOO_MANY_LEARNERS, () -> add(true, "http://127.0.0.1:44442"));
        refused(StatusCode.LEARNER_NOT_READY, () -> promote(learner));
        refused(StatusCode.BAD_TRANSFEREE, () -> move(learner));
        assertThat(update(learner, "http://127.0.0.1:44441")).hasSize(2);
        assertThat(find(learner).peerUrls()).containsExactly("http://127.0.0.1:44441");
        assertThat(find(learner).learner()).isTrue();
        assertThat(remove(learner)).extracting(MemberInfo::id).containsExactly(own);
        refused(StatusCode.MEMBER_NOT_FOUND, () -> remove(learner));
        refused(StatusCode.MEMBER_NOT_FOUND, () -> promote(learner));
        put();
        assertThat(add(true, "http://127.0.0.1:44441").member().id()).isNotEqualTo(learner);
    }

    @Test
    void the_only_member_stays() {
        refused(StatusCode.NOT_ENOUGH_STARTED, () -> remove(own));
        refused(StatusCode.NOT_A_LEARNER, () -> promote(own));
        refused(StatusCode.MEMBER_NOT_FOUND, () -> promote(1234));
        refused(StatusCode.MEMBER_NOT_FOUND, () -> remove(1234));
        refused(StatusCode.MEMBER_NOT_FOUND, () -> update(1234, NEW_URL));
        assertThat(move(own)).isTrue();
        refused(StatusCode.BAD_TRANSFEREE, () -> move(1234));
        refused(StatusCode.BAD_TRANSFEREE, () -> move(0));
        put();
    }

    @Test
    void urls_that_no_member_can_have_are_refused() {
        refused(StatusCode.MEMBER_BAD_URLS, () -> add(false));
        for (String url : List.of(
                "",
                "bad",
                "ftp://h:1",
                "http://h",
                "http://h:0",
                "http://h:1/path",
                "http://h:70000",
                "http://h:1?q")) {
            refused(StatusCode.MEMBER_BAD_URLS, () -> add(false, NEW_URL, url));
            refused(StatusCode.MEMBER_BAD_URLS, () -> update(own, url));
        }
        assertThat(members()).hasSize(1);
    }

    /** As in etcd the change itself takes the quorum of one; after it nothing is done before the other has come. */
    @Test
    void a_second_voter_is_let_in_and_then_waited_for() {
        Added added = add(false, NEW_URL);
        assertThat(added.members()).hasSize(2);
        assertThat(node.<List<MemberInfo>>call((on, reply) -> on.cluster().members(Caller.NODE, false, reply)))
                .isEqualTo(added.members());
        assertThat(node.begin((Node on, Reply<PutResult> reply) ->
                                on.kv().put(Caller.NODE, PutRequest.of(Key.utf8("k"), new byte[1]), reply))
                        .isComplete())
                .isFalse();
    }

    @Test
    void urls_and_members_survive_a_restart() throws StartException, IOException {
        assertThat(find(own).peerUrls()).containsExactly(BOOT_URL);
        // Where a member has peers it listens at its first URL.
        String first = "http://127.0.0.1:" + freePort();
        update(own, first, "http://127.0.0.1:2");
        long learner = add(true, NEW_URL).member().id();
        node.close();
        node = RunningNode.start(folder);
        assertThat(find(own).peerUrls()).containsExactly(first, "http://127.0.0.1:2");
        assertThat(find(learner).learner()).isTrue();
        Status status = node.call((on, reply) -> on.maintenance().status(Caller.NODE, reply));
        assertThat(status.leader()).isEqualTo(own);
        assertThat(status.learner()).isFalse();
        assertThat(status.errors()).isEmpty();
        remove(learner);
        put();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A marker that starts at -1: the first compaction at 0 is none of what is done already. */
    @Test
    void zero_is_compacted_once() throws StartException, IOException {
        assertThat(compactedRevision()).isEqualTo(-1);
        compact(0);
        assertThat(compactedRevision()).isZero();
        refused(StatusCode.COMPACTED, () -> compact(0));
        node.close();
        node = RunningNode.start(folder);
        assertThat(compactedRevision()).isZero();
        refused(StatusCode.COMPACTED, () -> compact(0));
        compact(1);
    }

    private void compact(long revision) {
        CompactRequest request = new CompactRequest(revision, false);
        node.<CompactResult>call((on, reply) -> on.kv().compact(Caller.NODE, request, reply));
    }

    private long compactedRevision() {
        return node.<Hash>call((on, reply) -> on.maintenance().hashKv(Caller.NODE, 0, reply))
                .compactRevision();
    }
}
