/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GrpcTimeoutTest {

    @Test
    void everyUnitIsKnown() throws BadJsonException {
        assertThat(GrpcTimeout.millis(null)).isZero();
        assertThat(GrpcTimeout.millis("2H")).isEqualTo(7_200_000);
        assertThat(GrpcTimeout.millis("2M")).isEqualTo(120_000);
        assertThat(GrpcTimeout.millis("5S")).isEqualTo(5_000);
        assertThat(GrpcTimeout.millis("5m")).isEqualTo(5);
        assertThat(GrpcTimeout.millis("5000u")).isEqualTo(5);
        assertThat(GrpcTimeout.millis("5000000n")).isEqualTo(5);
        assertThat(GrpcTimeout.millis("99999999H")).isPositive();
    }

    @Test
    void lessThanAMillisecondHasPassed() throws BadJsonException {
        assertThat(GrpcTimeout.millis("1n")).isNegative();
        assertThat(GrpcTimeout.millis("0S")).isNegative();
    }

    @Test
    void anythingElseIsRefused() {
        for (String bad : List.of("", "5", "S", "5x", "-5S", "123456789S", "5S ")) {
            assertThatThrownBy(() -> GrpcTimeout.millis(bad)).hasMessage("invalid grpc-timeout: " + bad);
        }
    }
}
