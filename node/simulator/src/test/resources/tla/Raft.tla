-------------------------------- MODULE Raft --------------------------------
(* SPDX-License-Identifier: Apache-2.0                                        *)
(*                                                                            *)
(* Raft as Kedge plays it: elections, replication with a disk that lags       *)
(* behind memory, crashes, snapshots, and changes of members that count when  *)
(* they are applied, one at a time.                                           *)
(*                                                                            *)
(* There are no messages. What a message says was true and durable when it    *)
(* was sent, and since it may be lost, repeated and late, it may be heard at  *)
(* any time after. So instead of messages `past` keeps what was ever true:    *)
(* who stood for election, who durably voted for whom, what the leader of     *)
(* each term has had in its log, how much of it each member durably held.     *)
(* A step of a member is allowed if some message could have told it enough.   *)
(* Pre-votes, heartbeats, reads, flow control and time are left out: they     *)
(* decide when steps happen, not which ones are right.                        *)
EXTENDS Naturals, Sequences, FiniteSets, TLC, TraceTerms

CONSTANTS Member,   \* whoever may ever take part; numbers above 0
          Founders  \* the voters at the beginning; others know no configuration

VARIABLES mem,      \* of each member: what it would lose with its power, and what it believes durable
          disk,     \* of each member: what a power loss leaves
          writes,   \* of each member: states on their way to the disk, the oldest first
          past      \* what was ever true, for the sake of messages

vars == <<mem, disk, writes, past>>

Nobody == 0

Min(a, b) == IF a < b THEN a ELSE b
Max(a, b) == IF a > b THEN a ELSE b
Prefix(log, n) == SubSeq(log, 1, n)
StartsWith(log, start) == Len(log) >= Len(start) /\ Prefix(log, Len(start)) = start
LastTerm(log) == IF log = <<>> THEN 0 ELSE log[Len(log)].term

(* How far two logs are the same.                                             *)
Common(a, b) ==
    LET n == Min(Len(a), Len(b))
        differ == {k \in 1..n : a[k] # b[k]}
    IN IF Prefix(a, n) = Prefix(b, n) THEN n
       ELSE (CHOOSE k \in differ : \A other \in differ : k <= other) - 1

------------------------------------------------------------------------------
(* Quorums. A configuration with outgoing voters is joint: both majorities.   *)

IsMajority(members, of) == 2 * Cardinality(members \cap of) > Cardinality(of)
IsQuorum(members, config) ==
    /\ IsMajority(members, config.voters)
    /\ config.outgoing # {} => IsMajority(members, config.outgoing)
Votes(i, config) == i \in config.voters \cup config.outgoing

(* Whether every quorum of the one meets every quorum of the other.           *)
IsSafeChange(old, new) ==
    \/ old = new
    \/ /\ old.outgoing = {} /\ new.outgoing = {} /\ new.voters # {}
       /\ Cardinality((old.voters \ new.voters) \cup (new.voters \ old.voters)) <= 1
    \/ old.outgoing = {} /\ new.outgoing = old.voters /\ new.voters # {}
    \/ old.outgoing # {} /\ new.outgoing = {} /\ new.voters = old.voters

(* The configuration in effect after entry n, as far as anybody applied it.   *)
ConfigAt(n) ==
    past.configs[CHOOSE k \in DOMAIN past.configs :
        k <= n /\ \A other \in DOMAIN past.configs : other <= n => other <= k]
BootConfig(i) == IF i \in Founders THEN Config(Founders, {}) ELSE Config({}, {})

------------------------------------------------------------------------------
(* What becomes of `past`.                                                    *)

(* A member's disk comes to hold d.                                           *)
Witness(p, i, d) ==
    [p EXCEPT !.voted = IF d.vote = Nobody THEN @ ELSE @ \cup {[term |-> d.term, by |-> i, for |-> d.vote]},
              !.reigns = IF d.term \notin DOMAIN @ THEN @
                         ELSE [@ EXCEPT ![d.term].held[i] = Max(@, Common(d.log, past.reigns[d.term].log))]]

(* Entries up to n of a log are committed in term t.                          *)
Commit(p, log, n, t) ==
    IF n <= Len(p.agreed) THEN p
    ELSE [p EXCEPT !.agreed = Prefix(log, n),
                   !.agreedIn = @ \o [k \in 1..(n - Len(p.agreed)) |-> t]]

------------------------------------------------------------------------------
Init ==
    /\ mem = [i \in Member |->
           [term |-> 0, vote |-> Nobody, role |-> "follower", log |-> <<>>,
            commit |-> 0, applied |-> 0, config |-> BootConfig(i)]]
    /\ disk = [i \in Member |-> [term |-> 0, vote |-> Nobody, log |-> <<>>]]
    /\ writes = [i \in Member |-> <<>>]
    /\ past = [stood |-> {},                        \* candidates whose requests could be sent
               voted |-> {},                        \* durable votes
               elected |-> {},                      \* leaders
               reigns |-> [t \in {} |-> 0],         \* by term: the leader's log, commit index and followers
               agreed |-> <<>>,                     \* the longest log that anybody took for committed
               agreedIn |-> <<>>,                   \* the term of whoever committed each entry first
               configs |-> [n \in {0} |-> Config(Founders, {})]]

(* Elections.                                                                 *)

Stand(i) ==
    /\ mem[i].role # "leader"
    /\ Votes(i, mem[i].config)
    /\ \A n \in mem[i].applied + 1 .. mem[i].commit : ~mem[i].log[n].change
    /\ mem' = [mem EXCEPT ![i].term = @ + 1, ![i].vote = i, ![i].role = "candidate"]
    /\ UNCHANGED <<disk, writes, past>>

(* No message tells of a term that its sender could still forget.             *)
LearnTerm(i, t) ==
    /\ t > mem[i].term
    /\ \E j \in Member \ {i} : disk[j].term >= t
    /\ mem' = [mem EXCEPT ![i].term = t, ![i].vote = Nobody, ![i].role = "follower"]
    /\ UNCHANGED <<disk, writes, past>>

Vote(i, j) ==
    /\ mem[i].vote = Nobody
    /\ \E s \in past.stood :
        /\ s.by = j /\ s.term = mem[i].term
        /\ \/ s.lastTerm > LastTerm(mem[i].log)
           \/ s.lastTerm = LastTerm(mem[i].log) /\ s.last >= Len(mem[i].log)
    /\ mem' = [mem EXCEPT ![i].vote = j]
    /\ UNCHANGED <<disk, writes, past>>

(* A leader opens its term with an entry.                                     *)
Win(i, value) ==
    LET t == mem[i].term
        log == Append(mem[i].log, Entry(t, value, FALSE))
    IN /\ mem[i].role = "candidate"
       /\ IsQuorum({j \in Member : [term |-> t, by |-> j, for |-> i] \in past.voted}, mem[i].config)
       /\ mem' = [mem EXCEPT ![i].role = "leader", ![i].log = log]
       /\ past' = [past EXCEPT
              !.elected = @ \cup {[term |-> t, by |-> i]},
              !.reigns = (t :> [log |-> log, commit |-> mem[i].commit,
                                held |-> [j \in Member |->
                                    IF disk[j].term = t THEN Common(disk[j].log, log) ELSE 0]]) @@ @]
       /\ UNCHANGED <<disk, writes>>

StepDown(i) ==
    /\ mem[i].role # "follower"
    /\ mem' = [mem EXCEPT ![i].role = "follower"]
    /\ UNCHANGED <<disk, writes, past>>

(* Replication.                                                               *)

(* A change of members waits for the one before, and for a commit in the      *)
(* leader's own term.                                                         *)
Propose(i, value, change) ==
    LET log == Append(mem[i].log, Entry(mem[i].term, value, change))
    IN /\ mem[i].role = "leader"
       /\ change => /\ mem[i].commit > 0 /\ mem[i].log[mem[i].commit].term = mem[i].term
                    /\ \A n \in mem[i].applied + 1 .. Len(mem[i].log) : ~mem[i].log[n].change
       /\ mem' = [mem EXCEPT ![i].log = log]
       /\ past' = [past EXCEPT !.reigns[mem[i].term].log = log]
       /\ UNCHANGED <<disk, writes>>

(* A follower hears of the first n entries of its leader. What it has beyond  *)
(* them stays unless it contradicts them. What is committed is old news: an   *)
(* image may have brought more than the leader of the member's term has.      *)
Accept(i, n) ==
    LET t == mem[i].term
    IN /\ mem[i].role # "leader"
       /\ mem[i].config.voters # {}
       /\ t \in DOMAIN past.reigns
       /\ n <= Len(past.reigns[t].log)
       /\ LET new == Prefix(past.reigns[t].log, n)
          IN mem' = [mem EXCEPT ![i].role = "follower",
                 ![i].log = IF StartsWith(@, new) \/ ~StartsWith(new, Prefix(@, mem[i].commit)) THEN @ ELSE new]
       /\ UNCHANGED <<disk, writes, past>>

(* A leader counts who holds an entry of its own term durably, itself too.    *)
Advance(i, n) ==
    /\ mem[i].role = "leader"
    /\ n \in mem[i].commit + 1 .. Len(mem[i].log)
    /\ mem[i].log[n].term = mem[i].term
    /\ IsQuorum({j \in Member : past.reigns[mem[i].term].held[j] >= n}, mem[i].config)
    /\ mem' = [mem EXCEPT ![i].commit = n]
    /\ past' = [Commit(past, mem[i].log, n, mem[i].term) EXCEPT !.reigns[mem[i].term].commit = n]
    /\ UNCHANGED <<disk, writes>>

(* A follower hears of a commit index, and applies it to what it knows to be  *)
(* its leader's.                                                              *)
LearnCommit(i, n) ==
    /\ mem[i].role = "follower"
    /\ mem[i].term \in DOMAIN past.reigns
    /\ n \in mem[i].commit + 1 .. Len(mem[i].log)
    /\ n <= past.reigns[mem[i].term].commit
    /\ StartsWith(past.reigns[mem[i].term].log, Prefix(mem[i].log, n))
    /\ mem' = [mem EXCEPT ![i].commit = n]
    /\ UNCHANGED <<disk, writes, past>>

(* Entries up to n take effect. A change of members that nobody has applied   *)
(* before is one that all quorums survive.                                    *)
Apply(i, n, config) ==
    LET changes == {k \in mem[i].applied + 1 .. n : mem[i].log[k].change}
        last == CHOOSE k \in changes : \A other \in changes : other <= k
    IN /\ n \in mem[i].applied + 1 .. mem[i].commit
       /\ \A k \in changes : k = last \/ k \in DOMAIN past.configs
       /\ IF changes = {} THEN config = mem[i].config
          ELSE IF last \in DOMAIN past.configs THEN config = past.configs[last]
          ELSE IsSafeChange(ConfigAt(last), config)
       /\ mem' = [mem EXCEPT ![i].applied = n, ![i].config = config]
       /\ past' = IF changes = {} \/ last \in DOMAIN past.configs THEN past
                  ELSE [past EXCEPT !.configs = (last :> config) @@ @]
       /\ UNCHANGED <<disk, writes>>

(* A member's state is replaced by another's as of entry n.                   *)
Install(i, n) ==
    LET start == Prefix(past.agreed, n)
        fits == StartsWith(mem[i].log, start)
    IN /\ n \in mem[i].commit + 1 .. Len(past.agreed)
       /\ mem[i].role # "leader"
       /\ mem' = [mem EXCEPT ![i].log = IF fits THEN @ ELSE start,
                             ![i].role = IF fits THEN @ ELSE "follower",
                             ![i].commit = n, ![i].applied = n, ![i].config = ConfigAt(n)]
       /\ UNCHANGED <<disk, writes, past>>

(* The disk and the power.                                                    *)

(* A member has its term, its vote and its log up to n written.               *)
Write(i, n) ==
    /\ n <= Len(mem[i].log)
    /\ writes' = [writes EXCEPT ![i] = Append(@,
           [term |-> mem[i].term, vote |-> mem[i].vote, log |-> Prefix(mem[i].log, n),
            stands |-> mem[i].role = "candidate"])]
    /\ UNCHANGED <<mem, disk, past>>

OnDisk(write) == [term |-> write.term, vote |-> write.vote, log |-> write.log]

(* The oldest write is durable, and what waited for it leaves.                *)
Persist(i) ==
    /\ writes[i] # <<>>
    /\ LET w == Head(writes[i])
       IN /\ disk' = [disk EXCEPT ![i] = OnDisk(w)]
          /\ past' = [Witness(past, i, w) EXCEPT !.stood = IF ~w.stands THEN @ ELSE @ \cup
                 {[term |-> w.term, by |-> i, last |-> Len(w.log), lastTerm |-> LastTerm(w.log)]}]
    /\ writes' = [writes EXCEPT ![i] = Tail(@)]
    /\ UNCHANGED mem

(* The power goes and comes back. Of the writes on their way any number were  *)
(* done. The store covers entries up to n, which may be another's image that  *)
(* the log knows nothing of; a commit index was known or is forgotten.        *)
Restart(i, done, n, commit) ==
    LET w == IF done = 0 THEN disk[i] ELSE OnDisk(writes[i][done])
        start == Prefix(past.agreed, n)
        log == IF StartsWith(w.log, start) THEN w.log ELSE start
        d == [w EXCEPT !.log = log]
    IN /\ done \in 0..Len(writes[i])
       /\ n \in 0..Len(past.agreed)
       /\ commit \in n .. Max(n, mem[i].commit)
       /\ commit <= Len(log)
       /\ mem' = [mem EXCEPT ![i] =
              [term |-> d.term, vote |-> d.vote, role |-> "follower", log |-> log, commit |-> commit,
               applied |-> n, config |-> IF n = 0 THEN BootConfig(i) ELSE ConfigAt(n)]]
       /\ disk' = [disk EXCEPT ![i] = d]
       /\ writes' = [writes EXCEPT ![i] = <<>>]
       /\ past' = Witness(past, i, d)

------------------------------------------------------------------------------
(* What must always be so.                                                    *)

ElectionSafety == \A a, b \in past.elected : a.term = b.term => a = b

OneVote == \A a, b \in past.voted : a.term = b.term /\ a.by = b.by => a = b

(* Of two logs, the last entry of the same term decides: mostly the last.     *)
Match(a, b) ==
    LET end == Min(Len(a), Len(b))
        same == {n \in 1..end : a[n].term = b[n].term}
    IN \/ Prefix(a, end) = Prefix(b, end)
       \/ same = {}
       \/ \E n \in same : (\A other \in same : other <= n) /\ Prefix(a, n) = Prefix(b, n)

LogMatching == \A i, j \in Member : i # j => Match(mem[i].log, mem[j].log)

StateMachineSafety ==
    \A i \in Member :
        /\ mem[i].applied <= mem[i].commit
        /\ mem[i].commit <= Len(past.agreed)
        /\ StartsWith(mem[i].log, Prefix(past.agreed, mem[i].commit))

(* A leader has what was committed in terms before its own.                   *)
LeaderCompleteness ==
    \A i \in Member : mem[i].role = "leader" =>
        \/ StartsWith(mem[i].log, past.agreed)
        \/ \A n \in 1..Len(past.agreed) : past.agreedIn[n] < mem[i].term =>
               n <= Len(mem[i].log) /\ mem[i].log[n] = past.agreed[n]

Safety == ElectionSafety /\ OneVote /\ LogMatching /\ StateMachineSafety /\ LeaderCompleteness
=============================================================================
