/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import io.kedge.model.Cause;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Records in memory, to be flushed by a test and compared with what comes back. */
public final class RecordList implements RecordSource {

    /** One record with its place. */
    public record Item(Space space, int sub, KeyValue kv) {}

    private final List<Item> items = new ArrayList<>();

    public RecordList put(Space space, long revision, int sub, String key, byte[] value) {
        return add(space, sub, KeyValue.put(Key.utf8(key), value, revision, revision, 1, 0, Cause.PUT));
    }

    public RecordList put(Space space, long revision, int sub, String key, String value) {
        return put(space, revision, sub, key, value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public RecordList add(Space space, int sub, KeyValue kv) {
        items.add(new Item(space, sub, kv));
        return this;
    }

    public List<Item> items() {
        return items;
    }

    /** All that {@code backend} loads. */
    public static List<Item> loaded(Backend backend) throws IOException {
        List<Item> found = new ArrayList<>();
        backend.load((space, sub, kv) -> found.add(new Item(space, sub, kv)));
        return found;
    }

    public static List<Item> scanned(Backend backend, Space space, long from, long to) throws IOException {
        List<Item> found = new ArrayList<>();
        backend.scan(space, from, to, (s, sub, kv) -> found.add(new Item(s, sub, kv)));
        return found;
    }

    @Override
    public void forEach(RecordVisitor visitor) {
        for (Item item : items) {
            visitor.record(item.space(), item.sub(), item.kv());
        }
    }

    @Override
    public long count() {
        return items.size();
    }

    @Override
    public int longestBytes() {
        return items.stream().mapToInt(item -> item.kv().wire().length).max().orElse(0);
    }
}
