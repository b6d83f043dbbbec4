/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorTableTest {

    @ParameterizedTest
    @EnumSource
    void everyCodeHasARow(StatusCode code) {
        ErrorTable.Row row = ErrorTable.of(code);
        assertThat(row.status()).isBetween(400, 599);
        assertThat(row.grpcCode()).isBetween(1, 16);
        assertThat(row.title()).isNotBlank();
    }

    /** What the gRPC code alone does not tell apart. */
    @ParameterizedTest
    @CsvSource({
        "FUTURE_REVISION, 400",
        "COMPACTED, 410",
        "REQUEST_TOO_LARGE, 413",
        "KEY_NOT_PROVIDED, 400",
        "NO_SPACE, 507",
        "TOO_MANY_REQUESTS, 429",
        "NO_LEADER, 503",
        "TIMEOUT, 503",
        "PERMISSION_DENIED, 403",
        "INVALID_AUTH_TOKEN, 401",
        "LEASE_NOT_FOUND, 404",
        "UNIMPLEMENTED, 501"
    })
    void theContractsRows(StatusCode code, int status) {
        assertThat(ErrorTable.of(code).status()).isEqualTo(status);
    }

    @Test
    void aTypeIsTheCodesName() {
        assertThat(ErrorTable.of(StatusCode.FUTURE_REVISION).type()).isEqualTo("urn:kedge:future-revision");
    }
}
