/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import io.kedge.raft.EntryType;
import io.kedge.raft.LogEntry;
import io.kedge.raft.Message;
import io.kedge.raft.membership.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Messages and envelopes drawn from a seed. */
final class RandomMessages {
    private final SplittableRandom random;

    RandomMessages(long seed) {
        random = new SplittableRandom(seed);
    }

    Envelope envelope() {
        long from = random.nextLong();
        long to = random.nextLong();
        return new Envelope(
                random.nextLong(),
                from,
                to,
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                body(from, to));
    }

    private Body body(long from, long to) {
        RefusalReason[] reasons = RefusalReason.values();
        return switch (random.nextInt(8)) {
            case 0 -> new Body.Hello("http://[::1]:" + natural());
            case 1 -> new Body.Refusal(reasons[random.nextInt(reasons.length)], "grüße " + natural());
            case 2 -> new Body.Request(random.nextLong(), random.nextInt(0x10000), bytes(300));
            case 3 -> new Body.Reply(random.nextLong(), random.nextInt(0x10000), bytes(300));
            case 4 -> new Body.Join("http://[::1]:" + natural());
            case 5 -> new Body.Roster(bytes(300));
            default -> {
                List<Message> messages = new ArrayList<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    messages.add(message(from, to));
                }
                yield new Body.Raft(messages);
            }
        };
    }

    Message message(long from, long to) {
        long term = natural();
        return switch (random.nextInt(11)) {
            case 0 -> append(from, to, term);
            case 1 ->
                new Message.AppendResponse(from, to, term, random.nextLong(), flag(), natural(), natural(), natural());
            case 2 -> new Message.Heartbeat(from, to, term, random.nextLong(), natural(), natural());
            case 3 -> new Message.HeartbeatResponse(from, to, term, random.nextLong(), natural(), natural());
            case 4 -> new Message.VoteRequest(from, to, term, flag(), flag(), natural(), natural());
            case 5 -> new Message.VoteResponse(from, to, term, flag(), flag());
            case 6 ->
                new Message.SnapshotOffer(from, to, term, random.nextLong(), natural(), natural(), configuration());
            case 7 -> new Message.SnapshotResponse(from, to, term, random.nextLong(), flag(), natural());
            case 8 -> new Message.TimeoutNow(from, to, term);
            case 9 -> new Message.ReadIndexRequest(from, to, term, random.nextLong());
            default -> new Message.ReadIndexResponse(from, to, term, random.nextLong(), flag(), natural());
        };
    }

    private Message append(long from, long to, long term) {
        long prev = random.nextLong(1L << 40);
        List<LogEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            EntryType type = flag() ? EntryType.NORMAL : EntryType.CONFIGURATION;
            entries.add(new LogEntry(prev + entries.size() + 1, natural(), type, bytes(100)));
        }
        return new Message.AppendEntries(from, to, term, random.nextLong(), prev, natural(), entries, natural());
    }

    private Configuration configuration() {
        long base = random.nextLong(1L << 60);
        return flag()
                ? Configuration.ofVoters(base, base + 1, base + 2)
                : new Configuration(List.of(base), List.of(base, base + 1), List.of(base + 2), List.of(base + 1), true);
    }

    private byte[] bytes(int max) {
        byte[] bytes = new byte[random.nextInt(max)];
        random.nextBytes(bytes);
        return bytes;
    }

    private long natural() {
        return random.nextLong() >>> random.nextInt(1, 64);
    }

    private boolean flag() {
        return random.nextBoolean();
    }
}
