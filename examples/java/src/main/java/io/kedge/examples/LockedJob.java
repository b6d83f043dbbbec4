/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.examples;

import io.kedge.client.HeldLock;
import io.kedge.client.KedgeClient;
import io.kedge.client.Op;
import io.kedge.client.Session;
import io.kedge.client.TxnResult;
import java.time.Duration;

/**
 * Does a job under a lock, and has the store itself refuse the result should the lock be lost meanwhile. The argument
 * is the server's address.
 */
public final class LockedJob {

    private LockedJob() {}

    public static void main(String[] args) {
        String endpoint = args.length > 0 ? args[0] : "http://localhost:2379";
        try (KedgeClient client = KedgeClient.connect(endpoint)) {
            Session session =
                    client.lease().session(Duration.ofSeconds(10)).await().indefinitely();
            HeldLock lock = client.lock()
                    .lock("jobs", session, Duration.ofSeconds(30))
                    .await()
                    .indefinitely();

            TxnResult stored = client.kv()
                    .txn()
                    .when(lock.fence())
                    .then(Op.put("jobs/last-run", "token " + lock.fencingToken()))
                    .commit()
                    .await()
                    .indefinitely();
            System.out.println(stored.succeeded() ? "done" : "the lock was lost; nothing was written");

            client.lock().unlock(lock).await().indefinitely();
            session.close().await().indefinitely();
        }
    }
}
