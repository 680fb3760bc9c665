package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.Judge.Judged;
import dev.breakwater.engine.detect.account.AccountState;
import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.account.ContributionDelta;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.policy.Windows;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Level;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Thirty sparse functions. Each function is too noisy to judge, but their sum is not. */
class GroupTest {

    private static final int MEMBERS = 30;
    private static final int DAYS = 8;
    private static final double USUAL = .4;
    private static final long UNIT = 50_000;
    private static final Gates GATES = new Gates(3_000_000, 3_000_000, Long.MAX_VALUE);
    private static final Scope GROUP = Scope.group("1", "r", "checkout");

    private final Random random = new Random(5);
    private final ScopeAssessor functions = new ScopeAssessor();
    private final ScopeAssessor groups = new ScopeAssessor();
    private final ScopeState[] members = new ScopeState[MEMBERS];
    private final Share[] shares = new Share[MEMBERS];
    private final Windows[] windows = new Windows[MEMBERS];
    private final AccountState sums = new AccountState();
    private final ScopeState group = new ScopeState();
    private final List<Assessment> ofMembers = new ArrayList<>();
    private final List<Assessment> ofGroup = new ArrayList<>();
    private long now = Series.START;

    GroupTest() {
        for (int i = 0; i < MEMBERS; i++) {
            members[i] = new ScopeState();
            shares[i] = new Share();
            windows[i] = Windows.NONE;
        }
    }

    @Test
    void seesASurgeThatIsTooThinForEachMember() {
        minutes(DAYS * DataMinute.DAY, USUAL);
        assertThat(ofGroup).isEmpty();
        long onset = now;
        minutes(120, 2.2 * USUAL);
        assertThat(ofMembers)
                .extracting(a -> a.episode().level())
                .as("pages of members")
                .doesNotContain(Level.PAGE);
        Assessment page = ofGroup.stream()
                .filter(a -> a.episode().level() == Level.PAGE)
                .findFirst()
                .orElseThrow();
        assertThat(page.scope()).isEqualTo(GROUP);
        assertThat(page.minute() - onset).isBetween(0L, 20L);
        assertThat(page.readings().expected().demandPerMinute()).isBetween(10.0, 14.0);
    }

    @Test
    void aSilentFeedIsNotLearnedAsZero() {
        minutes(2 * DataMinute.DAY, USUAL);
        double before = group.hours.demand[ScopeState.hourSlot(DataMinute.hourOf(now - 4 * DataMinute.HOUR))];
        long from = now;
        now += 3 * DataMinute.HOUR;
        sums.silentFrom = from;
        sums.silentTo = now - 1;
        minutes(DataMinute.HOUR, USUAL);
        int slot = ScopeState.hourSlot(DataMinute.hourOf(from + DataMinute.HOUR));
        assertThat(group.hours.known[slot >> 6] >>> slot & 1)
                .as("hour of the gap is known")
                .isZero();
        assertThat(before).isPositive();
    }

    @Test
    void doesNotPageForWhatAWindowOfItsMembersExplainsNorLearnIt() {
        minutes(DAYS * DataMinute.DAY, USUAL);
        plan(DataMinute.DAY, MEMBERS);
        minutes(DataMinute.DAY, 5 * USUAL);
        minutes(DataMinute.DAY, USUAL);
        assertThat(ofGroup).isEmpty();
    }

    @Test
    void pagesForWhatItsMembersHaveBeyondTheirWindow() {
        minutes(DAYS * DataMinute.DAY, USUAL);
        plan(DataMinute.DAY, MEMBERS);
        minutes(600, 5 * USUAL);
        assertThat(ofGroup).isEmpty();
        long onset = now;
        minutes(30, 30 * USUAL);
        assertThat(ofGroup)
                .filteredOn(a -> a.episode().level() == Level.PAGE)
                .first()
                .satisfies(a -> assertThat(a.minute() - onset).isBetween(0L, 5L));
    }

    @Test
    void aWindowSaysNothingForMembersThatItDoesNotMatch() {
        minutes(DAYS * DataMinute.DAY, USUAL);
        plan(DataMinute.DAY, 3);
        long onset = now;
        minutes(30, 5 * USUAL);
        assertThat(ofGroup)
                .filteredOn(a -> a.episode().level() == Level.PAGE)
                .first()
                .satisfies(a -> assertThat(a.minute() - onset).isBetween(0L, 10L));
    }

    /** Plans a window of six times the usual for the first {@code of} members, beginning now. */
    private void plan(int minutes, int of) {
        long from = now - Series.START;
        for (int f = 0; f < of; f++) windows[f] = Series.planned(from, from + minutes, 6);
    }

    private void minutes(int count, double rate) {
        for (int i = 0; i < count; i++, now++) {
            for (int f = 0; f < MEMBERS; f++) member(f, Series.poisson(random, rate));
            sums.apply(now);
            group.silence.note(sums.silentFrom, sums.silentTo);
            MinuteSums ofAll = sums.minuteSums(now);
            ofGroup.addAll(groups.observe(new ScopeView(group), GROUP, ofAll, now + 1, GATES)
                    .assessments());
        }
    }

    private void member(int f, long calls) {
        if (calls == 0) return;
        Scope scope = Scope.function("1", "r", "f" + f);
        MinuteSums minute = new MinuteSums(now, calls, calls * UNIT, calls * UNIT, 0, 1, 0, 0);
        ScopeView view = new ScopeView(members[f], windows[f], ScopeView.NOT_HELD);
        Judged judged = functions.observe(view, scope, minute, now, GATES);
        ofMembers.addAll(judged.assessments());
        Observation o = new Observation(
                new FunctionKey(scope), now, now, 0, 0, calls, 0, 0, 0, 0, 1, calls * UNIT, calls * UNIT, 0);
        ContributionDelta.of(shares[f], view, o, judged).ifPresent(t -> sums.add(t.to(GROUP, 0, 0), now));
    }
}
