package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.NanoUsd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Plays what an early version did wrong, with the shipped thresholds. docs/bench.md has these rows. */
class BeforeAndAfterTest {
    private static final int DAY = DataMinute.DAY;
    /** A call of 2 s with 1 GB. */
    private static final double BATCH_NANO = 200 + 2 * 16_666.7;

    @Test
    void aWeeklyBatchPagesTwiceAndIsNeverThrottled() throws IOException {
        Played four = sundays(BATCH_NANO, 0, 4);
        row("W1: in mode `enforce`, a batch of 3,000 calls a minute of 2 s, two hours each Sunday, for four weeks"
                + " | 4 pages, throttled to 2 each time (needs about 100) | " + told(four));
        Played dear = sundays(50 * 1e9 / 60 / 3_000, 2, 6);
        row("W1: a batch of $50 an hour, from the third of six weeks on | not measured | " + told(dear));
    }

    private static Played sundays(double nanoACall, int first, int weeks) {
        return new Played(nanoACall, 2, 20 * DAY)
                .run(-14 * DAY, weeks * 7 * DAY, m -> {
                    boolean sunday = Math.floorMod(Math.floorDiv(m, DAY), 7) == 6 && m >= first * 7 * DAY;
                    int minute = Math.floorMod(m, DAY);
                    return sunday && minute >= 180 && minute < 300 ? 3_000 : 20;
                })
                .end();
    }

    /** The issue tells only the sums: $3.38 and 121,457 good calls. The calls and their price are assumed. */
    @Test
    void aSmallFloodPagesAndRefusesNoGoodCall() throws IOException {
        double nano = 200 + .1 * .125 * 16_666.7;
        int minutes = 90;
        double flood = 3.38e9 / nano / minutes;
        Played played = new Played(nano, .1, 1_350 * DAY)
                .run(-14 * DAY, minutes + 60, m -> 1_350 + (m >= 0 && m < minutes ? flood : 0))
                .end();
        row("W2: a flood of $3.38 in 90 minutes on 1,350 good calls a minute | critical, throttled, $2.66 averted,"
                + " 121,457 good calls refused | " + told(played));
    }

    @Test
    void aDoubledUnitCostIsReportedWithinADay() throws IOException {
        Played played = new Played(8e9 / 600 / DataMinute.HOUR, .4, 600 * DAY)
                .run(-28 * DAY, 0, m -> 600)
                .times(2)
                .run(0, 12 * DAY, m -> 600);
        row(String.format(
                Locale.ROOT,
                "W3: calls take 800 ms instead of 400 for good, $8 an hour more | no warning in 12 days | paged after %.1f h",
                played.after(DecisionType.PAGE) / 60.0));
    }

    private static String told(Played played) {
        return String.format(
                Locale.ROOT,
                "pages: %d, throttles: %d, proposed: %d, averted: $%.2f, good calls refused: %,d",
                played.when(DecisionType.PAGE).size(),
                played.when(DecisionType.THROTTLE).size(),
                played.when(DecisionType.PROPOSE).size(),
                NanoUsd.usd(played.incidents().stream()
                        .mapToLong(i -> i.money().averted())
                        .sum()),
                played.incidents().stream()
                        .mapToLong(i -> i.money().refusedGood())
                        .sum());
    }

    private static void row(String cells) throws IOException {
        assertThat(Files.readString(Path.of("../../docs/bench.md")))
                .contains("| " + cells + " | `BeforeAndAfterTest` |");
    }
}
