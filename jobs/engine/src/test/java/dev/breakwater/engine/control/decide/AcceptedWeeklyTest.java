package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Weekly;
import dev.breakwater.engine.policy.Mode;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A surge of 60 USD an hour in the minutes 100 to 129 was accepted for every week, and comes again. */
class AcceptedWeeklyTest {
    private static final Scope SHOP = Scope.function(Minute.ACCOUNT, Minute.REGION, "shop");
    private static final String INCIDENT = "1ddd9cc1e9a2";
    private static final int WEEK = 7 * 24 * 60;
    private static final int MONTH = 30 * 24 * 60;

    private final Rig rig = new Rig().knows("shop", -1).knows("cart", -1);

    @BeforeEach
    void onlyAlerts() {
        rig.mode = Mode.ALERT;
    }

    @Test
    void theSameSurgeAWeekLaterIsAWarning() {
        isAcceptedWhenOver();
        surge("shop", 100 + WEEK, 1);
        surge("shop", 100 + 3 * WEEK - 50, 1.9);
        surge("shop", 100 + 4 * WEEK + 50, 1);
        assertThat(rig.all.incidents).hasSize(4).last().satisfies(i -> {
            assertThat(i.identity().severity().wire()).isEqualTo("warning");
            assertThat(i.times().pagedAt()).isEqualTo(-1);
        });
        assertThat(rig.told()).as("the first one").hasSize(2);
    }

    @Test
    void itIsNotThrottledThen() {
        isAcceptedWhenOver();
        rig.mode = Mode.ENFORCE;
        surge("shop", 100 + WEEK, 1);
        assertThat(rig.limits()).isEmpty();
        surge("shop", 100 + 2 * WEEK, 3);
        assertThat(rig.limits()).as("one that is larger").isNotEmpty();
    }

    @Test
    void twoHoursOffItPages() {
        isAcceptedWhenOver();
        surge("shop", 100 + WEEK + 120, 1);
        assertThat(rig.told()).hasSize(4);
        surge("shop", 100 + 2 * WEEK - 120, 1);
        assertThat(rig.told()).hasSize(6);
        surge("shop", 100 + 2 * WEEK + 24 * 60, 1);
        assertThat(rig.told()).as("another day").hasSize(8);
    }

    @Test
    void threeTimesAsLargeItPages() {
        isAcceptedWhenOver();
        surge("shop", 100 + WEEK, 3);
        assertThat(rig.told()).hasSize(4).endsWith("TRIGGER critical surge", "RESOLVE critical calm");
    }

    @Test
    void oneThatGrewBeyondItStaysToldWhenItFallsAgain() {
        isAcceptedWhenOver();
        long at = 100 + WEEK;
        rig.minute(of("shop", at, at, 1));
        rig.minute(of("shop", at + 1, at, 3));
        rig.minute(of("shop", at + 2, at, 1));
        assertThat(rig.told()).hasSize(3).last().isEqualTo("TRIGGER critical surge");
        rig.minute(Minute.of("shop", at + 40).onset(at).lastEvidence(at + 2).closed(Reason.CALM));
        assertThat(rig.all.alarms).last().matches(a -> a.minute() == at + 2 && a.paged());
    }

    @Test
    void itPagesWhenTheTimeIsOver() {
        isAcceptedWhenOver();
        surge("shop", 100 + 5 * WEEK, 1);
        assertThat(rig.told()).hasSize(4);
        assertThat(rig.state.requests.weekly).isEmpty();
    }

    @Test
    void othersPageAllTheSame() {
        isAcceptedWhenOver();
        surge("cart", 100 + WEEK, 1);
        assertThat(rig.told()).hasSize(4);
    }

    @Test
    void whatGoesOnIsResolvedGivenBackAndFollowedToItsEnd() {
        rig.mode = Mode.ENFORCE;
        rig.minute(of("shop", 100, 100, 1));
        rig.asks(accepts(100, 101, 30));
        assertThat(rig.said()).endsWith("throttle above-throttle-line", "accept accepted", "release accepted");
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical accepted");
        assertThat(week().usdPerHour()).as("as it is by now").isEqualTo(60);
        for (int m = 101; m < 400; m++) rig.minute(of("shop", m, 100, 1));
        rig.minute(Minute.of("shop", 430).lastEvidence(399).closed(Reason.CALM));
        assertThat(rig.told()).hasSize(2);
        assertThat(week().to()).isEqualTo(400);
        surge("shop", 380 + WEEK, 1);
        assertThat(rig.told()).hasSize(2);
        rig.asks(accepts(100, 101, 60));
        assertThat(week().to()).as("the same word says nothing new").isEqualTo(400);
    }

    @Test
    void itDoesNotQuietenAnotherSurgeOfTheSameFunction() {
        rig.minute(of("shop", 5_000, 5_000, 1));
        rig.asks(accepts(100, 130, 60));
        assertThat(rig.told()).containsExactly("TRIGGER critical surge");
        assertThat(rig.state.requests.weekly).hasSize(1);
    }

    @Test
    void aTimeOfTheWeekAndTheNewNormalStandBesideEachOther() {
        isAcceptedWhenOver();
        rig.asks(new Request("n", Request.Kind.ACCEPT, SHOP, INCIDENT, rig.now, rig.now + Rig.MINUTE, "", ""));
        assertThat(rig.state.requests.acceptances).hasSize(1);
        assertThat(rig.state.requests.weekly).hasSize(1);
    }

    private void isAcceptedWhenOver() {
        surge("shop", 100, 1);
        rig.asks(accepts(100, 130, 60));
        assertThat(rig.all.decisions).last().satisfies(d -> {
            assertThat(d.type().wire()).isEqualTo("accept");
            assertThat(d.words())
                    .isEqualTo("accept each week Thu 00:40 to Thu 03:10 UTC, up to 120.00 USD an hour, by bob");
        });
        assertThat(rig.told()).containsExactly("TRIGGER critical surge", "RESOLVE critical calm");
    }

    private Weekly week() {
        return rig.state.requests.weekly.get(SHOP.id() + '/' + INCIDENT).weekly();
    }

    private void surge(String function, long from, double times) {
        for (long m = from; m < from + 30; m++) rig.minute(of(function, m, from, times));
        rig.minute(Minute.of(function, from + 60)
                .onset(from)
                .lastEvidence(from + 29)
                .closed(Reason.CALM));
    }

    private static Minute of(String function, long minute, long onset, double times) {
        return Minute.of(function, minute).onset(onset).page(20 * times).cost((long) (times * Minute.USD), 100);
    }

    private Request accepts(long from, long to, double usdPerHour) {
        return new Request("w", Request.Kind.ACCEPT, SHOP, INCIDENT, rig.now, MONTH * Rig.MINUTE, "bob", "")
                .each(new Weekly(from, to, usdPerHour, 6));
    }
}
