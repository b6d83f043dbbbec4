/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Between a watch and its subscriber: holds events until they are asked for. Events come in on the transport's loop;
 * they go out one at a time, on the subscriber's own Vert.x context or on the loop.
 */
final class WatchOutlet implements Flow.Subscription {

    private final Flow.Subscriber<? super WatchEvent> subscriber;
    private final Context context;
    private final Context loopContext;
    private final OverflowPolicy policy;
    private final int capacity;

    /** Guarded by itself, as are the fields below up to the blank line. */
    private final WatchBuffer buffer;

    private long demand;
    private boolean cancelled;
    private boolean ended;
    private @Nullable Throwable failure;

    /** Above 0 while a drain is scheduled or runs; more arrivals make it go round again. */
    private final AtomicInteger drains = new AtomicInteger();

    private @Nullable WatchLoop source;
    private boolean terminated;

    WatchOutlet(Transport transport, WatchOptions options, Flow.Subscriber<? super WatchEvent> subscriber) {
        this.subscriber = subscriber;
        this.loopContext = transport.loop;
        this.context = Objects.requireNonNullElse(Vertx.currentContext(), transport.loop);
        this.policy = options.overflow();
        this.capacity = options.bufferEvents();
        this.buffer = new WatchBuffer(policy == OverflowPolicy.CONFLATE_LATEST);
    }

    void open(WatchLoop from) {
        source = from;
        subscriber.onSubscribe(this);
        from.start();
    }

    /**
     * Takes over the events of one answer, all or none. False when the watch must stop: the policy has ended it.
     */
    boolean offer(List<? extends WatchEvent> events) {
        boolean taken;
        synchronized (buffer) {
            if (ended || cancelled) {
                return false;
            }
            taken = policy == OverflowPolicy.WAIT || buffer.size() < capacity || buffer.absorbs(events);
            if (taken) {
                events.forEach(buffer::add);
            } else {
                ended = true;
                failure = policy == OverflowPolicy.CANCEL ? null : overflow();
            }
        }
        drain();
        return taken;
    }

    private KedgeClientException overflow() {
        return new KedgeClientException(
                ErrorCode.WATCH_OVERFLOW, "the subscriber is behind by more than " + capacity + " events");
    }

    /** Ends the stream with {@code cause} after what is buffered. */
    void fail(Throwable cause) {
        synchronized (buffer) {
            if (ended) {
                return;
            }
            ended = true;
            failure = cause;
        }
        drain();
    }

    /** False while the policy is to wait and the buffer is full. */
    boolean hasRoom() {
        synchronized (buffer) {
            return policy != OverflowPolicy.WAIT || buffer.size() < capacity;
        }
    }

    @Override
    public void request(long n) {
        synchronized (buffer) {
            if (n <= 0) {
                ended = true;
                failure = new IllegalArgumentException("a request must be positive, not " + n);
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
        }
        drain();
    }

    @Override
    public void cancel() {
        synchronized (buffer) {
            cancelled = true;
            buffer.clear();
        }
        Transport.run(loopContext, () -> source().stop());
    }

    private void drain() {
        if (drains.getAndIncrement() == 0) {
            Transport.run(context, () -> {
                int seen = drains.get();
                do {
                    emit();
                    seen = drains.addAndGet(-seen);
                } while (seen != 0);
            });
        }
    }

    private void emit() {
        WatchEvent event = take();
        boolean any = event != null;
        while (event != null) {
            subscriber.onNext(event);
            event = take();
        }
        if (any && policy == OverflowPolicy.WAIT) {
            Transport.run(loopContext, () -> source().roomMade());
        }
        finishIfDrained();
    }

    private @Nullable WatchEvent take() {
        synchronized (buffer) {
            if (cancelled || terminated || demand == 0 || buffer.size() == 0) {
                return null;
            }
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            return buffer.poll();
        }
    }

    private void finishIfDrained() {
        Throwable cause;
        synchronized (buffer) {
            if (!ended || cancelled || terminated || buffer.size() > 0) {
                return;
            }
            terminated = true;
            cause = failure;
        }
        Transport.run(loopContext, () -> source().stop());
        if (cause == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(cause);
        }
    }

    private WatchLoop source() {
        return Objects.requireNonNull(source);
    }
}
