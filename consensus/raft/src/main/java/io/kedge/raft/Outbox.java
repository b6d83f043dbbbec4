/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import java.util.ArrayList;
import java.util.List;

/** What collects between two outputs. */
final class Outbox {
    private List<Message> messages = new ArrayList<>();
    private List<ReadState> reads = new ArrayList<>();
    private List<ReadFailed> failedReads = new ArrayList<>();
    private List<Message.SnapshotOffer> offers = new ArrayList<>();

    void send(Message message) {
        messages.add(message);
    }

    void readable(long number, long index) {
        reads.add(new ReadState(number, index));
    }

    void readFailed(long number) {
        failedReads.add(new ReadFailed(number));
    }

    void offered(Message.SnapshotOffer offer) {
        offers.add(offer);
    }

    boolean isEmpty() {
        return messages.isEmpty() && reads.isEmpty() && failedReads.isEmpty() && offers.isEmpty();
    }

    List<Message> takeMessages() {
        List<Message> taken = messages;
        if (taken.isEmpty()) {
            return List.of();
        }
        messages = new ArrayList<>();
        return taken;
    }

    List<ReadState> takeReads() {
        List<ReadState> taken = reads;
        if (taken.isEmpty()) {
            return List.of();
        }
        reads = new ArrayList<>();
        return taken;
    }

    List<ReadFailed> takeFailedReads() {
        List<ReadFailed> taken = failedReads;
        if (taken.isEmpty()) {
            return List.of();
        }
        failedReads = new ArrayList<>();
        return taken;
    }

    List<Message.SnapshotOffer> takeOffers() {
        List<Message.SnapshotOffer> taken = offers;
        if (taken.isEmpty()) {
            return List.of();
        }
        offers = new ArrayList<>();
        return taken;
    }
}
