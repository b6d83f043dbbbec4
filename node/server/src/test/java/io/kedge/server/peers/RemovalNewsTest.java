/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A removal is believed when most of the others say so. */
final class RemovalNewsTest {

    private final AtomicInteger told = new AtomicInteger();
    private final RemovalNews news = new RemovalNews(told::incrementAndGet);

    @Test
    void oneOfFourIsNotEnough() {
        news.others(List.of(1L, 2L, 3L, 4L));
        news.saidBy(1);
        news.saidBy(1);
        news.saidBy(2);
        assertThat(told).hasValue(0);
        news.saidBy(3);
        news.saidBy(4);
        assertThat(told).hasValue(1);
    }

    @Test
    void theOnlyOtherIsEnoughAndStrangersAreNot() {
        news.others(List.of(1L));
        news.saidBy(9);
        assertThat(told).hasValue(0);
        news.saidBy(1);
        assertThat(told).hasValue(1);
    }

    @Test
    void whoHasLeftIsNotCounted() {
        news.others(List.of(1L, 2L));
        news.saidBy(1);
        news.others(List.of(2L, 3L));
        news.saidBy(2);
        assertThat(told).hasValue(0);
        news.saidBy(3);
        assertThat(told).hasValue(1);
    }
}
