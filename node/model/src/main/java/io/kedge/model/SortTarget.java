/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** What a range is sorted by. */
public enum SortTarget {
    KEY,
    VERSION,
    CREATE,
    MOD,
    VALUE
}
