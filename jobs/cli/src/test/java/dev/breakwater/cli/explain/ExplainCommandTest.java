package dev.breakwater.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    private static final String PLACE = "\"account\":\"111122223333\",\"region\":\"eu-west-1\"";
    private static final String FINDING = "{\"kind\":\"flood\",\"onset\":\"2026-08-05T14:20:00Z\","
            + "\"observed\":{\"demandPerMinute\":9400,\"concurrency\":120,\"usdPerHour\":14.2},"
            + "\"expected\":{\"demandPerMinute\":310,\"concurrency\":4,\"usdPerHour\":0.4},"
            + "\"evidence\":{\"test\":\"burst\",\"value\":30.3,\"line\":2.0,"
            + "\"text\":\"calls of the last 3 minutes: 30.30 times the expectation, threshold 2.00\"},"
            + "\"excessUsd\":1.2,\"projection\":{\"usdPerHour\":13.8,\"endOfDayUsd\":134.0,\"endOfMonthUsd\":8700.0}}";

    @TempDir
    Path run;

    @BeforeEach
    void aRunWithOneIncident() throws IOException {
        line("decisions.jsonl", decision("14:23", "open", "checkout", "1a2b3c4d5e6f", "calls far above", ""));
        line(
                "decisions.jsonl",
                decision(
                        "14:23",
                        "page",
                        "checkout",
                        "1a2b3c4d5e6f",
                        "evidence at page level",
                        ",\"usdPerHour\":1.25,\"finding\":" + FINDING));
        line(
                "decisions.jsonl",
                decision(
                        "14:24",
                        "throttle",
                        "checkout",
                        "1a2b3c4d5e6f",
                        "above the line",
                        ",\"limit\":45,\"previous\":60"));
        line("decisions.jsonl", decision("15:00", "open", "mail", "ffff00001111", "calls far above", ""));
        line("readiness.jsonl", readiness("checkout", "2026-07-30T00:00:00Z", "2026-07-31T00:00:00Z"));
        line("readiness.jsonl", readiness("fresh", "2026-08-05T12:00:00Z", "2026-08-06T12:00:00Z"));
        line("readiness.jsonl", readiness("calm", "2026-07-30T00:00:00Z", "2026-07-31T00:00:00Z"));
        Files.writeString(run.resolve("summary.json"), "{\"newest\":\"2026-08-05T18:00:00Z\"}");
    }

    @Test
    void showsWhatABudgetsThrottlesCameTo() throws IOException {
        line("decisions.jsonl", decision("16:00", "throttle", "mail", "b0b0b0b0b0b0", "held", ",\"limit\":6"));
        line(
                "decisions.jsonl",
                "{\"at\":\"2026-08-05T16:00:00Z\",\"scope\":\"group\",\"function\":null,\"group\":\"shop\"," + PLACE
                        + ",\"type\":\"open\",\"reason\":\"budget-throttle\",\"detail\":\"a step\","
                        + "\"incident\":\"b0b0b0b0b0b0\",\"budget\":{\"name\":\"shop\"},\"finding\":" + FINDING + "}");
        assertThat(explain("b0b0").out().lines())
                .containsSubsequence(
                        "incident b0b0b0b0b0b0: flood on group shop (111122223333 eu-west-1), open",
                        "  2026-08-05T16:00:00Z  throttle  mail: to 6 (no limit before): held");
    }

    @Test
    void saysWhichWindowRaisedTheExpectation() throws IOException {
        String window = ",\"window\":{\"name\":\"friday\",\"expect\":6.0,\"text\":\"6 x the usual: window friday\"}}";
        String found = ",\"finding\":" + FINDING.substring(0, FINDING.length() - 1) + window;
        line("decisions.jsonl", decision("15:00", "open", "shop", "cccc00001111", "calls far above", found));
        assertThat(explain("cccc").out().lines())
                .containsSubsequence(
                        "  expected  310 calls/min, concurrency 4, 0.40 USD/hour",
                        "  window    expected 6 x the usual: window friday");
    }

    @Test
    void saysWhyWhatItCostsAndWhatWasDecided() {
        CommandLines.Run said = explain("1a2b");
        assertThat(said.exit()).isZero();
        assertThat(said.out().lines())
                .containsSubsequence(
                        "incident 1a2b3c4d5e6f: flood on function checkout (111122223333 eu-west-1), open",
                        "  since     2026-08-05T14:20:00Z",
                        "  why       calls of the last 3 minutes: 30.30 times the expectation, threshold 2.00",
                        "  observed  9,400 calls/min, concurrency 120, 14.20 USD/hour",
                        "  expected  310 calls/min, concurrency 4, 0.40 USD/hour",
                        "  paged     2026-08-05T14:23:00Z at 1.25 USD above normal in the last hour",
                        "  2026-08-05T14:24:00Z  throttle  to 45 (was 60): above the line");
        assertThat(said.out()).doesNotContain("mail");
    }

    @Test
    void anIncidentThatIsOpenSaysHowItStands() throws IOException {
        Files.delete(run.resolve("summary.json")); // so this is a live run
        line(
                "open.jsonl",
                "{\"incident\":\"1a2b3c4d5e6f\",\"onset\":\"2026-08-05T14:20:00Z\",\"kind\":\"flood\",\"severity\":"
                        + "\"error\",\"asOf\":\"2026-08-05T14:41:00Z\",\"excessUsd\":4.01,\"avertedUsd\":1,\"refusedGood\":7,"
                        + "\"now\":{\"usdPerHour\":13.8,\"endOfDayUsd\":134.0,\"endOfMonthUsd\":8700.0}}");
        assertThat(explain("1a2b").out().lines())
                .containsSubsequence(
                        "incident 1a2b3c4d5e6f: flood on function checkout (111122223333 eu-west-1), error, open",
                        "  as of     2026-08-05T14:41:00Z",
                        "  now       13.80 USD an hour above normal",
                        "  ahead     134.00 USD above normal by the end of the day, 8,700.00 USD by the end of the month,"
                                + " at this rate",
                        "  so far    4.01 USD above normal, 1.00 USD averted (without throttles, 5.01 USD "
                                + "above normal), 7 good calls refused");
    }

    @Test
    void anIncidentThatIsOverSaysWhatItCameTo() throws IOException {
        line(
                "incidents.jsonl",
                "{\"incident\":\"1a2b3c4d5e6f\",\"onset\":\"2026-08-05T14:20:00Z\",\"kind\":\"pulse\",\"severity\":\"critical\","
                        + "\"endedAt\":\"2026-08-05T16:00:00Z\",\"excessUsd\":12.5,\"avertedUsd\":8.25}");
        assertThat(explain("1a2b3c4d5e6f").out())
                .contains("incident 1a2b3c4d5e6f: pulse on function checkout", ", critical")
                .contains(
                        "ended     2026-08-05T16:00:00Z",
                        "in all    12.50 USD above normal, 8.25 USD of it averted (simulated)");
    }

    @Test
    void ofALiveRunItTellsInOrderWhatWasAskedForAndWhatCameOfIt() throws IOException {
        line("decisions.jsonl", of("14:31", "could-not", "the limit could not be set: AccessDenied", ",\"limit\":90"));
        line("decisions.jsonl", of("14:25", "held", "above the line", ",\"limit\":45,\"previous\":60"));
        line("decisions.jsonl", of("14:30", "raise", "calm since the hold ended", ",\"limit\":90"));
        line("decisions.jsonl", of("14:40", "release", "hold over", ",\"limit\":null,\"previous\":60"));
        line("decisions.jsonl", of("14:41", "given-back", "hold over", ",\"limit\":null,\"previous\":60"));
        line("decisions.jsonl", of("14:45", "refuse", "mode alert", ",\"limit\":12"));
        line("decisions.jsonl", of("14:46", "refuse", "protected", ",\"limit\":null"));
        line("decisions.jsonl", of("14:50", "accept", "accepted", ",\"until\":\"2026-09-04T14:50:00Z\""));
        assertThat(explain("1a2b").out().lines())
                .containsSubsequence(
                        "  2026-08-05T14:24:00Z  throttle  to 45 (was 60): above the line",
                        "  2026-08-05T14:25:00Z  held      to 45: above the line",
                        "  2026-08-05T14:30:00Z  raise     to 90: calm since the hold ended",
                        "  2026-08-05T14:31:00Z  could-not to 90: the limit could not be set: AccessDenied",
                        "  2026-08-05T14:40:00Z  release   to 60: hold over",
                        "  2026-08-05T14:41:00Z  given-back to 60: hold over",
                        "  2026-08-05T14:45:00Z  refuse    mode alert; a person could throttle it to 12",
                        "  2026-08-05T14:46:00Z  refuse    protected",
                        "  2026-08-05T14:50:00Z  accept    until 2026-09-04T14:50:00Z: accepted");
    }

    private static String of(String at, String type, String detail, String more) {
        return decision(at, type, "checkout", "1a2b3c4d5e6f", detail, more);
    }

    @Test
    void aFunctionsNameExplainsItsIncidents() {
        assertThat(explain("checkout").out()).startsWith("incident 1a2b3c4d5e6f: flood");
    }

    @Test
    void aFunctionWithTooLittleHistoryIsNotReadyUntilADate() {
        CommandLines.Run said = explain("fresh");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).startsWith("fresh has no baseline until 2026-08-06T12:00:00Z");
        assertThat(explain("calm").out())
                .startsWith("no incident of calm: it never cost more than its warn threshold above normal")
                .contains("; its baseline has been ready since 2026-07-31");
    }

    @Test
    void jsonHoldsTheSame() {
        assertThat(CommandLines.run("explain", "1a2b", "--input", run.toString(), "-o", "json")
                        .out())
                .contains(
                        "\"incident\":\"1a2b3c4d5e6f\"",
                        "\"open\":true",
                        "\"usdPerHour\":13.8",
                        "\"type\":\"throttle\"");
    }

    @Test
    void partsThatWereSetAsideAreReadToo() throws IOException {
        String whole = explain("1a2b").out();
        Files.move(run.resolve("decisions.jsonl"), run.resolve("decisions-1.jsonl"));
        assertThat(explain("1a2b").out()).isEqualTo(whole);
        line("decisions.jsonl", decision("17:00", "release", "checkout", "1a2b3c4d5e6f", "over", ""));
        assertThat(explain("1a2b").out()).contains("above the line", "17:00");
    }

    @Test
    void aTornLastLineIsPassedOver() throws IOException {
        Files.writeString(run.resolve("decisions.jsonl"), "{\"incident\":\"1a2b3c", StandardOpenOption.APPEND);
        assertThat(explain("1a2b").exit()).isZero();
    }

    @Test
    void whatIsNotThereIsAnErrorThatNamesIt() {
        assertThat(explain("0000").err()).contains("neither an incident nor a function 0000");
        assertThat(CommandLines.run(
                                "explain", "x", "--input", run.resolve("none").toString())
                        .err())
                .contains("no decisions.jsonl in");
        assertThat(CommandLines.run("explain", "x").exit()).isEqualTo(2);
    }

    private CommandLines.Run explain(String what) {
        return CommandLines.run("explain", what, "--input", run.toString());
    }

    private static String decision(
            String at, String type, String function, String incident, String detail, String more) {
        return "{\"at\":\"2026-08-05T" + at + ":00Z\",\"scope\":\"function\",\"function\":\"" + function + "\"," + PLACE
                + ",\"type\":\"" + type + "\",\"detail\":\"" + detail + "\",\"incident\":\"" + incident + "\"" + more
                + "}";
    }

    private static String readiness(String function, String first, String ready) {
        return "{\"function\":\"" + function + "\"," + PLACE + ",\"firstSeen\":\"" + first + "\",\"readyAt\":\"" + ready
                + "\"}";
    }

    private void line(String file, String line) throws IOException {
        Files.writeString(run.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
