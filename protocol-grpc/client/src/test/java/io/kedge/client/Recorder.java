/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

/** A subscriber that writes down what it gets and asks only for what the test tells it to. */
final class Recorder<T> implements Flow.Subscriber<T> {

    private final List<T> items = new CopyOnWriteArrayList<>();
    private volatile Flow.Subscription subscription;
    private volatile Throwable failure;
    private volatile boolean completed;

    static <T> Recorder<T> of(Multi<T> source, long demand) {
        Recorder<T> recorder = new Recorder<>();
        source.subscribe(recorder);
        if (demand > 0) {
            recorder.request(demand);
        }
        return recorder;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(T item) {
        items.add(item);
    }

    @Override
    public void onError(Throwable cause) {
        failure = cause;
    }

    @Override
    public void onComplete() {
        completed = true;
    }

    void request(long count) {
        subscription.request(count);
    }

    void cancel() {
        subscription.cancel();
    }

    List<T> items() {
        return items;
    }

    <S extends T> List<S> items(Class<S> type) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }

    Throwable failure() {
        return failure;
    }

    boolean completed() {
        return completed;
    }

    void await(String what, Predicate<Recorder<T>> condition) {
        try {
            Await.until(Duration.ofSeconds(15), what, () -> condition.test(this));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; so far " + items + ", failure " + failure, e);
        }
    }

    T awaitItem(int index) {
        await("item " + index, r -> r.items.size() > index);
        return Objects.requireNonNull(items.get(index));
    }
}
