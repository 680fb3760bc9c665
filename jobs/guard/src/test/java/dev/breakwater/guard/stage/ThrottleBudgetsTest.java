package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.breakwater.engine.budget.BudgetOutput.BudgetOrder;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.SettingsOf;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThrottleBudgetsTest {

    private static final String GROUP = "shop";
    private static final long START = Given.START;

    private StageRig<GroupWord, Assessment> rig;

    @BeforeEach
    void open() throws Exception {
        rig = rig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void tellsControlOfEachMemberWhileTheOrderIsSaidAgain() throws Exception {
        rig.feed(standing("shop-b", START - 2), START);
        rig.feed(standing("shop-a", START - 2), START);
        rig.arrive(START + 1);
        assertThat(rig.out()).as("nobody ordered anything").isEmpty();
        rig.feed(order("*", "b1"), START + 1);
        rig.arrive(START + 2);
        assertThat(rig.out())
                .extracting(a -> a.scope().key(), Assessment::order, Assessment::minute)
                .containsExactly(tuple("shop-a", "b1", START - 2), tuple("shop-b", "b1", START - 2));
        rig.feed(standing("shop-a", START), START + 2);
        rig.arrive(START + 3);
        assertThat(rig.out()).as("the order was not said again").hasSize(2);
    }

    @Test
    void meansTheMembersOfItsAccountAlone() throws Exception {
        rig.feed(standing("shop-a", START), START);
        rig.feed(order("444455556666", "b1"), START);
        rig.feed(order(Given.ACCOUNT, "b2"), START);
        rig.arrive(START + 1);
        assertThat(rig.out()).extracting(Assessment::order).containsExactly("b2");
    }

    @Test
    void aMemberNoMoreAndOneUnheardOfForADayAreForgotten() throws Exception {
        rig.feed(standing("other", START), START);
        rig.feed(standing("shop-a", START), START);
        rig.feed(order("*", "b1"), START + 1440);
        rig.arrive(START + 1441);
        assertThat(rig.out()).isEmpty();
        assertThat(rig.stateEntries()).isZero();
    }

    @Test
    void whoSaysThatItsTagsAreOthersIsNoMemberAnyMore() throws Exception {
        try (StageRig<GroupWord, Assessment> tagged = rig(new Match("*", Map.of("team", "shop")))) {
            tagged.feed(standing("a", START, Map.of("team", "shop")), START);
            tagged.feed(order("*", "b1"), START);
            tagged.arrive(START + 1);
            assertThat(tagged.out()).hasSize(1);
            tagged.feed(standing("a", START + 1, Map.of("team", "pay")), START + 1);
            tagged.feed(order("*", "b1"), START + 1);
            tagged.arrive(START + 2);
            assertThat(tagged.out()).hasSize(1);
            assertThat(tagged.stateEntries()).isZero();
        }
    }

    @Test
    void theOrderWithinAnArrivalMinuteDoesNotMatterAndRestartsChangeNothing() throws Exception {
        day(rig, null);
        assertThat(rig.out()).isNotEmpty();
        for (long seed = 1; seed <= 2; seed++) {
            try (StageRig<GroupWord, Assessment> other = rig()) {
                day(other, new Random(seed));
                assertThat(other.everything()).isEqualTo(rig.everything());
            }
        }
    }

    /** Plays a day. The messages of a minute arrive in any order, some before the watermark of the previous minute. */
    private static void day(StageRig<GroupWord, Assessment> rig, Random order) throws Exception {
        for (long m = START; m < START + 120; m += 2) {
            List<long[]> words = new ArrayList<>();
            for (long arrival = m; arrival < m + 2; arrival++) {
                for (int member = 0; member < 4; member++) words.add(new long[] {arrival, member});
                if (m / 20 % 2 == 0) words.add(new long[] {arrival, -1});
            }
            if (order != null) Collections.shuffle(words, order);
            for (long[] w : words) {
                rig.feed(w[1] < 0 ? order("*", "b1") : standing("shop-" + w[1], w[0]), w[0]);
            }
            if (order != null && order.nextInt(9) == 0) rig.restart();
            rig.arrive(m + 2);
        }
    }

    private static GroupWord standing(String function, long minute) {
        return standing(function, minute, Map.of());
    }

    private static GroupWord standing(String function, long minute, Map<String, String> tags) {
        Scope scope = Scope.function(Given.ACCOUNT, Given.REGION, function);
        return GroupWord.of(GROUP, Verdicts.page(scope, minute, minute), tags);
    }

    private static GroupWord order(String account, String incident) {
        return GroupWord.of(new BudgetOrder(GROUP, account, incident));
    }

    private static StageRig<GroupWord, Assessment> rig() throws Exception {
        return rig(new Match("shop-*", Map.of()));
    }

    private static StageRig<GroupWord, Assessment> rig(Match match) throws Exception {
        GuardSettings s = Given.recording();
        Group shop = new Group(GROUP, match);
        PolicyBook book = new PolicyBook(
                s.first().policies().mode(),
                s.first().policies().policies(),
                List.of(shop),
                s.first().policies().radius(),
                List.of());
        GuardSettings settings = SettingsOf.books(book, s.control(), s.prices(), s.fleet(), true);
        return new StageRig<>(
                () -> new WithFleet<>(new ThrottleBudgets(settings), settings.fleet()), GroupWord::group, List.of());
    }
}
