/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.v3electionpb.CampaignRequest;
import io.kedge.grpc.proto.v3lockpb.LockRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No method can be forgotten: the table of paths is held against the .proto files, where they stand. */
final class GatewayPathsTest {

    private static final List<FileDescriptor> FILES = List.of(
            RangeRequest.getDescriptor().getFile(),
            LockRequest.getDescriptor().getFile(),
            CampaignRequest.getDescriptor().getFile());

    private static Set<GatewayPaths.Name> declared() {
        Set<GatewayPaths.Name> names = new LinkedHashSet<>();
        for (FileDescriptor file : FILES) {
            for (ServiceDescriptor service : file.getServices()) {
                for (MethodDescriptor method : service.getMethods()) {
                    names.add(new GatewayPaths.Name(service.getFullName(), method.getName()));
                }
            }
        }
        return names;
    }

    @Test
    void everyMethodHasAPathAndEveryPathAMethod() {
        assertThat(declared()).hasSizeGreaterThan(45);
        assertThat(Set.copyOf(GatewayPaths.table().values())).isEqualTo(declared());
    }

    @Test
    void threeLeaseCallsHaveTheirOldPathsToo() {
        assertThat(GatewayPaths.table()).hasSize(declared().size() + 3);
        for (String call : List.of("revoke", "timetolive", "leases")) {
            assertThat(GatewayPaths.table().get("kv/lease/" + call))
                    .isEqualTo(GatewayPaths.table().get("lease/" + call));
        }
    }

    @Test
    void bothVersionsAreBelowTheTable() {
        assertThat(GatewayPaths.isOne("/v3/kv/put")).isTrue();
        assertThat(GatewayPaths.isOne("/v3beta/kv/put")).isTrue();
        assertThat(GatewayPaths.isOne("/v3alpha/kv/put")).isFalse();
        assertThat(GatewayPaths.isOne("/v3")).isFalse();
        assertThat(GatewayPaths.below("/v3beta/kv/put"))
                .isEqualTo(GatewayPaths.below("/v3/kv/put"))
                .isEqualTo("kv/put");
    }
}
