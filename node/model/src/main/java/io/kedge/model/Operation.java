/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** What the log can carry; applied in order, with the same outcome on every member. */
public sealed interface Operation
        permits PutRequest,
                DeleteRangeRequest,
                TxnRequest,
                CompactRequest,
                LeaseGrant,
                LeaseRevoke,
                LeaseCheckpoint,
                SequentialPut,
                AlarmChange,
                SystemUpdate,
                MemberAttributes,
                MemberChange,
                Composite {}
