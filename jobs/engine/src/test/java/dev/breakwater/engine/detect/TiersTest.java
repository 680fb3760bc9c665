package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.engine.detect.Tiers.SpreadLimit;
import dev.breakwater.engine.detect.Tiers.Tier;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Level;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiersTest {

    private static final int WEEK = 7 * Series.DAY;
    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 5_000_000_000L);

    @Test
    void theFactorOneIsTheStandard() {
        Tiers same = Tiers.strictness(1);
        assertThat(same.page).isEqualTo(Tiers.STANDARD.page);
        assertThat(same.warn).isEqualTo(Tiers.STANDARD.warn);
        assertThat(same.spreadPage).isEqualTo(SpreadLimit.PAGE);
        assertThat(same.spreadWarn).isEqualTo(SpreadLimit.WARN);
    }

    @Test
    void noConstantOfAStricterTierIsLooser() throws ReflectiveOperationException {
        for (Tier tier : List.of(Tier.PAGE, Tier.WARN)) {
            for (double factor = .3; factor < 3; factor *= 1.1) {
                Tier looser = tier.times(factor);
                Tier stricter = tier.times(factor * 1.1);
                noneIsLooser(looser, stricter, factor);
            }
        }
    }

    private static void noneIsLooser(Object looser, Object stricter, double factor)
            throws ReflectiveOperationException {
        for (RecordComponent c : looser.getClass().getRecordComponents()) {
            c.getAccessor().setAccessible(true);
            Object low = c.getAccessor().invoke(looser);
            Object high = c.getAccessor().invoke(stricter);
            if (low instanceof Record) noneIsLooser(low, high, factor);
            else
                assertThat(((Number) high).doubleValue())
                        .as(c.getName() + " at " + factor)
                        .isGreaterThanOrEqualTo(((Number) low).doubleValue());
        }
    }

    @Test
    void aStricterAssessorPagesLaterOrNever() {
        long usual = firstPage(1);
        assertThat(firstPage(.6)).isBetween(0L, usual - 1);
        assertThat(firstPage(1.5)).isGreaterThan(usual);
        assertThat(firstPage(4)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatIsNoFactor(double factor) {
        assertThatThrownBy(() -> Tiers.strictness(factor)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The first page for a slow attack that grows to three times the demand within four hours. */
    private static long firstPage(double strictness) {
        Series s = new Series(21, GATES, new ScopeAssessor(Tiers.strictness(strictness)));
        s.run(0, WEEK, m -> Series.daily(m, 30, 300));
        int before = s.said.size();
        s.run(WEEK, WEEK + 300, m -> Series.daily(m, 30, 300) * (1 + 2 * Math.min(1, (m - WEEK) / 240.0)));
        return s.said.subList(before, s.said.size()).stream()
                .filter(a -> a.episode().level() == Level.PAGE)
                .mapToLong(a -> a.minute() - Series.START - WEEK)
                .findFirst()
                .orElse(-1);
    }
}
