/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.disk.DirectoryLock;
import io.kedge.disk.Disk;
import io.kedge.disk.FileDisk;
import io.kedge.model.MemberInfo;
import io.kedge.raft.RaftCore;
import io.kedge.raft.RaftOptions;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.ClusterOptions;
import io.kedge.replica.Replica;
import io.kedge.replica.ReplicaOptions;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.BackendProvider;
import io.kedge.server.log.AloneAgain;
import io.kedge.server.log.LogIdentity;
import io.kedge.server.log.LogRecovery;
import io.kedge.wal.Wal;
import io.kedge.wal.WalOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.LongFunction;

/** A member's files: locked, opened, verified, and joined into a replica that is ready to go on. Blocks. */
final class DataDirectory implements Closeable {

    private static final String LOG = "wal";
    private static final String STORE = "store";
    private static final long CATCH_UP_BYTES = 64L << 20;

    private final DirectoryLock lock;
    private final Backend backend;
    private final Wal wal;
    private final Replica replica;
    private final LogIdentity identity;
    private final Disk disk;

    private DataDirectory(
            DirectoryLock lock, Backend backend, Wal wal, Replica replica, LogIdentity identity, Disk disk) {
        this.lock = lock;
        this.backend = backend;
        this.wal = wal;
        this.replica = replica;
        this.identity = identity;
        this.disk = disk;
    }

    /** Says who this member is when its data begins; may ask others, and block. */
    interface Beginning {

        LogIdentity identity() throws StartException;
    }

    /** Opens the directory, or creates it for the member that {@code fresh} describes. */
    static DataDirectory open(
            NodeConfig config, Beginning fresh, WalOptions walOptions, LongFunction<ReplicaOptions> replicaOptions)
            throws StartException {
        Path member = config.dataDir().resolve("member");
        DirectoryLock lock;
        FileDisk disk;
        try {
            Files.createDirectories(member);
            disk = new FileDisk(member);
            lock = disk.lock("LOCK");
        } catch (IOException e) {
            throw new StartException(
                    "The data directory " + config.dataDir() + " cannot be used: " + e.getMessage(), e);
        }
        try {
            return open(config, lock, disk, member, fresh, walOptions, replicaOptions);
        } catch (IOException | RuntimeException | StartException e) {
            closeQuietly(lock);
            if (e instanceof StartException known) {
                throw known;
            }
            throw new StartException("The data in " + config.dataDir() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static DataDirectory open(
            NodeConfig config,
            DirectoryLock lock,
            FileDisk disk,
            Path member,
            Beginning fresh,
            WalOptions walOptions,
            LongFunction<ReplicaOptions> replicaOptions)
            throws IOException, StartException {
        Wal wal = Wal.exists(disk, LOG)
                ? Wal.open(disk, LOG, walOptions)
                : Wal.create(disk, LOG, walOptions, fresh.identity().encode());
        LogIdentity identity = LogIdentity.decode(wal.metadata());
        Backend backend = provider().open(member.resolve(STORE));
        List<MemberInfo> boot = identity.bootMembers();
        Configuration bootstrap = boot.isEmpty()
                ? Configuration.ofVoters(identity.memberId())
                : new Configuration(boot.stream().map(MemberInfo::id).toList(), List.of(), List.of(), List.of(), false);
        RecoveredLog recovered = LogRecovery.recover(backend.state(), wal, bootstrap);
        if (config.cluster().forceNewCluster()) {
            recovered = AloneAgain.write(recovered, wal, identity.memberId());
        }
        SecureRandom random = new SecureRandom();
        RaftOptions raftOptions = RaftOptions.builder(identity.memberId(), random.nextLong())
                .ticks((int) (config.electionMillis() / config.heartbeatMillis()), 1)
                .reserve(config.peers().catchUpEntries(), CATCH_UP_BYTES)
                .build();
        RaftCore raft = new RaftCore(raftOptions, recovered);
        Replica replica = Replica.open(
                replicaOptions.apply(identity.memberId()),
                ClusterOptions.of(boot, random.nextLong() >>> 2)
                        .withRules(
                                config.cluster().strictReconfig(),
                                config.cluster().learnersMax()),
                raft,
                backend);
        return new DataDirectory(lock, backend, wal, replica, identity, disk);
    }

    private static BackendProvider provider() throws StartException {
        return ServiceLoader.load(BackendProvider.class)
                .findFirst()
                .orElseThrow(() -> new StartException(
                        "No store is on the class path: add the storage-mapdb jar to lib/ of the distribution."));
    }

    Backend backend() {
        return backend;
    }

    Wal wal() {
        return wal;
    }

    Replica replica() {
        return replica;
    }

    /** The member's folder. */
    Disk disk() {
        return disk;
    }

    /** Who this directory belongs to; after the first start it wins over the initial flags, as in etcd. */
    LogIdentity identity() {
        return identity;
    }

    /** Closes the store and gives the directory free; the log is closed by its thread. */
    @Override
    public void close() throws IOException {
        try (lock) {
            backend.close();
        }
    }

    private static void closeQuietly(DirectoryLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            // The process is about to end, which frees it.
        }
    }
}
