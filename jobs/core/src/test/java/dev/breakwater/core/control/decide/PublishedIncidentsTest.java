package dev.breakwater.core.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.detect.Gates;
import dev.breakwater.core.detect.MinuteSums;
import dev.breakwater.core.detect.ScopeAssessor;
import dev.breakwater.core.detect.ScopeState;
import dev.breakwater.core.detect.ScopeView;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.NanoUsd;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.policy.Lines.Auto;
import dev.breakwater.core.policy.ThrottleRule;
import dev.breakwater.core.policy.Worth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Bills that people wrote about, rebuilt from what they tell and played at the shipped lines; the table of the README. What is
 * not told is assumed: eight calm days before, calls of one length, a loop that doubles every three minutes, and Lambda's part
 * of the bill alone. {@code -Dbreakwater.write=true} writes the table anew.
 */
class PublishedIncidentsTest {
    private static final Path README = Path.of("../../README.md");
    private static final String BEGINS = "<!-- published incidents: made by PublishedIncidentsTest, do not edit -->\n";
    private static final String ENDS = "<!-- end of published incidents -->";
    private static final int HISTORY = 8 * DataMinute.DAY;
    /** A Monday. */
    private static final long START = 29_540_160;

    private static final double GB_SECOND = 16_666.7;
    private static final double EDGE_GB_SECOND = 50_010;
    private static final double CALL = 200;

    /**
     * One bill.
     *
     * @param told    what it came to, by its author
     * @param usual   calls a minute before
     * @param seconds how long a call takes, of so many GB
     * @param most    calls a minute in the end
     * @param doubles minutes in which a loop doubles; 0: all at once
     * @param hours   how long it lasted
     */
    private record Bill(
            String what,
            String source,
            String told,
            double usual,
            double seconds,
            double gb,
            double gbSecond,
            double most,
            double doubles,
            int hours) {

        double nanoACall() {
            return CALL + seconds * gb * gbSecond;
        }

        double calls(int minute) {
            return minute < 0 ? usual : doubles == 0 ? most : Math.min(most, usual * Math.pow(2, minute / doubles));
        }
    }

    private static final List<Bill> BILLS = List.of(
            new Bill(
                    "loop: CloudTrail logs its own bucket, 2018",
                    "https://asankha.medium.com/lambda-programming-errors-that-could-cost-you-thousands-of-dollars-a-day-265dfac354f",
                    "about $10,000 in a week",
                    1,
                    3,
                    1,
                    GB_SECOND,
                    18_000,
                    3,
                    168),
            new Bill(
                    "loop: an upload writes an upload, 2026",
                    "https://xqa.io/blog/aws-bill-nightmare-serverless-recursion",
                    "$15,420 in 48 hours",
                    5,
                    3,
                    1,
                    GB_SECOND,
                    20_000,
                    3,
                    48),
            new Bill(
                    "loop: a failed message goes back to its queue",
                    "https://www.aimadetools.com/blog/aws-bill-spike-postmortem/",
                    "$14,000 in a week, $1,000 of it Lambda",
                    20,
                    3,
                    1,
                    GB_SECOND,
                    2_000,
                    0,
                    168),
            new Bill(
                    "loop: a function overwrites the object that calls it, 2017",
                    "https://sourcebox.be/blog/2017/08/07/serverless-a-lesson-learned-the-hard-way/",
                    "$180 by the morning",
                    .2,
                    1,
                    .5,
                    GB_SECOND,
                    29_000,
                    3,
                    12),
            new Bill(
                    "loop: Lambda@Edge calls its own site, 2022",
                    "https://medium.com/@ruslanfg/i-ddosed-myself-using-aws-cloudfront-and-lambda-edge-and-got-a-4-5k-bill-3d3f57b64cbd",
                    "$4,600 in 24 hours, 70 million GB-seconds",
                    5,
                    30,
                    1,
                    EDGE_GB_SECOND,
                    1_620,
                    3,
                    24),
            new Bill(
                    "retries upon retries after a marketing push, 2025",
                    "https://reddit.jaspervandalum.nl/r/aws/comments/1mw89od/aws_lambda_bill_exploded_to_75k_in_one_weekend",
                    "$75,000 in 48 hours, 10,000 calls a day to 10 million in 12 hours",
                    7,
                    11,
                    10,
                    GB_SECOND,
                    14_000,
                    20,
                    48),
            new Bill(
                    "flood of a public endpoint, 2021",
                    "https://redlib.hbubli.cc/r/serverless/comments/lj4cb4/aws_lessons_learned_from_being_ddosd/gn9sruv",
                    "60,000 requests a minute; no bill told",
                    5,
                    .1,
                    .125,
                    GB_SECOND,
                    60_000,
                    0,
                    3));

    /** What came of one. */
    private static final class Played {
        final Bill bill;
        final long begins = START + HISTORY;
        final Rig rig = new Rig().knows("f", -1);
        private final Scope scope = Scope.function(Minute.ACCOUNT, Minute.REGION, "f");
        private final ScopeState state = new ScopeState();
        private final ScopeAssessor assessor = new ScopeAssessor();
        private final Random random = new Random(1);
        private final Gates gates = new Gates(NanoUsd.of(.1), NanoUsd.of(1), NanoUsd.of(1), true);

        Played(Bill bill) {
            this.bill = bill;
            rig.auto = new Auto(true, true, true);
            rig.warnNano = NanoUsd.of(.5);
            rig.pageNano = NanoUsd.of(5);
            rig.accountConcurrency = 3_000;
            rig.rule = new ThrottleRule(
                            NanoUsd.of(10), 2, 1.5, Duration.ofMinutes(15), Duration.ofHours(4), Duration.ofMinutes(30))
                    .worth(new Worth(1, NanoUsd.of(100)));
            long day = DataMinute.dayOf(begins);
            long aDay = Math.round(bill.usual * DataMinute.DAY * bill.nanoACall());
            for (long d = day - 8; d < day; d++) rig.state.spent(d, aDay);
            for (int m = -HISTORY; m < bill.hours * 60; m++) minute(m, draw(bill.calls(m)));
            for (int m = 0; m < 90; m++) minute(bill.hours * 60 + m, draw(bill.usual));
            rig.took(rig.control().onEndOfInput(rig.state, rig.now));
        }

        private double draw(double rate) {
            if (rate > 100) return Math.round(rate + Math.sqrt(rate) * random.nextGaussian());
            double limit = Math.exp(-rate);
            int n = -1;
            for (double p = 1; p > limit; n++) p *= random.nextDouble();
            return Math.max(0, n);
        }

        private void minute(int m, double calls) {
            long minute = begins + m;
            double cost = calls * bill.nanoACall();
            double busy = calls * bill.seconds / 60;
            MinuteSums sums = new MinuteSums(
                    minute, calls, cost, cost, Math.round(busy * 60e6), calls > 0 ? Math.ceil(busy * 1.2) : 0, 0);
            List<Assessment> said = assessor.observe(new ScopeView(state), scope, sums, minute, gates)
                    .assessments();
            long now = DataMinute.endMillis(minute);
            while (rig.last.wakeAt > 0 && rig.last.wakeAt <= now && rig.last.wakeAt > rig.now) {
                rig.now = rig.last.wakeAt;
                rig.took(rig.control().onTick(rig.state, rig.now));
            }
            rig.now = now;
            if (!said.isEmpty()) rig.took(rig.control().onMinute(rig.state, said, now));
        }

        private long after(DecisionType type) {
            return rig.all.decisions.stream()
                    .filter(d -> d.type() == type && d.minute() >= begins)
                    .mapToLong(Decision::minute)
                    .map(minute -> minute - begins + 1)
                    .findFirst()
                    .orElse(-1);
        }

        /** What it costs above the usual until so many minutes after its beginning, USD. */
        private double spent(long minutes) {
            double nano = 0;
            for (int m = 0; m < minutes; m++) nano += (bill.calls(m) - bill.usual) * bill.nanoACall();
            return nano / 1e9;
        }

        private List<IncidentSnapshot> incidents() {
            return rig.all.incidents.stream().filter(i -> i.times().onset() >= begins - 60).toList();
        }

        String row() {
            long paged = after(DecisionType.PAGE);
            long throttled = after(DecisionType.THROTTLE);
            double whole = spent(bill.hours * 60L);
            double averted = incidents().stream().mapToLong(i -> i.money().averted()).sum() / 1e9;
            long good = incidents().stream().mapToLong(i -> i.money().refusedGood()).sum();
            return String.format(
                    Locale.ROOT,
                    "| [%s](%s) | %s | %d min | %.2f | %s | %,.0f | %,.0f | %,d |",
                    bill.what,
                    bill.source,
                    bill.told,
                    paged,
                    spent(paged),
                    throttled > 0 ? throttled + " min" : after(DecisionType.PROPOSE) > 0 ? "proposed" : "below $10 an hour",
                    whole,
                    whole - averted,
                    good);
        }
    }

    @Test
    void pagesEachOfThemWithinAnHourAndFewDollars() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Bill bill : BILLS) {
            Played played = new Played(bill);
            long paged = played.after(DecisionType.PAGE);
            assertThat(paged).as(bill.what).isBetween(1L, 60L);
            assertThat(played.spent(paged)).as(bill.what).isLessThan(5);
            rows.add(played.row());
        }
        String table = BEGINS
                + "| bill | as told | paged after | USD by then | throttled after | USD in all, alone | with the throttle | good calls refused |\n"
                + "|---|---|---|---|---|---|---|---|\n"
                + String.join("\n", rows) + '\n';
        String readme = Files.readString(README);
        int from = readme.indexOf(BEGINS);
        int to = readme.indexOf(ENDS);
        assertThat(from).isPositive().isLessThan(to);
        if (Boolean.getBoolean("breakwater.write")) {
            Files.writeString(README, readme.substring(0, from) + table + readme.substring(to));
        } else {
            assertThat(readme.substring(from, to)).isEqualTo(table);
        }
    }
}
