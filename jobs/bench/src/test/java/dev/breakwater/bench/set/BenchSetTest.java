package dev.breakwater.bench.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.breakwater.bench.set.BenchSet.AttackKind;
import dev.breakwater.bench.set.BenchSet.Feed;
import dev.breakwater.bench.set.BenchSet.Feed.Line;
import dev.breakwater.bench.set.BenchSet.Incident;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchSetTest {

    private static final BenchSet SET = BenchSet.of(7);

    @Test
    void theSameSeedDrawsTheSameSet() {
        assertThat(fingerprint(BenchSet.of(7))).isEqualTo(fingerprint(SET));
    }

    @Test
    void anotherSeedDrawsAnotherSet() {
        assertThat(fingerprint(BenchSet.of(8))).isNotEqualTo(fingerprint(SET));
    }

    @Test
    void everyKindOfAttackIsThereAndCostsMoney() {
        assertThat(SET.incidents()).extracting(Incident::kind).contains(AttackKind.values());
        for (Incident i : SET.incidents()) {
            double excess = Arrays.stream(i.excessNano()).sum();
            assertThat(excess).as(i.kind() + " at " + i.start()).isGreaterThan(.05e9);
        }
    }

    @Test
    void attacksLieInTheSecondWeekAndEndBeforeTheSet() {
        assertThat(SET.incidents()).allSatisfy(i -> {
            assertThat(i.start()).isGreaterThanOrEqualTo(BenchSet.EVALUATED_FROM);
            assertThat(i.end()).isGreaterThan(i.start()).isLessThan(BenchSet.MINUTES);
            assertThat(i.excessNano()).hasSize(i.end() - i.start());
        });
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // the list has each attack once
    void noFunctionSuffersTwoAttacksAtOnce() {
        for (Incident a : SET.incidents()) {
            for (Incident b : SET.incidents()) {
                if (a == b || a.start() >= b.end() || b.start() >= a.end()) continue;
                assertThat(a.functions()).doesNotContain(b.functions());
            }
        }
    }

    @Test
    void whatChangesForGoodOrComesBackIsNoAttack() {
        BenchSet changing = BenchSet.changing(7);
        assertThat(changing.incidents()).hasSameSizeAs(SET.incidents());
        // batches, month ends and shifts cost more than a twentieth of the account
        assertThat(changing.accountNanoPerMinute()).isGreaterThan(1.05 * SET.accountNanoPerMinute());
    }

    @Test
    void theWeeksBeforeAreLikeTheFirst() {
        double[] calls = new double[2];
        int[] first = {0};
        SET.before(2, 7, new Feed() {
            @Override
            public void line(Line l) {
                first[0] = Math.min(first[0], l.minute());
                calls[l.minute() < -BenchSet.EVALUATED_FROM ? 0 : 1] += l.calls();
            }

            @Override
            public void minuteEnds(int minute) {}
        });
        double week = SET.functions().stream()
                .mapToDouble(t -> t.meanCalls(0, BenchSet.EVALUATED_FROM) * BenchSet.EVALUATED_FROM)
                .sum();
        assertThat(first[0]).isEqualTo(-2 * BenchSet.EVALUATED_FROM);
        assertThat(calls[0]).isCloseTo(week, offset(.01 * week));
        assertThat(calls[1]).isCloseTo(week, offset(.01 * week));
    }

    @Test
    void aCrowdGoesInALineFromTheMiddleOfOneCountToThatOfTheNext() {
        Base.Crowd crowd = new Base.Crowd("by hand", 5, new int[] {10, 20});
        assertThat(crowd.rate(0)).isEqualTo(2);
        assertThat(crowd.rate(2)).isEqualTo(2);
        assertThat(crowd.rate(4)).isCloseTo(2.8, offset(1e-9));
        assertThat(crowd.rate(7)).isEqualTo(4);
        assertThat(crowd.rate(9)).isEqualTo(4);
    }

    @Test
    void aLaunchedFunctionIsSilentBefore() {
        Incident launched = SET.incidents().stream()
                .filter(i -> i.kind() == AttackKind.NEW_FUNCTION)
                .findFirst()
                .orElseThrow();
        Traffic t = SET.functions().get(launched.functions()[0]);
        assertThat(t.launch).isBetween(BenchSet.EVALUATED_FROM, launched.start() - Base.DAY);
        assertThat(t.meanCalls(0, t.launch)).isZero();
        assertThat(t.meanCalls(t.launch, launched.start())).isPositive();
    }

    @Test
    void theFeedPassesEachMinuteOnceInOrderAndKnowsWhenItWasSilent() {
        Heard heard = new Heard();
        SET.play(heard);
        assertThat(heard.ended).hasSize(heard.newest + 1);
        for (int m = 0; m < heard.ended.size(); m++)
            assertThat(heard.ended.get(m)).isEqualTo(m);
        assertThat(heard.gaps).contains(20);
        assertThat(heard.late).isPositive();
    }

    @Test
    void aLateLineComesAfterTheMinuteInWhichItWasDue() {
        BenchSet set = HandMade.of(m -> 5, m -> m == 100 ? 9 : 5);
        HandMade.delay(set, 1, 100, 4);
        List<Line> of100 = new ArrayList<>();
        set.play(new Heard() {
            @Override
            public void line(Line l) {
                super.line(l);
                if (l.minute() == 100) of100.add(l);
            }
        });
        assertThat(of100).extracting(Line::arrival).containsExactly(100, 103);
        assertThat(of100.get(1).calls()).isEqualTo(9);
    }

    @Test
    void aCallIsPricedByRequestAndGigabyteSecond() {
        Traffic t = new Traffic("f", "by hand", 2048, 1);
        // 200 nano-USD a request + 3 s x 2 GB x 16,666.7
        assertThat(t.nanoPerCall(3000)).isCloseTo(100_200.2, offset(1e-6));
    }

    private static long fingerprint(BenchSet set) {
        long[] hash = {17};
        set.play(new Feed() {
            @Override
            public void line(Line l) {
                hash[0] = hash[0] * 31 + l.hashCode();
            }

            @Override
            public void minuteEnds(int minute) {
                hash[0] = hash[0] * 31 + minute;
            }
        });
        for (Incident i : set.incidents()) hash[0] = hash[0] * 31 + Arrays.hashCode(i.excessNano());
        return hash[0];
    }

    private static class Heard implements Feed {
        final List<Integer> ended = new ArrayList<>();
        final List<Integer> gaps = new ArrayList<>();
        int newest = -1;
        int late;

        @Override
        public void line(Line l) {
            newest = l.arrival();
            if (l.minute() < l.arrival()) late++;
            int gap = l.silentTo() - l.silentFrom() + 1;
            if (l.silentFrom() >= 0 && (gaps.isEmpty() || gaps.get(gaps.size() - 1) != gap)) gaps.add(gap);
        }

        @Override
        public void minuteEnds(int minute) {
            ended.add(minute);
        }
    }
}
