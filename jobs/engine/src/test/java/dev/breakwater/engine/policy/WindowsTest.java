package dev.breakwater.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.Windows.Window;
import dev.breakwater.model.PlannedSurge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowsTest {

    private static final Match SHOP = new Match("shop-*", Map.of());

    private final Windows windows = new Windows(List.of(
            new Window("week", SHOP, 100, 200, 0, 2), new Window("friday", SHOP, 120, 130, 0, 6), lull(300, 310)));

    private static Window lull(long from, long to) {
        return new Window("maintenance", SHOP, from, to, 0, .5);
    }

    @Test
    void beginsWithItsFirstMinuteAndEndsBeforeItsLast() {
        assertThat(windows.expect(99)).isEqualTo(1);
        assertThat(windows.expect(100)).isEqualTo(2);
        assertThat(windows.expect(199)).isEqualTo(2);
        assertThat(windows.expect(250)).isEqualTo(1);
    }

    @Test
    void fallsInALineWithinHalfAnHourWhenItIsOver() {
        Windows one = new Windows(List.of(new Window("friday", SHOP, 120, 130, 0, 32)));
        assertThat(one.expect(129)).isEqualTo(32);
        assertThat(one.expect(130)).isEqualTo(31);
        assertThat(one.expect(159)).isEqualTo(2);
        assertThat(one.expect(160)).isEqualTo(1);
        assertThat(one.cover(159)).isTrue();
        assertThat(one.cover(160)).isFalse();
        assertThat(one.most(140, 200)).isEqualTo(21);
        assertThat(one.most(100, 140)).isEqualTo(32);
    }

    @Test
    void recursFromItsFirstTimeOn() {
        Windows weekly = new Windows(List.of(new Window("report", SHOP, 120, 130, 100, 32)));
        for (long week : List.of(0L, 100L, 5_200L)) {
            assertThat(weekly.expect(week + 119)).isEqualTo(1);
            assertThat(weekly.expect(week + 120)).isEqualTo(32);
            assertThat(weekly.expect(week + 130)).isEqualTo(31);
            assertThat(weekly.cover(week + 159)).isTrue();
            assertThat(weekly.cover(week + 160)).isFalse();
            assertThat(weekly.most(week + 140, week + 200)).isEqualTo(21);
            assertThat(weekly.most(week + 140, week + 220)).isEqualTo(32);
        }
        assertThat(weekly.expect(20)).isEqualTo(1);
        assertThat(weekly.minutes(0, 399)).isEqualTo(3 * 40);
    }

    @Test
    void theLargestFactorCountsWhereTheyOverlap() {
        assertThat(windows.expect(125)).isEqualTo(6);
        assertThat(windows.at(125)).isEqualTo(new PlannedSurge("friday", 6));
        assertThat(windows.at(119)).isEqualTo(new PlannedSurge("week", 2));
        assertThat(windows.most(110, 120)).isEqualTo(6);
        assertThat(windows.most(110, 119)).isEqualTo(2);
    }

    @Test
    void aLullCoversItsMinutesAndRaisesNothing() {
        assertThat(windows.cover(305)).isTrue();
        assertThat(windows.expect(305)).isEqualTo(1);
        assertThat(windows.at(305).present()).isFalse();
    }

    @Test
    void countsTheMinutesThatLieInAny() {
        assertThat(windows.minutes(90, 109)).isEqualTo(10);
        assertThat(windows.minutes(0, 400)).isEqualTo(130 + 40);
        assertThat(windows.minutes(230, 299)).isZero();
    }

    @Test
    void speaksOnlyForTheFunctionsThatItMatches() {
        Match tagged = new Match("*", Map.of("tier", "web"));
        PolicyBook book = new PolicyBook(
                Mode.ALERT,
                List.of(),
                List.of(),
                new BlastRadius(5, .1, 10, 100),
                List.of(new Window("friday", SHOP, 0, 10, 0, 6), new Window("web", tagged, 0, 10, 0, 3)));
        assertThat(book.windowsOf("shop-cart", Map.of()).expect(5)).isEqualTo(6);
        assertThat(book.windowsOf("blog", Map.of()).expect(5)).isEqualTo(1);
        assertThat(book.windowsOf("blog", Map.of("tier", "web")).expect(5)).isEqualTo(3);
    }

    @Test
    void isWordedForPeople() {
        assertThat(new PlannedSurge("black-friday", 6).text()).isEqualTo("6 x the usual: window black-friday");
        assertThat(new PlannedSurge("launch", 2.5).text()).isEqualTo("2.50 x the usual: window launch");
    }
}
