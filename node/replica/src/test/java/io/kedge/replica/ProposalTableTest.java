/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.CompactRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a leader's proposals is told by the entries that are applied in their places. */
final class ProposalTableTest {

    private final ProposalTable table = new ProposalTable();
    private final List<Proposal> completed = new ArrayList<>();
    private final List<Proposal> lost = new ArrayList<>();

    @Test
    void theEntryOfItsIndexAndTermIsTheProposal() {
        Proposal own = added(7, 2);
        assertThat(table.take(6, 1, lost::add)).isNull();
        assertThat(table.take(7, 2, lost::add)).isSameAs(own);
        assertThat(completed).isEmpty();
        assertThat(table.size()).isZero();
    }

    /** Figure 8 of the paper: an entry of term 1 that only one member had wins after terms 2 and 3 began elsewhere. */
    @Test
    void anEntryOfAnEarlierTermTakesThePlaceOfAllOfThatTerm() {
        Proposal first = added(13, 2);
        Proposal second = added(14, 2);
        Proposal later = added(20, 4);
        assertThat(table.take(13, 1, lost::add)).isNull();
        assertThat(lost).containsExactly(first, second);
        assertThat(lost).noneMatch(Proposal::isAnswered);
        assertThat(table.take(14, 1, lost::add)).isNull();
        assertThat(table.take(20, 4, lost::add)).isSameAs(later);
    }

    @Test
    void aPlaceThatIsPassedOverIsABug() {
        added(7, 2);
        assertThatIllegalStateException().isThrownBy(() -> table.take(8, 2, lost::add));
    }

    private Proposal added(long index, long term) {
        Proposal proposal = new Proposal(Command.of(Caller.NODE, new CompactRequest(1, false)), new byte[0]);
        proposal.accepted(index, term);
        table.add(proposal, completed);
        return proposal;
    }
}
