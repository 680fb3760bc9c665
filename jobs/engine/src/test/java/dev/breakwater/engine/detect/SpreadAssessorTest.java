package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.account.AccountState;
import dev.breakwater.engine.detect.account.Contribution;
import dev.breakwater.engine.detect.account.SpreadAssessor;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadAssessorTest {

    private static final Gates GATES = new Gates(1_000, 2_000, 5_000_000_000L);
    private static final Scope SCOPE = Scope.account("1", "r");
    private static final long START = 29_540_160;

    private final AccountState account = new AccountState();
    private final List<Assessment> said = new ArrayList<>();
    private long now = START;

    @Test
    void pagesWhenATenthOfTheReadyFunctionsIsUpInTwoOfThreeMinutes() {
        ready(120);
        minutes(10, 0);
        minutes(1, 12);
        assertThat(said).isEmpty();
        minutes(1, 12);
        assertThat(said.get(0).episode().level()).isEqualTo(Level.PAGE);
        assertThat(said.get(0).episode().kind()).isEqualTo(IncidentKind.SPREAD);
        assertThat(said.get(0).episode().onset()).isEqualTo(now - 2);
        assertThat(said.get(0).amounts().excessHour()).isEqualTo(12_000);
    }

    @Test
    void warnsBelowThatAndSaysNothingOfAFew() {
        ready(120);
        minutes(10, 9);
        assertThat(said).isEmpty();
        minutes(10, 11);
        assertThat(said).isNotEmpty().allMatch(a -> a.episode().level() == Level.WARN);
    }

    @Test
    void saysNothingOfManyFunctionsWithoutMoney() {
        ready(120);
        minutes(10, 30, 10);
        assertThat(said).isEmpty();
    }

    @Test
    void closesHalfAnHourAfterItsLastEvidenceAndCountsTheMoneyOfItsMembers() {
        ready(100);
        minutes(5, 0);
        minutes(20, 20);
        minutes(31, 0);
        Assessment last = said.get(said.size() - 1);
        assertThat(last.episode().closed()).isTrue();
        assertThat(last.episode().reason()).isEqualTo(Reason.CALM);
        assertThat(last.amounts().excess()).isEqualTo(20 * 20 * 100);
        assertThat(SpreadAssessor.wantsEveryMinute(account)).isFalse();
    }

    @Test
    void getsUsedToAnAccountWhoseFunctionsMoveTogether() {
        ready(100);
        for (int day = 0; day < 4; day++) {
            minutes(700, 0);
            minutes(40, 9);
            minutes(700, 0);
        }
        said.clear();
        minutes(10, 13);
        assertThat(said).as("13 are less than one and a half times the usual 9").isEmpty();
        minutes(10, 14);
        assertThat(said).isNotEmpty();
    }

    @Test
    void aFunctionThatCameLateIsAddedToItsMinuteWhateverTheOrder() {
        AccountState other = new AccountState();
        Contribution one = contribution(START, 3, 100);
        Contribution two = contribution(START, 4, 700);
        account.add(one, START);
        account.add(two, START);
        other.add(two, START);
        other.add(one, START);
        assertThat(account.apply(START)).containsExactly(START);
        other.apply(START);
        assertThat(account.sum(START, Contribution.UP)).isEqualTo(7).isEqualTo(other.sum(START, Contribution.UP));
        assertThat(other.sums).isEqualTo(account.sums);
    }

    private void ready(int functions) {
        account.ready = functions;
    }

    private void minutes(int count, int up) {
        minutes(count, up, 1_000);
    }

    private void minutes(int count, int up, long excessHour) {
        for (int i = 0; i < count; i++, now++) {
            account.add(contribution(now, up, up * excessHour), now);
            account.apply(now);
            SpreadAssessor.observe(account, SCOPE, now, now + 1, GATES).ifPresent(said::add);
        }
    }

    private static Contribution contribution(long minute, int up, long excessHour) {
        long[] change = new long[Contribution.COUNT + 1];
        change[Contribution.UP] = up;
        change[Contribution.EXCESS_HOUR] = excessHour;
        change[Contribution.EXCESS] = up * 100L;
        return new Contribution(SCOPE, minute, 0, 0, change);
    }
}
