/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.ByteString;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeRequest;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.RequestOp;
import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts that want to keep the value or the lease of a key that their own transaction may have deleted before them. Both
 * etcds find out only after they have begun to write, and end their process; so such puts are sent without the wish.
 */
final class DeletedBefore {
    private DeletedBefore() {}

    /** Changes the puts inside and returns the same builder. */
    static TxnRequest.Builder clearKeeping(TxnRequest.Builder txn) {
        walk(txn, List.of());
        return txn;
    }

    /** Returns what may have been deleted once the transaction is over, on either branch. */
    private static List<DeleteRangeRequest> walk(TxnRequest.Builder txn, List<DeleteRangeRequest> before) {
        List<DeleteRangeRequest> after = new ArrayList<>(walk(txn.getSuccessBuilderList(), before));
        after.addAll(walk(txn.getFailureBuilderList(), before));
        return after;
    }

    private static List<DeleteRangeRequest> walk(List<RequestOp.Builder> ops, List<DeleteRangeRequest> before) {
        List<DeleteRangeRequest> deletes = new ArrayList<>(before);
        for (RequestOp.Builder op : ops) {
            if (op.hasRequestPut()) {
                clear(op.getRequestPutBuilder(), deletes);
            } else if (op.hasRequestDeleteRange()) {
                deletes.add(op.getRequestDeleteRange());
            } else if (op.hasRequestTxn()) {
                deletes = walk(op.getRequestTxnBuilder(), deletes);
            }
        }
        return deletes;
    }

    private static void clear(PutRequest.Builder put, List<DeleteRangeRequest> deletes) {
        if (deletes.stream().anyMatch(delete -> covers(delete, put.getKey()))) {
            put.clearIgnoreValue().clearIgnoreLease();
        }
    }

    private static boolean covers(DeleteRangeRequest delete, ByteString key) {
        ByteString end = delete.getRangeEnd();
        if (end.isEmpty()) {
            return key.equals(delete.getKey());
        }
        return Keys.compare(key, delete.getKey()) >= 0 && (end.equals(Keys.NUL) || Keys.compare(key, end) < 0);
    }
}
