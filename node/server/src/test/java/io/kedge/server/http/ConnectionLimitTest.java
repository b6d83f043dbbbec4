/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConnectionLimitTest {

    @Test
    void placesComeBack() {
        ConnectionLimit limit = new ConnectionLimit(2);
        assertThat(limit.enter()).isTrue();
        assertThat(limit.enter()).isTrue();
        assertThat(limit.enter()).isFalse();
        assertThat(limit.open()).isEqualTo(2);
        assertThat(limit.refused()).isEqualTo(1);
        limit.leave();
        assertThat(limit.enter()).isTrue();
    }
}
