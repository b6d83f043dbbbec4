----------------------------- MODULE TraceTerms -----------------------------
(* SPDX-License-Identifier: Apache-2.0                                        *)
(* The words in which a trace is written.                                     *)

Entry(t, v, c) == [term |-> t, value |-> v, change |-> c]
Config(voters, outgoing) == [voters |-> voters, outgoing |-> outgoing]
=============================================================================
