/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.ServerBinary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are no members, or not the ones they were: refused both ways, and both logs say why. */
final class StrangersIT {
    @TempDir
    Path folder;

    @Test
    void anotherClusterAndAnotherLifeAreRefused() {
        List<Member> members = Member.several(ServerBinary.underTest(), folder, 3, "http");
        Member third = members.get(2);
        try {
            String all = Member.initialCluster(members);
            members.forEach(member -> member.launch(all));
            members.forEach(Member::awaitHealthy);
            third.etcdctl("put", "before", "1").ok();
            third.kill();

            third.wipe();
            third.launch(all);
            String otherData = "its data directory is not the one first seen for this member";
            members.get(0).awaitLog("refused member", otherData);
            members.get(1).awaitLog("refused member", otherData);
            third.awaitLog("refuses what this member sends", otherData);
            third.awaitLog("refused member", "it knows this member with another data directory");
            assertThat(third.isHealthy()).isFalse();
            members.get(0).etcdctl("put", "between", "2").ok();
            third.kill();

            third.wipe();
            third.launch(all, "--initial-cluster-token=other");
            String otherCluster = "it belongs to another cluster";
            members.get(0).awaitLog("refused member", otherCluster);
            members.get(1).awaitLog("refused member", otherCluster);
            third.awaitLog("refuses what this member sends", otherCluster);
            third.awaitLog("refused member", otherCluster);
            assertThat(third.isHealthy()).isFalse();
            for (Member member : members.subList(0, 2)) {
                assertThat(member.etcdctl("get", "between", "--print-value-only")
                                .ok()
                                .out())
                        .isEqualTo("2\n");
            }
        } finally {
            Member.closeAll(members);
        }
    }
}
