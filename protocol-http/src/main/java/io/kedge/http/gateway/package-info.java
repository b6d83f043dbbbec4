/* SPDX-License-Identifier: Apache-2.0 */
/**
 * etcd's JSON gateway: its services under {@code /v3/…}, one path for each method, over HTTP and WebSocket. What a
 * method does and which messages it has is the services' own business; here JSON is turned into protobuf and back.
 */
@NullMarked
package io.kedge.http.gateway;

import org.jspecify.annotations.NullMarked;
