/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.WireClient;
import io.kedge.grpc.proto.etcdserverpb.Compare;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeRequest;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.RequestOp;
import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import io.kedge.grpc.proto.etcdserverpb.TxnResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The same few writes in one way of saying them. */
interface Spelling {

    void put(String key, String value);

    /** Puts if the key was last changed at {@code revision}, 0 for a key that is not there; whether it did. */
    boolean putIf(String key, long revision, String value);

    void delete(String key);

    /** Over gRPC. */
    static Spelling grpc(Vertx vertx, int port) {
        WireClient client = new WireClient(vertx, port);
        return new Spelling() {
            @Override
            public void put(String key, String value) {
                require(client.call(putOf(key, value)).ok());
            }

            @Override
            public boolean putIf(String key, long revision, String value) {
                Compare same = Compare.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setTarget(Compare.CompareTarget.MOD)
                        .setModRevision(revision)
                        .build();
                TxnRequest txn = TxnRequest.newBuilder()
                        .addCompare(same)
                        .addSuccess(RequestOp.newBuilder().setRequestPut(putOf(key, value)))
                        .build();
                return ((TxnResponse) client.call(txn).reply()).getSucceeded();
            }

            @Override
            public void delete(String key) {
                require(client.call(DeleteRangeRequest.newBuilder()
                                .setKey(ByteString.copyFromUtf8(key))
                                .build())
                        .ok());
            }

            private PutRequest putOf(String key, String value) {
                return PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setValue(ByteString.copyFromUtf8(value))
                        .build();
            }
        };
    }

    /** By the JSON gateway. */
    static Spelling gateway(Rest rest) {
        return new Spelling() {
            @Override
            public void put(String key, String value) {
                require(rest.call("POST", "/v3/kv/put", putOf(key, value)).status() == 200);
            }

            @Override
            public boolean putIf(String key, long revision, String value) {
                String txn = "{\"compare\":[{\"key\":\"" + base64(key) + "\",\"target\":\"MOD\",\"mod_revision\":\""
                        + revision + "\"}],\"success\":[{\"request_put\":" + putOf(key, value) + "}]}";
                return rest.call("POST", "/v3/kv/txn", txn).json().getBoolean("succeeded", false);
            }

            @Override
            public void delete(String key) {
                String body = "{\"key\":\"" + base64(key) + "\"}";
                require(rest.call("POST", "/v3/kv/deleterange", body).status() == 200);
            }

            private String putOf(String key, String value) {
                return "{\"key\":\"" + base64(key) + "\",\"value\":\"" + base64(value) + "\"}";
            }

            private String base64(String text) {
                return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    static Spelling rest(Rest rest) {
        return new Spelling() {
            @Override
            public void put(String key, String value) {
                require(rest.put("/v1/kv/" + key, value).status() < 300);
            }

            @Override
            public boolean putIf(String key, long revision, String value) {
                String[] condition = revision == 0
                        ? new String[] {"If-None-Match", "*"}
                        : new String[] {"If-Match", "\"" + revision + "\""};
                int status = rest.put("/v1/kv/" + key, value, condition).status();
                require(status < 300 || status == 412);
                return status < 300;
            }

            @Override
            public void delete(String key) {
                require(rest.call("DELETE", "/v1/kv/" + key, "").status() == 204);
            }
        };
    }

    static Spelling v2(Rest rest) {
        return new Spelling() {
            @Override
            public void put(String key, String value) {
                require(form(key, "value=" + value) < 300);
            }

            @Override
            public boolean putIf(String key, long revision, String value) {
                int status =
                        form(key, "value=" + value + (revision == 0 ? "&prevExist=false" : "&prevIndex=" + revision));
                require(status < 300 || status == 412);
                return status < 300;
            }

            @Override
            public void delete(String key) {
                require(rest.call("DELETE", "/v2/keys" + key, "").status() == 200);
            }

            private int form(String key, String form) {
                return rest.put("/v2/keys" + key, form, "Content-Type", "application/x-www-form-urlencoded")
                        .status();
            }
        };
    }

    static Spelling webSocket(JsonSocket socket) {
        return new Spelling() {
            private int calls;

            @Override
            public void put(String key, String value) {
                require(!call("'put':{'key':'" + key + "','value':'" + value + "'}")
                        .containsKey("error"));
            }

            @Override
            public boolean putIf(String key, long revision, String value) {
                JsonObject answer = call("'txn':{'if':[{'key':'" + key + "','mod_revision':" + revision
                        + "}],'then':[{'put':{'key':'" + key + "','value':'" + value + "'}}]}");
                return answer.encode().contains("\"succeeded\":true");
            }

            @Override
            public void delete(String key) {
                JsonObject answer = call("'txn':{'then':[{'delete':{'key':'" + key + "'}}]}");
                require(!answer.containsKey("error"));
            }

            private JsonObject call(String what) {
                socket.send("{'id':" + ++calls + "," + what + "}");
                JsonObject answer = socket.next();
                require(answer.getInteger("id") == calls);
                return answer;
            }
        };
    }

    private static void require(boolean well) {
        if (!well) {
            throw new AssertionError("a write was refused");
        }
    }
}
