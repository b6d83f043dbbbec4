/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcStatusMapperTest {

    @ParameterizedTest
    @EnumSource(StatusCode.class)
    void everyCodeHasARowThatIsNoSuccess(StatusCode code) {
        GrpcOutcome outcome = GrpcStatusMapper.of(new KedgeException(code, "why"));
        assertThat(outcome.status()).isNotEqualTo(GrpcCode.OK);
        assertThat(outcome.text()).isNotBlank();
        boolean free = code == StatusCode.UNIMPLEMENTED || code == StatusCode.INTERNAL;
        assertThat(outcome.text().equals("why")).isEqualTo(free);
        assertThat(GrpcStatusMapper.watchReason(code)).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(StatusCode.class)
    void innerErrorsKeepTheTextAndLoseTheCode(StatusCode code) {
        GrpcOutcome usual = GrpcStatusMapper.of(new KedgeException(code, "why"));
        GrpcOutcome inner = GrpcStatusMapper.ofInner(new KedgeException(code, "why"));
        assertThat(inner.text()).isEqualTo(usual.text());
        switch (code) {
            case CANCELED, DEADLINE_EXCEEDED, UNIMPLEMENTED -> assertThat(inner).isEqualTo(usual);
            default -> assertThat(inner.status()).isEqualTo(GrpcCode.UNKNOWN);
        }
    }

    @Test
    void textsThatClientsMatchOn() {
        assertRow(
                StatusCode.COMPACTED, GrpcCode.OUT_OF_RANGE, "etcdserver: mvcc: required revision has been compacted");
        assertRow(StatusCode.NO_LEADER, GrpcCode.UNAVAILABLE, "etcdserver: no leader");
        assertRow(StatusCode.INVALID_AUTH_TOKEN, GrpcCode.UNAUTHENTICATED, "etcdserver: invalid auth token");
        assertRow(StatusCode.LEASE_NOT_FOUND, GrpcCode.NOT_FOUND, "etcdserver: requested lease not found");
        assertRow(StatusCode.NO_ELECTION_LEADER, GrpcCode.UNKNOWN, "election: no leader");
        assertRow(StatusCode.LEADER_FIELD_MISSING, GrpcCode.UNKNOWN, "\"leader\" field must be provided");
        assertThat(GrpcStatusMapper.watchReason(StatusCode.PERMISSION_DENIED))
                .isEqualTo("rpc error: code = PermissionDenied desc = etcdserver: permission denied");
        assertThat(GrpcStatusMapper.watchReason(StatusCode.EMPTY_WATCH_RANGE))
                .isEqualTo("mvcc: watcher range is empty");
    }

    private static void assertRow(StatusCode code, GrpcCode status, String text) {
        assertThat(GrpcStatusMapper.of(code)).isEqualTo(new GrpcOutcome(status, text));
    }
}
