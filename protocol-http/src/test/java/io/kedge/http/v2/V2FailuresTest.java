/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class V2FailuresTest {

    @ParameterizedTest
    @EnumSource
    void everyCodeIsTold(StatusCode code) {
        V2Exception error = V2Failures.of(new KedgeException(code), 7);
        assertThat(error.index()).isEqualTo(7);
        assertThat(error.causeText()).isNotBlank();
        assertThat(error.code().status()).isBetween(400, 599);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, 300",
        "NO_SPACE, 300",
        "TOO_MANY_REQUESTS, 300",
        "NO_LEADER, 301",
        "LEADER_CHANGED, 301",
        "COMPACTED, 401",
        "PERMISSION_DENIED, 110",
        "INVALID_AUTH_TOKEN, 110",
        "LEASE_TTL_TOO_LARGE, 202",
        "DUPLICATE_KEY, 105"
    })
    void theRowsThatMatter(StatusCode code, int number) {
        assertThat(V2Failures.of(new KedgeException(code), 0).code().number()).isEqualTo(number);
    }

    @Test
    void theReasonIsSaidInWords() {
        assertThat(V2Failures.of(new KedgeException(StatusCode.PERMISSION_DENIED), 0)
                        .causeText())
                .isEqualTo("Insufficient credentials");
        assertThat(V2Failures.text(new KedgeException(StatusCode.INTERNAL, "reading failed")))
                .isEqualTo("internal error: reading failed");
    }

    @Test
    void numbersAreUnique() {
        assertThat(Arrays.stream(V2Code.values()).map(V2Code::number)).doesNotHaveDuplicates();
    }
}
