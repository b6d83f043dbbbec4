----------------------------- MODULE RaftTrace -----------------------------
(* SPDX-License-Identifier: Apache-2.0                                        *)
(*                                                                            *)
(* Whether what the simulator recorded is a behaviour of Raft.tla. A record   *)
(* shows one member after an event that changed it; between two records that  *)
(* member takes the few steps of the specification that lead there, if any    *)
(* do. The trace is accepted if its last record is reached.                   *)
EXTENDS Raft, TraceData

VARIABLE next  \* the record to be reached

ASSUME PrintT(<<"RECORDS", Len(Trace)>>)

r == Trace[next]

(* The log that the record shows: what is kept of the one before, or what all *)
(* agreed on up to a snapshot, and what follows.                              *)
Goal ==
    IF r.base > 0 THEN Prefix(past.agreed, r.base) \o r.tail
    ELSE Prefix(mem[r.by].log, r.keep) \o r.tail

ShowsMemory(m) ==
    /\ m.term = r.term /\ m.vote = r.vote /\ m.role = r.role
    /\ m.commit = r.commit /\ m.applied = r.applied /\ m.config = r.config

ShowsDisk(d) ==
    /\ d.term = r.disk.term /\ d.vote = r.disk.vote /\ Len(d.log) = r.disk.length
    /\ \A last \in r.disk.last : last = <<d.log[Len(d.log)].term, d.log[Len(d.log)].value>>

(* Steps that lead toward the record.                                         *)
TowardElection(i) ==
    \/ r.term > mem[i].term /\ LearnTerm(i, r.term)
    \/ r.term > mem[i].term + 1 /\ r.vote = i /\ LearnTerm(i, r.term - 1)
    \/ r.term = mem[i].term + 1 /\ r.vote = i /\ Stand(i)
    \/ r.term = mem[i].term /\ r.vote \notin {Nobody, i} /\ Vote(i, r.vote)
    \/ /\ r.term = mem[i].term /\ Len(Goal) > Len(mem[i].log)
       /\ Win(i, Goal[Len(mem[i].log) + 1].value)
    \/ r.term = mem[i].term /\ r.role = "follower" /\ StepDown(i)

TowardLog(i) ==
    \/ /\ r.term = mem[i].term /\ Len(Goal) > Len(mem[i].log)
       /\ LET e == Goal[Len(mem[i].log) + 1]
          IN e.term = mem[i].term /\ Propose(i, e.value, e.change)
    \/ /\ r.term = mem[i].term /\ mem[i].log # Goal
       /\ Accept(i, Len(Goal)) /\ mem'[i].log = Goal
    \/ r.snapshot > 0 /\ Install(i, r.snapshot)

TowardCommit(i) ==
    \/ Advance(i, r.commit)
    \/ LearnCommit(i, r.commit)
    \/ r.config = mem[i].config /\ Apply(i, r.applied, r.config)
    \/ /\ r.config # mem[i].config
       /\ \E n \in {k \in mem[i].applied + 1 .. mem[i].commit : mem[i].log[k].change} \cup {r.applied} :
              n <= r.applied /\ Apply(i, n, r.config)

TowardDisk(i) == ~ShowsDisk(disk[i]) /\ Persist(i)

Reached ==
    /\ next' = next + 1
    /\ IF next > TLCGet(1) THEN TLCSet(1, next) /\ PrintT(<<"REACHED", next>>) ELSE TRUE

OfState ==
    /\ r.kind = "state"
    /\ \/ /\ ShowsMemory(mem[r.by]) /\ mem[r.by].log = Goal /\ ShowsDisk(disk[r.by])
          /\ UNCHANGED vars /\ Reached
       \/ /\ UNCHANGED next
          /\ \/ TowardElection(r.by) \/ TowardLog(r.by) \/ TowardCommit(r.by) \/ TowardDisk(r.by)

OfRestart ==
    /\ r.kind = "restart"
    /\ \E done \in 0..Len(writes[r.by]) : Restart(r.by, done, r.snapshot, r.commit)
    /\ ShowsMemory(mem'[r.by]) /\ mem'[r.by].log = Goal /\ ShowsDisk(disk'[r.by])
    /\ Reached

OfWrite ==
    /\ r.kind = "write"
    /\ Write(r.by, r.length)
    /\ Reached

TraceInit == Init /\ next = 1 /\ TLCSet(1, 0)
TraceNext == next <= Len(Trace) /\ (OfState \/ OfRestart \/ OfWrite)
TraceSpec == TraceInit /\ [][TraceNext]_<<vars, next>>

(* A state that is not safe leads nowhere, and is told.                       *)
SafeSoFar == Safety \/ (PrintT(<<"UNSAFE", next>>) /\ FALSE)
=============================================================================
