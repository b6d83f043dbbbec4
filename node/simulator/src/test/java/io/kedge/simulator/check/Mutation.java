/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.History;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One change of a sound history, after which it certainly is not linearizable. Those that change what was there rely on
 * all outcomes being known.
 */
enum Mutation {
    STALE_READ(false) {
        @Override
        List<Operation> mutants(RandomHistory sound) {
            List<Operation> mutants = new ArrayList<>();
            for (Operation read : ok(sound, Request.Range.class)) {
                KvState old = sound.states.get(sound.states.size() / 3);
                boolean newerIsDone = ok(sound, Request.class).stream()
                        .anyMatch(
                                other -> other.precedes(read) && response(other).revision() > old.revision());
                if (newerIsDone && ((Request.Range) read.request()).revision() == 0) {
                    mutants.add(read.withOutcome(
                            KvMachine.execute(old, read.request()).outcome()));
                }
            }
            return mutants;
        }
    },
    REVISION_TWICE(false) {
        @Override
        List<Operation> mutants(RandomHistory sound) {
            List<Operation> puts = ok(sound, Request.Put.class);
            List<Operation> mutants = new ArrayList<>();
            for (int i = 1; i < puts.size(); i++) {
                Response first = response(puts.get(i - 1));
                mutants.add(puts.get(i).withOutcome(new Outcome.Ok(first)));
            }
            return mutants;
        }
    },
    VALUE_NEVER_WRITTEN(false) {
        @Override
        List<Operation> mutants(RandomHistory sound) {
            return ranges(sound, items -> {
                Item item = items.remove(items.size() - 1);
                items.add(new Item(
                        item.key(),
                        "never",
                        item.createRevision(),
                        item.modRevision(),
                        item.version(),
                        item.leaseId()));
            });
        }
    },
    MOVED_IN_TIME(false) {
        @Override
        List<Operation> mutants(RandomHistory sound) {
            List<Operation> puts = ok(sound, Request.Put.class);
            List<Operation> mutants = new ArrayList<>();
            for (Operation put : puts) {
                puts.stream()
                        .filter(other ->
                                response(other).revision() > response(put).revision())
                        .findFirst()
                        .ifPresent(other -> mutants.add(new Operation(
                                put.number(),
                                put.client() + 1_000,
                                other.returnedAt() + 1,
                                Math.max(put.returnedAt(), other.returnedAt() + 2),
                                put.request(),
                                put.outcome())));
            }
            return mutants;
        }
    },
    LOST_KEY(true) {
        @Override
        List<Operation> mutants(RandomHistory sound) {
            return ranges(sound, items -> items.remove(0));
        }
    },
    LEASE_FORGOTTEN(true) {
        @Override
        List<Operation> mutants(RandomHistory sound) {
            return ranges(sound, items -> {
                Item item = items.remove(0);
                items.add(
                        0,
                        new Item(
                                item.key(),
                                item.value(),
                                item.createRevision(),
                                item.modRevision(),
                                item.version(),
                                item.leaseId() + 1));
            });
        }
    },
    OTHER_BRANCH(true) {
        @Override
        List<Operation> mutants(RandomHistory sound) {
            return ok(sound, Request.Txn.class).stream()
                    .map(txn -> {
                        Response.Txn right = (Response.Txn) response(txn);
                        return txn.withOutcome(new Outcome.Ok(
                                new Response.Txn(right.revision(), !right.succeeded(), right.responses())));
                    })
                    .toList();
        }
    },
    MISCOUNTED_DELETE(true) {
        @Override
        List<Operation> mutants(RandomHistory sound) {
            return ok(sound, Request.Delete.class).stream()
                    .map(delete -> {
                        Response.Delete right = (Response.Delete) response(delete);
                        return delete.withOutcome(
                                new Outcome.Ok(new Response.Delete(right.revision(), right.deleted() + 1)));
                    })
                    .toList();
        }
    };

    final boolean needsKnownOutcomes;

    Mutation(boolean needsKnownOutcomes) {
        this.needsKnownOutcomes = needsKnownOutcomes;
    }

    /** Operations of which each, put in the place of that with its number, breaks the history. */
    abstract List<Operation> mutants(RandomHistory sound);

    /** One mutant of the history, if there is any. */
    Stream<History> apply(RandomHistory sound, SplittableRandom random) {
        List<Operation> mutants = mutants(sound);
        if (mutants.isEmpty()) {
            return Stream.empty();
        }
        Operation mutant = mutants.get(random.nextInt(mutants.size()));
        return Stream.of(sound.history().map(operation -> operation.number() == mutant.number() ? mutant : operation));
    }

    private static List<Operation> ok(RandomHistory sound, Class<? extends Request> kind) {
        Predicate<Operation> ok = operation -> operation.outcome() instanceof Outcome.Ok;
        return sound.operations.stream()
                .filter(ok.and(operation -> kind.isInstance(operation.request())))
                .toList();
    }

    private static Response response(Operation operation) {
        return ((Outcome.Ok) operation.outcome()).response();
    }

    /** Reads of the present that showed something, shown otherwise. */
    private static List<Operation> ranges(RandomHistory sound, java.util.function.Consumer<List<Item>> change) {
        List<Operation> mutants = new ArrayList<>();
        for (Operation read : ok(sound, Request.Range.class)) {
            Response.Range right = (Response.Range) response(read);
            List<Item> items = new ArrayList<>(right.items());
            if (!items.isEmpty() && ((Request.Range) read.request()).revision() == 0) {
                change.accept(items);
                mutants.add(read.withOutcome(new Outcome.Ok(new Response.Range(right.revision(), items))));
            }
        }
        return mutants;
    }
}
