package dev.breakwater.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.ledger.ConfigurationRow;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.report.console.ConsolePage.Page;
import dev.breakwater.report.console.ConsoleState.FunctionView;
import dev.breakwater.report.console.ConsoleState.LeaseView;
import dev.breakwater.report.console.ConsoleState.LeftAloneView;
import dev.breakwater.report.console.ConsoleState.WaitingView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsolePageTest {

    private static final Instant NOW = Instant.parse("2026-08-05T12:00:00Z");
    private static final String HOSTILE = "</th><script>alert(1)</script>\" onload='x' \u202Egnp.exe";

    @Test
    void aHostileNameStaysTextWhereverItIsShown() {
        FunctionView function = new FunctionView(row(HOSTILE), "held", 1, null);
        LeaseView lease = new LeaseView(
                "1",
                "r",
                HOSTILE,
                "queue",
                HOSTILE,
                "held",
                null,
                5,
                HOSTILE,
                NOW,
                NOW.plusSeconds(600),
                HOSTILE,
                HOSTILE,
                true);
        LeftAloneView alone = new LeftAloneView("1", "r", HOSTILE, NOW.plusSeconds(600), HOSTILE);
        ConsoleState state = new ConsoleState(
                NOW,
                JobState.of(NOW, null, null, NOW),
                List.of(function),
                List.of(),
                List.of(lease),
                List.of(alone),
                List.of(),
                List.of());
        for (Page page : Page.values()) {
            String html = new ConsolePage(page, state, Query.of(Map.of("q", HOSTILE)), NOW, true).html();
            assertThat(html)
                    .as(page.title())
                    .doesNotContain("<script>alert", "alert(1)</script>", "\u202E")
                    .contains("aria-current=\"page\">" + page.title());
        }
    }

    @Test
    void theFirstAreShownAndAllWhereTheyAreAskedFor() {
        List<FunctionView> functions = IntStream.range(0, 250)
                .mapToObj(i -> new FunctionView(row("f-" + i), "normal", 1, null))
                .toList();
        ConsoleState state = new ConsoleState(
                NOW,
                JobState.of(NOW, null, null, NOW),
                functions,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        assertThat(fleet(state, Map.of()))
                .contains(
                        "f-199",
                        "The first 200 of 250 functions",
                        "250 functions, $250.00 above normal in the last hour")
                .doesNotContain("f-200");
        assertThat(fleet(state, Map.of("all", ""))).contains("f-249").doesNotContain("The first 200");
        assertThat(fleet(state, Map.of("q", "F-24")))
                .contains("f-249", "11 functions of 250")
                .doesNotContain("f-199");
    }

    @Test
    void aJobWithoutAHeartbeatShowsWhatItsFilesTellAndWhereTheRestIs() {
        List<FunctionView> functions = List.of(
                new FunctionView(row("heard"), "normal", 0, null),
                new FunctionView(FleetRow.unheard("1", "r", "unheard"), "unheard", 0, null));
        JobState job = JobState.of(NOW, Instant.parse("2026-08-04T10:00:00Z"), null, NOW);
        ConsoleState state =
                new ConsoleState(NOW, job, functions, List.of(), List.of(), List.of(), List.of(), List.of());
        assertThat(new ConsolePage(Page.JOB, state, Query.of(Map.of()), NOW, false).html())
                .contains("writes no heartbeat", "Flink's metrics", "The job runs", "; last report <time")
                .doesNotContain("last heartbeat")
                .containsPattern("newest minute</dt><dd class=\"text\">2026-08-05T12:00Z")
                .containsPattern("functions</dt><dd>1</dd>")
                .containsPattern("proven</dt><dd class=\"text\">2026-08-04T10:00Z");
    }

    @Test
    void aJobThatDoesNotReportIsSaidToBeDeadAfter90SecondsWithTheEndOfWhatItHolds() {
        assertThat(health(89).html()).contains("The job runs").doesNotContain("has not reported");
        assertThat(health(91).html())
                .doesNotContain("The job runs", "All feeds are reporting")
                .contains("as of the job's last heartbeat, 1 min ago")
                .contains("The job has not reported since", "2026-08-05T12:00Z", "nobody is paged")
                .containsPattern("<b>checkout</b> stays at reserved concurrency 5. If the job does not release it by "
                        + "<time [^>]*>2026-08-05T12:30Z")
                .containsPattern("the sweep releases it at its first run after <time [^>]*>2026-08-05T12:35Z")
                .contains("Waits until the job runs: release, by alice", "Waits until the job runs: hold, by bob");
    }

    @Test
    void aRefusedConfigurationIsShownWithTheOneInForceAndItMakesTheJobUnhealthy() {
        JobState good = JobState.of(NOW, null, null, NOW)
                .with(new ConfigurationRow(NOW, "0e0e0e0e0e0e", NOW.minusSeconds(600), ""));
        assertThat(page(good))
                .contains("<h1 id=\"headline\">The job runs</h1>", "0e0e0e0e0e0e", "since 2026-08-05T11:50Z");
        assertThat(good.unhealthy()).isEmpty();
        JobState bad = JobState.of(NOW, null, null, NOW)
                .with(new ConfigurationRow(NOW, "0e0e0e0e0e0e", null, "mode: no such mode"));
        assertThat(page(bad))
                .contains(
                        "The job runs, but refuses the changed configuration", "0e0e0e0e0e0e", "since the job's start")
                .contains(
                        "<p class=\"warn\">mode: no such mode</p>",
                        "the earlier one stays in force: mode: no such mode");
        assertThat(bad.unhealthy())
                .isEqualTo(
                        "The changed configuration is refused, so the earlier one stays in force: mode: no such mode.");
        assertThat(JobState.of(NOW, null, null, NOW.plusSeconds(361)).unhealthy())
                .isEqualTo("The job has not reported since 2026-08-05T12:00Z.");
        assertThat(JobState.of(null, null, null, NOW).unhealthy()).isEqualTo("No run has written here yet.");
    }

    @Test
    void alertsThatAReceiverDoesNotAcceptMakeTheJobUnhealthy() {
        HeartbeatRow.Feed feed = new HeartbeatRow.Feed(NOW, 60, List.of(), 1, 0, 0, 1, 0);
        HeartbeatRow beat = new HeartbeatRow(NOW, feed, new HeartbeatRow.Waiting(0, 2, 0, 0), 0, 0);
        JobState deaf = JobState.of(NOW, null, beat, NOW);
        String words = "Messages to people that fail: 2. The log says why.";
        assertThat(deaf.unhealthy()).isEqualTo(words);
        assertThat(deaf.trouble()).isEqualTo(words);
    }

    private static String page(JobState job) {
        return new ConsolePage(Page.JOB, ConsoleState.of(NOW, job), Query.of(Map.of()), NOW, false).html();
    }

    @Test
    void aJobOnAClusterIsSaidToBeDeadAfterSixMinutes() {
        assertThat(JobState.of(NOW, null, null, NOW.plusSeconds(359)).silent()).isFalse();
        assertThat(JobState.of(NOW, null, null, NOW.plusSeconds(361)).silent()).isTrue();
        assertThat(JobState.ALIVE).contains("last 90 seconds (6 minutes if");
    }

    @Test
    void thePageOfAnIncidentSaysWhatADeadJobMeansForItsOwnLimit() {
        ConsoleState dead = health(91).state();
        assertThat(health(89).state().silent("1a2b3c4d5e6f")).isEmpty();
        assertThat(dead.silent("1a2b3c4d5e6f"))
                .contains("<b>checkout</b> stays at", "Waits until the job runs: release, by alice")
                .doesNotContain("by bob");
        assertThat(dead.silent("ffffffffffff"))
                .as("an incident without a limit of its own, such as a fleet page's")
                .contains("The job has not reported since", "<b>checkout</b> stays at")
                .doesNotContain("holds no limit");
    }

    @Test
    void aFeedReportsOnlyWithASampleOfThePresent() {
        assertThat(job(new HeartbeatRow.Feed(null, 0, List.of(), 0, 0, 0, 0, 0)))
                .contains("none yet", "No feed has reported yet.")
                .doesNotContain("All feeds are reporting");
        assertThat(job(new HeartbeatRow.Feed(NOW, 8 * 86_400, List.of(), 1, 0, 0, 1, 0)))
                .contains("The job reads old samples, so it does not judge the present minute yet.")
                .containsPattern("lag</dt><dd>8 d</dd>")
                .doesNotContain("All feeds are reporting");
        assertThat(health(1).html()).contains("All feeds are reporting").containsPattern("lag</dt><dd>60 s</dd>");
    }

    private static String job(HeartbeatRow.Feed feed) {
        HeartbeatRow beat = new HeartbeatRow(NOW, feed, new HeartbeatRow.Waiting(0, 0, 0, 0), 0, 0);
        ConsoleState state = ConsoleState.of(NOW, JobState.of(NOW, null, beat, NOW));
        return new ConsolePage(Page.JOB, state, Query.of(Map.of()), NOW, false).html();
    }

    /** Returns the page of the job's health, this many seconds after the job's last heartbeat. */
    private static ConsolePage health(int seconds) {
        Instant now = NOW.plusSeconds(seconds);
        HeartbeatRow beat = new HeartbeatRow(
                NOW,
                new HeartbeatRow.Feed(NOW, 60, List.of(), 1, 0, 0, 1, 0),
                new HeartbeatRow.Waiting(0, 0, 0, 0),
                0,
                0);
        LeaseView lease = new LeaseView(
                "111122223333",
                "eu-west-1",
                "checkout",
                "reservation",
                "",
                "held",
                null,
                5,
                "",
                NOW,
                NOW.plusSeconds(1800),
                "why",
                "1a2b3c4d5e6f",
                true);
        JobState job = JobState.of(NOW, null, beat, now);
        WaitingView release = new WaitingView("release, by alice, from console", "checkout", "1a2b3c4d5e6f", NOW);
        WaitingView hold = new WaitingView("hold, by bob, from console", "mail", "bbbb3c4d5e6f", NOW);
        ConsoleState state = new ConsoleState(
                now, job, List.of(), List.of(), List.of(lease), List.of(), List.of(release, hold), List.of());
        return new ConsolePage(Page.JOB, state, Query.of(Map.of()), now, false);
    }

    @Test
    void aNormalFunctionAboveTheLowestPageThresholdSaysWhyItHasNoIncident() {
        String why = "costs more, but there is no evidence of a surge yet";
        assertThat(new FunctionView(row("mail"), "normal", 1.77, null).noIncident())
                .isEqualTo(why);
        assertThat(new FunctionView(row("mail"), "normal", 1, null).noIncident())
                .isEmpty();
        assertThat(new FunctionView(row("mail"), "paged", 1.77, "1a2b3c4d5e6f").noIncident())
                .isEmpty();
        ConsoleState state = new ConsoleState(
                NOW,
                JobState.of(NOW, null, null, NOW),
                List.of(new FunctionView(row("mail"), "normal", 1.77, null)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        assertThat(fleet(state, Map.of())).contains("normal</span> <span class=\"quiet\">" + why);
    }

    private static String fleet(ConsoleState state, Map<String, String> query) {
        return new ConsolePage(Page.FLEET, state, Query.of(query), NOW, false).html();
    }

    private static FleetRow row(String name) {
        return new FleetRow(
                "111122223333", "eu-west-1", name, NOW, "default", false, 2, 1.0, List.of(1, 2), List.of(1, 1), null);
    }
}
