/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/**
 * One version of one key.
 *
 * @param createRevision the revision of the put that made the key
 * @param modRevision the revision of the put that wrote this version; 0 is never used
 * @param version 1 for the first version since the key was made
 * @param lease the lease the key is attached to, 0 for none
 */
public record KeyValue(Bytes key, Bytes value, long createRevision, long modRevision, long version, long lease) {}
