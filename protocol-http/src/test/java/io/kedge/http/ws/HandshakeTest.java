/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.http.Origins;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HandshakeTest {

    @ParameterizedTest
    @CsvSource({
        ", localhost:2379, true",
        "http://localhost:2379, localhost:2379, true",
        "http://LOCALHOST:2379, localhost:2379, true",
        "http://kedge.example, kedge.example, true",
        "http://kedge.example:80, kedge.example, true",
        "https://kedge.example, kedge.example:443, true",
        "https://kedge.example, kedge.example:80, false",
        "http://localhost:8080, localhost:2379, false",
        "http://elsewhere.example, localhost:2379, false",
        "http://localhost:2379.elsewhere.example, localhost:2379, false",
        "null, localhost:2379, false",
        "http://localhost:2379, , false",
        "https://console.example, localhost:2379, true"
    })
    void pagesOfTheSameHostMayConnect(String origin, String host, boolean allowed) {
        assertThat(Origins.isAllowed(origin, host, Set.of("https://console.example")))
                .isEqualTo(allowed);
    }

    @Test
    void allPagesMayBeAllowed() {
        assertThat(Origins.isAllowed("null", "localhost", Set.of("*"))).isTrue();
    }
}
