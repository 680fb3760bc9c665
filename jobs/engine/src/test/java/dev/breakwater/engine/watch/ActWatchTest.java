package dev.breakwater.engine.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.watch.ActWatch.ActEvent;
import dev.breakwater.engine.watch.ActWatch.ActReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActWatchTest {

    private static final long MINUTE = 60_000;

    private final List<String> told = new ArrayList<>();
    private long now = 1_000 * MINUTE;
    private ActWatch watch = new ActWatch(false, now);

    @Test
    void whatIsOpenFromBeforeEndsThoughNothingIsToBeDone() {
        watch = new ActWatch(true, now);
        for (int i = 0; i < 4; i++) pass();
        assertThat(told).isEmpty();
        for (int i = 0; i < 4; i++) pass();
        assertThat(told).containsExactly("RESOLVE 0/0");
    }

    @Test
    void whereNothingIsOpenFromBeforeNothingEnds() {
        seen("z", true, Result.DONE);
        for (int i = 0; i < 10; i++) pass();
        assertThat(told).isEmpty();
    }

    @Test
    void anAccountThatRefusesIsToldOfOnceAndResolvedWhenAllThatFailedWorks() {
        for (int i = 0; i < 30; i++) {
            seen("f", true, Result.REFUSED);
            seen("g", true, Result.REFUSED);
            pass();
        }
        seen("f", true, Result.DONE);
        assertThat(told).containsExactly("TRIGGER 1/0");
        seen("g", true, Result.DONE);
        seen("g", true, Result.DONE);
        assertThat(told).containsExactly("TRIGGER 1/0", "RESOLVE 0/0");
    }

    @Test
    void aReleaseThatIsRefusedIsToldEvenIfThrottlesWereToldBefore() {
        seen("f", true, Result.REFUSED);
        seen("g", false, Result.REFUSED);
        seen("g", false, Result.REFUSED);
        assertThat(told).containsExactly("TRIGGER 1/0", "UPDATE 2/1");
    }

    @Test
    void whatMayPassIsToldOnlyWhenItStays() {
        for (int i = 0; i < 4; i++) {
            seen("f", true, Result.FAILED);
            pass();
        }
        seen("f", true, Result.DONE);
        assertThat(told).isEmpty();
        for (int i = 0; i < 10; i++) {
            seen("f", true, Result.FAILED);
            pass();
        }
        assertThat(told).containsExactly("TRIGGER 1/0");
    }

    @Test
    void aLeverThatWorksDoesNotHideOneThatIsDenied() {
        for (int i = 0; i < 10; i++) {
            seen("f by queue", true, Result.REFUSED);
            seen("g", true, Result.DONE);
            pass();
        }
        assertThat(told).containsExactly("TRIGGER 1/0");
    }

    @Test
    void aThrottleThatCannotBeGivenBackIsNeverOverBecauseNothingIsHeardOfIt() {
        seen("f", false, Result.REFUSED);
        for (int i = 0; i < 3 * 1440; i++) pass();
        seen("g", true, Result.DONE);
        assertThat(told).containsExactly("TRIGGER 1/1");
        seen("f", false, Result.DONE);
        assertThat(told).containsExactly("TRIGGER 1/1", "RESOLVE 0/0");
    }

    @Test
    void afterARestartNothingIsEndedThatIsStillToBeStatedAgain() {
        watch = new ActWatch(true, now);
        seen("g", true, Result.DONE);
        pass();
        seen("f", false, Result.FAILED);
        for (int i = 0; i < 60; i++) pass();
        assertThat(told).containsExactly("TRIGGER 1/1");
    }

    @Test
    void awsAwayForFiveMinutesIsToldAsAThrottleThatCannotBeGivenBackEvenIfNoMoreIsHeard() {
        seen("f", true, Result.FAILED);
        pass();
        seen("f", false, Result.FAILED);
        for (int i = 0; i < 3; i++) pass();
        assertThat(told).isEmpty();
        pass();
        assertThat(told).containsExactly("TRIGGER 1/1");
    }

    @Test
    void aReleaseThatFailsOnceForAMomentMakesNothingWorse() {
        seen("f", true, Result.REFUSED);
        seen("g", false, Result.FAILED);
        pass();
        seen("g", false, Result.DONE);
        assertThat(told).containsExactly("TRIGGER 1/0");
    }

    @Test
    void onlyWhatFailedWorksAgain() {
        ActWatch fresh = new ActWatch(true, now);
        now += ActWatch.KNOWN_AFTER.toMillis();
        assertThat(fresh.look(now)).get().extracting(ActEvent::reason).isEqualTo("no call on a limit fails");
        fresh.seen(new ActReport("f", true, Result.REFUSED, "", now));
        assertThat(fresh.seen(new ActReport("f", true, Result.DONE, "", now)))
                .get()
                .extracting(ActEvent::reason)
                .isEqualTo("limits can be set and released again");
    }

    private void seen(String limit, boolean throttle, Result result) {
        watch.seen(new ActReport(limit, throttle, result, "", now)).ifPresent(this::tell);
    }

    private void pass() {
        now += MINUTE;
        watch.look(now).ifPresent(this::tell);
    }

    private void tell(ActEvent e) {
        told.add(e.type() + " " + e.limits() + "/" + e.releases());
    }
}
