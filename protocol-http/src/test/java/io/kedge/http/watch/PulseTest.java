/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Caller;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What timers do for many streams at once. */
final class PulseTest {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> called = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Pulse.Member member(String name, Pulse pulse, List<Pulse.Member> leaving) {
        return new Pulse.Member() {
            @Override
            protected void pulse() {
                called.add(name);
                leaving.forEach(pulse::remove);
            }
        };
    }

    private String next() throws InterruptedException {
        String name = called.poll(10, TimeUnit.SECONDS);
        assertThat(name).as("a call").isNotNull();
        return name;
    }

    @Test
    void membersMayLeaveWhileAllAreCalled() throws InterruptedException {
        vertx.runOnContext(nothing -> {
            Pulse pulse = new Pulse(vertx, 1, 3);
            List<Pulse.Member> leaving = new ArrayList<>();
            Pulse.Member first = member("first", pulse, List.of());
            Pulse.Member second = member("second", pulse, List.of());
            Pulse.Member third = member("third", pulse, leaving);
            leaving.add(third);
            leaving.add(second);
            List.of(first, second, third).forEach(pulse::add);
            pulse.remove(member("unknown", pulse, List.of()));
        });
        assertThat(next()).isEqualTo("third");
        assertThat(next()).isEqualTo("first");
        assertThat(next()).as("only one is left").isEqualTo("first");
    }

    @Test
    void withoutALeaderThoseWhoWantOneAreEnded() {
        FakeNode node = new FakeNode();
        HeardOutlet wanting = new HeardOutlet();
        HeardOutlet other = new HeardOutlet();
        WatchLoop loop = FakeContext.loop(vertx, node);
        WatchSpec spec = new WatchSpec(KeyRange.single(Key.utf8("a")), 5, false, false, false, false, false);
        Caller caller = Caller.anonymous("http", "test");
        Feed guarded = new Feed(loop, caller, spec, wanting);
        guarded.start();
        new Feed(loop, caller, spec, other).start();
        for (int i = 0; i < 7; i++) {
            node.leader = i == 0;
            loop.leaderGuard().check();
            if (i == 1) {
                loop.leaderGuard().add(guarded);
            }
        }
        assertThat(wanting.heard).containsExactly("started 5", "ended NO_LEADER");
        assertThat(other.heard).containsExactly("started 5");
    }
}
