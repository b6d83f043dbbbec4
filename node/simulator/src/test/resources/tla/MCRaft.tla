------------------------------- MODULE MCRaft -------------------------------
(* SPDX-License-Identifier: Apache-2.0                                        *)
(* All behaviours of Raft.tla within bounds.                                  *)
EXTENDS Raft

CONSTANTS m1, m2, m3,
          Terms,     \* the last term
          Entries,   \* the longest log
          Restarts,  \* of all members together
          Lag,       \* whether a member goes on before its disk has what it did last
          Changes    \* whether members change

VARIABLE restarts

Same == Permutations(Founders)

Bound ==
    /\ \A i \in Member : mem[i].term <= Terms /\ Len(mem[i].log) <= Entries

Changing == IF Changes THEN {TRUE, FALSE} ELSE {FALSE}

IsOnDisk(i) == disk[i] = [term |-> mem[i].term, vote |-> mem[i].vote, log |-> mem[i].log]

(* A write is handed over when the one before is done, and says something.    *)
WriteNews(i) == writes[i] = <<>> /\ ~IsOnDisk(i) /\ Write(i, Len(mem[i].log))

Configs == {Config(voters, {}) : voters \in (SUBSET Member) \ {{}}}
               \cup {Config(new, old) : new, old \in (SUBSET Member) \ {{}}}

Step(i) ==
    \/ Stand(i) \/ Win(i, 0) \/ StepDown(i)
    \/ \E t \in 1..Terms : LearnTerm(i, t)
    \/ \E j \in Member : Vote(i, j)
    \/ \E change \in Changing : Propose(i, 1, change)
    \/ \E n \in 0..Entries : Accept(i, n) \/ Advance(i, n) \/ LearnCommit(i, n) \/ Install(i, n)
    \/ Changes /\ \E n \in 0..Entries, config \in Configs : Apply(i, n, config)

Next ==
    \E i \in Member :
        \/ (Lag \/ IsOnDisk(i)) /\ Step(i) /\ UNCHANGED restarts
        \/ (WriteNews(i) \/ Persist(i)) /\ UNCHANGED restarts
        \/ /\ restarts < Restarts /\ restarts' = restarts + 1
           /\ \E done \in 0..1, n \in {0, Len(past.agreed)} :
                  \E commit \in {n, Max(n, mem[i].commit)} : Restart(i, done, n, commit)

Spec == Init /\ restarts = 0 /\ [][Next]_<<vars, restarts>>

(* What is committed cannot be lost with the power of all.                    *)
Durable ==
    Changes \/ IsQuorum({i \in Member : StartsWith(disk[i].log, past.agreed)}, Config(Founders, {}))
=============================================================================
