package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.model.DataMinute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Rebuilds incidents whose bills people have published, and plays them with the shipped thresholds. The README has the
 * table. Missing facts are assumed: eight calm days before, calls of one length, a loop that doubles every three
 * minutes, and only Lambda's part of the bill. {@code -Dbreakwater.write=true} writes the table again.
 */
class PublishedIncidentsTest {
    private static final Path README = Path.of("../../README.md");
    private static final String BEGINS = "<!-- published incidents: made by PublishedIncidentsTest, do not edit -->\n";
    private static final String ENDS = "<!-- end of published incidents -->";
    private static final int HISTORY = 8 * DataMinute.DAY;
    private static final double GB_SECOND = 16_666.7;
    private static final double EDGE_GB_SECOND = 50_010;
    private static final double CALL = 200;

    /**
     * One of the incidents.
     *
     * @param told    the bill according to its author
     * @param usual   calls a minute before the incident
     * @param seconds duration of a call
     * @param most    calls a minute at the end
     * @param doubles minutes in which a loop doubles; 0 if all calls came at once
     * @param hours   how long the incident lasted
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

    /** The cost above the usual until this many minutes after the start, in USD. */
    private static double spent(Bill bill, long minutes) {
        double nano = 0;
        for (int m = 0; m < minutes; m++) nano += (bill.calls(m) - bill.usual) * bill.nanoACall();
        return nano / 1e9;
    }

    private static String row(Bill bill, Played played) {
        long paged = played.after(DecisionType.PAGE);
        long throttled = played.after(DecisionType.THROTTLE);
        double whole = spent(bill, bill.hours * 60L);
        double averted =
                played.incidents().stream().mapToLong(i -> i.money().averted()).sum() / 1e9;
        long good = played.incidents().stream()
                .mapToLong(i -> i.money().refusedGood())
                .sum();
        return String.format(
                Locale.ROOT,
                "| [%s](%s) | %s | %d min | %.2f | %s | %,.0f | %,.0f | %,d |",
                bill.what,
                bill.source,
                bill.told,
                paged,
                spent(bill, paged),
                throttled > 0
                        ? throttled + " min"
                        : played.after(DecisionType.PROPOSE) > 0 ? "proposed" : "not: below $10 an hour",
                whole,
                whole - averted,
                good);
    }

    @Test
    void pagesEachOfThemWithinAnHourAndFewDollars() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Bill bill : BILLS) {
            Played played = new Played(bill.nanoACall(), bill.seconds, bill.usual * DataMinute.DAY)
                    .run(-HISTORY, bill.hours * 60 + 90, m -> m < bill.hours * 60 ? bill.calls(m) : bill.usual)
                    .end();
            long paged = played.after(DecisionType.PAGE);
            assertThat(paged).as(bill.what).isBetween(1L, 60L);
            assertThat(spent(bill, paged)).as(bill.what).isLessThan(5);
            rows.add(row(bill, played));
        }
        String table = BEGINS
                + "| bill | as told | paged after | USD by then | throttled after | USD in all, unthrottled | with the throttle | good calls refused |\n"
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
