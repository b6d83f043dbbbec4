/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

final class V2WaitersTest {

    /** Something that is equal to nothing but itself. */
    private static HttpConnection connection() {
        return (HttpConnection) Proxy.newProxyInstance(
                V2WaitersTest.class.getClassLoader(),
                new Class<?>[] {HttpConnection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void aConnectionMayHaveAThousandAndALoopFiftyThousand() {
        V2Counts counts = new V2Counts();
        V2Waiters waiters = new V2Waiters(counts);
        HttpConnection one = connection();
        int entered = 0;
        while (waiters.enter(one)) {
            entered++;
        }
        assertThat(entered).isEqualTo(1_000);
        waiters.leave(one);
        assertThat(waiters.enter(one)).isTrue();
        for (HttpConnection next = connection(); waiters.enter(next); entered++) {
            if (entered % 1_000 == 999) {
                next = connection();
            }
        }
        assertThat(entered).isEqualTo(50_000);
        assertThat(counts.show().getLong("watchers")).isEqualTo(50_000);
        assertThat(waiters.enter(connection())).isFalse();
    }
}
