package dev.breakwater.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.watch.ActWatch.ActEvent;
import dev.breakwater.core.watch.ActWatch.ActReport;
import dev.breakwater.core.watch.ActWatch.ActReport.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActWatchTest {

    private static final long MINUTE = 60_000;

    private ActWatch watch = new ActWatch(ActWatch.KNOWN_AFTER);
    private final List<String> told = new ArrayList<>();
    private long now = 1_000 * MINUTE;

    /** What may be open from before the start is ended by an act that works, once all that fails is known. */
    @BeforeEach
    void ended() {
        seen("1", "z", true, Result.POSSIBLE);
        seen("2", "z", true, Result.POSSIBLE);
        for (int i = 0; i < 4; i++) pass();
        assertThat(told).isEmpty();
        pass();
        assertThat(told).containsExactlyInAnyOrder("RESOLVE 1 0/0", "RESOLVE 2 0/0");
        told.clear();
    }

    @Test
    void whatMayBeOpenFromBeforeEndsThoughNothingIsToBeDone() {
        watch = new ActWatch(ActWatch.KNOWN_AFTER);
        watch.watches("1", "z", now);
        for (int i = 0; i < 4; i++) pass();
        assertThat(told).isEmpty();
        for (int i = 0; i < 4; i++) pass();
        assertThat(told).containsExactly("RESOLVE 1 0/0");
    }

    @Test
    void anAccountThatRefusesIsToldOfOnceAndResolvedWhenAllThatFailedWorks() {
        for (int i = 0; i < 30; i++) {
            seen("1", "f", true, Result.REFUSED);
            seen("1", "g", true, Result.REFUSED);
            pass();
        }
        seen("1", "f", true, Result.POSSIBLE);
        assertThat(told).containsExactly("TRIGGER 1 1/0");
        seen("1", "g", true, Result.POSSIBLE);
        seen("1", "g", true, Result.POSSIBLE);
        assertThat(told).containsExactly("TRIGGER 1 1/0", "RESOLVE 1 0/0");
    }

    @Test
    void aReleaseThatIsRefusedIsToldEvenIfThrottlesWereToldBefore() {
        seen("1", "f", true, Result.REFUSED);
        seen("1", "g", false, Result.REFUSED);
        seen("1", "g", false, Result.REFUSED);
        assertThat(told).containsExactly("TRIGGER 1 1/0", "UPDATE 1 2/1");
    }

    @Test
    void whatMayPassIsToldOnlyWhenItStays() {
        for (int i = 0; i < 4; i++) {
            seen("1", "f", true, Result.NOT_NOW);
            pass();
        }
        seen("1", "f", true, Result.POSSIBLE);
        assertThat(told).isEmpty();
        for (int i = 0; i < 10; i++) {
            seen("1", "f", true, Result.NOT_NOW);
            pass();
        }
        assertThat(told).containsExactly("TRIGGER 1 1/0");
    }

    @Test
    void aLeverThatWorksDoesNotHideOneThatIsDenied() {
        for (int i = 0; i < 10; i++) {
            seen("1", "f by queue", true, Result.REFUSED);
            seen("1", "g", true, Result.POSSIBLE);
            pass();
        }
        assertThat(told).containsExactly("TRIGGER 1 1/0");
    }

    @Test
    void accountsAreApart() {
        seen("1", "f", true, Result.REFUSED);
        seen("2", "f", true, Result.REFUSED);
        seen("1", "f", true, Result.POSSIBLE);
        assertThat(told).containsExactly("TRIGGER 1 1/0", "TRIGGER 2 1/0", "RESOLVE 1 0/0");
    }

    @Test
    void aThrottleThatCannotBeGivenBackIsNeverOverBecauseNothingIsHeardOfIt() {
        seen("1", "f", false, Result.REFUSED);
        for (int i = 0; i < 3 * 1440; i++) pass();
        seen("1", "g", true, Result.POSSIBLE);
        assertThat(told).containsExactly("TRIGGER 1 1/1");
        seen("1", "f", false, Result.POSSIBLE);
        assertThat(told).containsExactly("TRIGGER 1 1/1", "RESOLVE 1 0/0");
    }

    @Test
    void afterARestartNothingIsEndedThatIsStillToBeStatedAgain() {
        watch = new ActWatch(ActWatch.KNOWN_AFTER);
        seen("1", "g", true, Result.POSSIBLE);
        pass();
        seen("1", "f", false, Result.NOT_NOW);
        for (int i = 0; i < 60; i++) pass();
        assertThat(told).containsExactly("TRIGGER 1 1/1");
    }

    @Test
    void awsAwayForFiveMinutesIsToldAsAThrottleThatCannotBeGivenBackEvenIfNoMoreIsHeard() {
        seen("1", "f", true, Result.NOT_NOW);
        pass();
        seen("1", "f", false, Result.NOT_NOW);
        for (int i = 0; i < 3; i++) pass();
        assertThat(told).isEmpty();
        pass();
        assertThat(told).containsExactly("TRIGGER 1 1/1");
    }

    @Test
    void aReleaseThatFailsOnceForAMomentMakesNothingWorse() {
        seen("1", "f", true, Result.REFUSED);
        seen("1", "g", false, Result.NOT_NOW);
        pass();
        seen("1", "g", false, Result.POSSIBLE);
        assertThat(told).containsExactly("TRIGGER 1 1/0");
    }

    @Test
    void onlyWhatFailedWorksAgain() {
        ActWatch fresh = new ActWatch(ActWatch.KNOWN_AFTER);
        fresh.watches("1", "z", now);
        now += ActWatch.KNOWN_AFTER.toMillis();
        assertThat(fresh.look(now)).extracting(ActEvent::reason).containsExactly("no act fails");
        fresh.seen(new ActReport("1", "r", "f", true, Result.REFUSED, "", now));
        assertThat(fresh.seen(new ActReport("1", "r", "f", true, Result.POSSIBLE, "", now)))
                .get()
                .extracting(ActEvent::reason)
                .isEqualTo("acts work again");
    }

    private void seen(String account, String limit, boolean throttle, Result result) {
        watch.seen(new ActReport(account, "r", limit, throttle, result, "", now))
                .ifPresent(this::tell);
    }

    private void pass() {
        now += MINUTE;
        watch.look(now).forEach(this::tell);
    }

    private void tell(ActEvent e) {
        told.add(e.type() + " " + e.account() + " " + e.limits() + "/" + e.releases());
    }
}
