/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** The order asked of a range. */
public enum SortOrder {
    NONE,
    ASCEND,
    DESCEND
}
