package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In these tests, the cap for functions younger than a day is 0.10 USD an hour, and 25 calls a minute cost 0.075 USD an
 * hour.
 */
class YoungFunctionTest {

    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 100_000_000);

    private final Series s = new Series(14, GATES);

    @Test
    void isNotReadyInTheFirstDayButCapped() {
        s.run(0, 300, m -> 20).run(300, 360, m -> 4_000);
        Assessment page = s.at(Level.PAGE);
        assertThat(page.episode().reason()).isEqualTo(Reason.YOUNG_FUNCTION_CAP);
        assertThat(page.readings().ready()).isFalse();
        assertThat(page.episode().onset()).isEqualTo(Series.START + 300);
    }

    /**
     * If the cost were only compared with the mean including the flood, a flood in the third hour would not be unusual
     * within an hour.
     */
    @ParameterizedTest
    @ValueSource(longs = {100, 119, 130, 150, 179, 200, 240, 300, 600})
    void aTwentyfoldFloodIsPagedWithinMinutesAtAnyAge(long onset) {
        s.run(0, onset, m -> 25).run(onset, onset + 120, m -> 500);
        assertThat(s.first(Level.PAGE)).isBetween(onset, onset + 20);
        assertThat(s.at(Level.PAGE).episode().onset() - Series.START).isBetween(onset - 2, onset + 1);
    }

    @Test
    void aFunctionSilentSinceItsFirstCallsIsPagedAsSoonAsItsFloodIsAboveTheCap() {
        s.run(0, 1, m -> 10).run(1, 140, m -> 0).run(140, 200, m -> 1_000);
        assertThat(s.first(Level.PAGE)).isBetween(140L, 142L);
        assertThat(s.at(Level.PAGE).episode().onset()).isEqualTo(Series.START + 140);
    }

    @Test
    void aDearFunctionIsNotPagedOnTheDayOnWhichTheFeedBegins() {
        // from the third hour, it costs 0.18 USD an hour, which is above the cap but legitimate
        s.run(0, 120, m -> 25).run(120, 1_400, m -> 60);
        assertThat(s.first(Level.PAGE)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 3, 10})
    void aMorningThatGrowsOverHoursIsNoPage(double times) {
        s.run(0, 120, m -> 30).run(120, 480, m -> 30 * Math.pow(times, (m - 120) / 360.0));
        s.run(480, 1_000, m -> 30 * times);
        assertThat(s.first(Level.PAGE)).isEqualTo(-1);
    }

    @Test
    void aMorningThatGrowsThreefoldInEachOfThreeHoursIsNoPage() {
        s.run(0, 600, m -> 5 * Math.pow(3, Math.min(3, m / 60)));
        assertThat(s.first(Level.PAGE)).isEqualTo(-1);
    }

    @Test
    void aSuddenRisePagesFromThePageThresholdFarBelowTheCap() {
        // 0.075 USD an hour, above the page threshold, becomes 1.50 USD an hour
        Series far = new Series(14, new Gates(50_000_000, 50_000_000, 5_000_000_000L));
        far.run(0, 600, m -> 25).run(600, 720, m -> 500);
        assertThat(far.first(Level.PAGE)).isBetween(600L, 620L);
        far.run(720, 900, m -> 500);
        assertThat(far.last().episode().level()).as("while it goes on").isEqualTo(Level.PAGE);
    }

    /** The first day of feed-ranking in the demo's recording, in USD an hour. Its busiest hours are normal. */
    @Test
    void aDearFunctionsBusiestHoursAreNoPage() {
        double[] usd = {3.1, 2.9, 2.4, 2.3, 2.2, 2.2, 2.5, 2.6, 2.7, 2.5, 2.4, 2.6, 3.8, 5.1, 14.3, 18.7, 11.4, 6.0};
        Series dear = new Series(14, new Gates(1_000_000_000, 1_000_000_000, 5_000_000_000L));
        dear.run(0, 60L * usd.length, m -> usd[(int) m / 60] / 60 * 1e9 / Series.UNIT_NANO);
        assertThat(dear.first(Level.PAGE)).isEqualTo(-1);
    }

    @Test
    void afterAnOutageOfDaysTheFirstDayIsNotWhatAFunctionIsComparedWith() {
        int day = Series.DAY;
        Series grown = new Series(14, new Gates(50_000_000, 50_000_000, 5_000_000_000L));
        grown.run(0, day, m -> 5).run(day, 9L * day, m -> 100);
        grown.said.clear();
        grown.state.silence.note(Series.START + 9L * day, Series.START + 18L * day - 1);
        grown.run(18L * day, 18L * day + 300, m -> 100);
        assertThat(grown.judged.ready()).isFalse();
        assertThat(grown.first(Level.PAGE)).isEqualTo(-1);
    }
}
