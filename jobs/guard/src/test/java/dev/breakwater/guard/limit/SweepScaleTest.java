package dev.breakwater.guard.limit;

import static dev.breakwater.guard.limit.SweptFleet.MINUTE;
import static dev.breakwater.guard.limit.SweptFleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sweep over a fleet of 20,000 functions with 50 ended leases, at the rate at which we call AWS. */
class SweepScaleTest {

    private static final int FUNCTIONS = 20_000;
    private static final int HELD = 50;

    @Test
    void fiftyLeasesAmongTwentyThousandFunctionsAreEndedWithinAMinute() {
        SweptFleet fleet = new SweptFleet();
        LeaseTag over = SweptFleet.lease(NOW - 20 * MINUTE);
        for (int n = 0; n < FUNCTIONS; n++) {
            if (n % (FUNCTIONS / HELD) == 0) fleet.held("f-" + n, over);
            else fleet.has("f-" + n, -1);
        }
        List<Long> ends = new ArrayList<>();

        Sweep.Result result = fleet.sweep().expired(end -> ends.add(fleet.now - NOW));

        double seconds = (fleet.now - NOW) / 1e3;
        System.out.printf(
                "sweep of %d functions, %d expired: %.1f s, first ended after %.1f s, %d calls to Lambda (%.1f a second),"
                        + " %d to the tagging API%n",
                FUNCTIONS, HELD, seconds, ends.get(0) / 1e3, fleet.calls, fleet.calls / seconds, fleet.taggingCalls);
        assertThat(result.done()).isTrue();
        assertThat(result.ends()).hasSize(HELD);
        assertThat(seconds).isLessThan(60);
        assertThat(fleet.reserved.values()).containsOnly(40).hasSize(HELD);
        assertThat(fleet.tags.values()).noneMatch(t -> t.containsKey(OwnTags.LEASE));
    }
}
