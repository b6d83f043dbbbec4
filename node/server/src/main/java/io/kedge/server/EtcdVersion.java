/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

/** The etcd whose interface is spoken; clients parse it as a semantic version and require at least 3.5.13. */
public final class EtcdVersion {

    public static final String SERVER = "3.6.14";
    public static final String CLUSTER = "3.6.0";
    public static final String STORAGE = "3.6.0";

    private EtcdVersion() {}
}
