/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.disk.Disk;
import io.kedge.disk.ForgetfulDisk;
import io.kedge.model.MemberInfo;
import io.kedge.raft.Append;
import io.kedge.raft.HardState;
import io.kedge.replica.PeerTurn;
import io.kedge.replica.ReadTicket;
import io.kedge.replica.Turn;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Members that are broken in one way each. */
enum ClusterMutants {
    /** Says that a write is durable when it is handed over. */
    ACKNOWLEDGES_BEFORE_THE_WRITE(Hasty::new),
    /** Writes the term and forgets for whom it voted. */
    FORGETS_ITS_VOTE(Voteless::new),
    /** Answers reads from what it has, without asking whether it still leads. */
    READS_WITHOUT_A_ROUND(Reader::new),
    /** Tells the log that a force is done without doing it. */
    DOES_NOT_FORCE_ITS_LOG(LogForgetful::new),
    /** Tells the store that a force is done without doing it. */
    DOES_NOT_FORCE_ITS_STORE(StoreForgetful::new);

    final ClusterSimulation.Maker maker;

    ClusterMutants(ClusterSimulation.Maker maker) {
        this.maker = maker;
    }

    private static final class Hasty extends ClusterMember {
        Hasty(long id, List<MemberInfo> boot, ClusterWorld world, SplittableRandom random) throws IOException {
            super(id, boot, world, random);
        }

        @Override
        void handedOver(Append append) {
            append.messagesAfterDurable().forEach(this::send);
            replica().persisted(append.id());
            super.handedOver(new Append(
                    append.id(),
                    append.hardState(),
                    append.entries(),
                    append.mustForce(),
                    List.of(),
                    append.restoredTo()));
        }
    }

    private static final class Voteless extends ClusterMember {
        Voteless(long id, List<MemberInfo> boot, ClusterWorld world, SplittableRandom random) throws IOException {
            super(id, boot, world, random);
        }

        @Override
        Append onDisk(Append append) {
            HardState state = append.hardState();
            return state == null
                    ? append
                    : new Append(
                            append.id(),
                            new HardState(state.term(), 0, state.commit()),
                            append.entries(),
                            append.mustForce(),
                            append.messagesAfterDurable(),
                            append.restoredTo());
        }
    }

    private static final class Reader extends ClusterMember {
        Reader(long id, List<MemberInfo> boot, ClusterWorld world, SplittableRandom random) throws IOException {
            super(id, boot, world, random);
        }

        @Override
        void read(ReadTicket ticket) {
            List<ReadTicket> done = List.of(ticket);
            world.turned(
                    this, new Turn(null, List.of(), List.of(), done, List.of(), null, 0, false, PeerTurn.NONE, false));
        }
    }

    private static final class LogForgetful extends ClusterMember {
        LogForgetful(long id, List<MemberInfo> boot, ClusterWorld world, SplittableRandom random) throws IOException {
            super(id, boot, world, random);
        }

        @Override
        Disk wrap(Disk whole) {
            return new ForgetfulDisk(whole, name -> name.startsWith("data/wal"), name -> false);
        }
    }

    private static final class StoreForgetful extends ClusterMember {
        StoreForgetful(long id, List<MemberInfo> boot, ClusterWorld world, SplittableRandom random) throws IOException {
            super(id, boot, world, random);
        }

        @Override
        Disk wrap(Disk whole) {
            return ForgetfulDisk.of(whole, name -> name.startsWith("data/store"));
        }
    }
}
