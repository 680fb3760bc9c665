package dev.breakwater.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.CommandLines;
import dev.breakwater.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live ledger in mode observe, with one ended incident, one open incident, and one incident of which only the end is
 * recorded.
 */
class IncidentsCommandTest {

    private static final String PLACE = "\"account\":\"111122223333\",\"region\":\"eu-west-1\"";

    @TempDir
    Path run;

    @BeforeEach
    void write() throws IOException {
        line(
                "incidents.jsonl",
                "{\"incident\":\"aaaa00000001\",\"scope\":\"function\"," + PLACE + ",\"function\":\"mail\","
                        + "\"kind\":\"pulse\",\"severity\":\"critical\",\"onset\":\"2026-08-01T10:00:00Z\","
                        + "\"detectedAt\":\"2026-08-01T10:02:00Z\",\"pagedAt\":\"2026-08-01T10:04:00Z\","
                        + "\"endedAt\":\"2026-08-01T12:00:00Z\",\"excessUsd\":12.5,\"avertedUsd\":0,\"actions\":[],"
                        + "\"wouldLimit\":9,\"wouldAvertUsd\":8.25,\"reason\":\"calm\"}");
        line(
                "decisions.jsonl",
                decision("2026-08-01T10:02:00Z", "open", "mail", "aaaa00000001", "surge", finding("pulse")));
        open("true", "");
        line("decisions.jsonl", decision("2026-08-05T15:00:00Z", "refuse", "gone", "cccc00000003", "protected", ""));
    }

    @Test
    void listsWhatIsOverAndWhatIsOpenAndWhatWouldHaveBeenDone() {
        CommandLines.Run said = incidents();
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out().lines())
                .containsExactly(
                        "Times are after the onset, which may be later than an attack's start.",
                        "2026-08-01T10:00Z  over      mail (111122223333 eu-west-1), pulse, aaaa00000001",
                        "    paged after 4 min, alarm over after 2 h; $12.50 above normal",
                        "    in mode enforce, a throttle to 9 would have averted $8.25",
                        "2026-08-05T14:20Z  open      checkout (111122223333 eu-west-1), flood, bbbb00000002",
                        "    would have paged after 4 min (mode observe); $10.15 above normal so far, $42.00 an hour now, as of"
                                + " 2026-08-05T14:25Z",
                        "    in mode enforce, a throttle to 45 would have averted $3.00",
                        "2 incidents, 1 open, 1 paged, 1 would have paged (mode observe), 0 throttled, 2 more would have been"
                                + " in mode enforce");
    }

    @Test
    void whatHasStoppedIsSaidToHave() throws IOException {
        open("true", ",\"stoppedAt\":\"2026-08-05T14:24:00Z\"");
        assertThat(incidents().out()).contains("$10.15 above normal so far, stopped at 2026-08-05T14:24Z, as of");
    }

    @Test
    void whatPeopleHeardOfAfterAllWasPaged() throws IOException {
        open("null", "");
        assertThat(incidents().out()).contains(" paged after 4 min; ", "2 paged, 0 throttled");
    }

    @Test
    void whatAPersonAcceptedIsSaidToBeBeforeAllElse() throws IOException {
        open("null", "");
        Path rows = run.resolve("open.jsonl");
        Files.writeString(rows, Files.readString(rows).replace("\"asOf\"", "\"accepted\":true,\"asOf\""));
        assertThat(incidents().out())
                .contains(
                        "2026-08-05T14:20Z  accepted  checkout (111122223333 eu-west-1), flood, bbbb00000002",
                        "2 incidents, 0 open, 1 accepted, 2 paged");
        line("decisions.jsonl", refusal("2026-08-05T14:30:00Z", "bbbb00000002", Reason.NO_EFFECT));
        assertThat(CommandLines.run("explain", "bbbb00000002", "--input", run.toString())
                        .out())
                .contains("checkout (111122223333 eu-west-1), error, accepted");
        assertThat(incidents("--open").out()).contains("0 incidents").doesNotContain("bbbb");
        assertThat(new ObjectMapper()
                        .readTree(incidents("-o", "json").out())
                        .get(1)
                        .path("open")
                        .asBoolean())
                .isFalse();
        Path page = run.resolve("to/report.html");
        CommandLines.run("report", "--input", run.toString(), "--out", page.toString());
        assertThat(Files.readString(page))
                .containsPattern("checkout</span> <span class=\"badge accepted\">accepted</span>")
                .containsPattern("mail</span> <span class=\"badge over\">over</span>")
                .doesNotContain("badge error", "card error", "badge critical", "card critical");
    }

    @Test
    void whatWasOnlyProposedIsSaidWithItsPrice() throws IOException {
        Path rows = run.resolve("incidents.jsonl");
        Files.writeString(rows, Files.readString(rows).replace("\"wouldLimit\":9,\"wouldAvertUsd\":8.25,", ""));
        String at = "2026-08-01T10:30:00Z";
        line("decisions.jsonl", decision(at, "propose", "mail", "aaaa00000001", "mode-approve", ",\"limit\":2"));
        assertThat(incidents().out())
                .contains("$12.50 above normal\n    a throttle to 2 was proposed, but not approved\n")
                .contains("0 throttled, 1 proposed, 1 more would have been in mode enforce");
        String priced = Reason.MODE_APPROVE.text() + ": averts 2.13 USD an hour and refuses 2,900 good calls an hour";
        line(
                "decisions.jsonl",
                decision(at, "propose", "mail", "aaaa00000001", "mode-approve", ",\"limit\":3")
                        .replace("\"detail\":\"\"", "\"detail\":\"" + priced + "\""));
        assertThat(incidents().out())
                .contains(
                        "\n    a throttle to 3 was proposed, but not approved: averts 2.13 USD an hour and refuses 2,900");
        JsonNode all = new ObjectMapper().readTree(incidents("-o", "json").out());
        assertThat(all.get(0).path("proposed").path("limit").asInt()).isEqualTo(3);
        assertThat(all.get(1).has("proposed")).isFalse();
    }

    @Test
    void whyNothingWasThrottledIsSaidInTheListAndOnTheCard() throws IOException {
        Path rows = run.resolve("incidents.jsonl");
        Files.writeString(rows, Files.readString(rows).replace("\"wouldLimit\":9,\"wouldAvertUsd\":8.25,", ""));
        assertThat(incidents().out()).contains("$12.50 above normal\n");
        String at = "2026-08-01T12:30:00Z";
        String open = "bbbb00000002";
        line("decisions.jsonl", refusal("2026-08-05T15:00:00Z", open, Reason.NO_EFFECT));
        line("decisions.jsonl", refusal("2026-08-05T15:09:00Z", open, Reason.SURGE_OVER));
        String cheap =
                "not throttled: the cost was at most 8.20 USD above normal in an hour, and a throttle needs more "
                        + "than 20.00 USD";
        line(
                "decisions.jsonl",
                decision(at, "close", "mail", "aaaa00000001", "calm", "")
                        .replace("\"detail\":\"\"", "\"detail\":\"" + Reason.CALM.text() + ": " + cheap + "\""));
        Files.writeString(
                run.resolve("open.jsonl"),
                Files.readString(run.resolve("open.jsonl"))
                        .replace("\"wouldLimit\":45,\"wouldAvertUsd\":3,\"wouldWhy\":\"mode-observe\",", ""));
        assertThat(incidents().out())
                .contains("$12.50 above normal\n    " + cheap + "\n")
                .contains("\n    not throttled: " + Reason.NO_EFFECT.text() + "; then " + Reason.SURGE_OVER.text()
                        + "\n");
        Path page = run.resolve("to/report.html");
        CommandLines.run("report", "--input", run.toString(), "--out", page.toString());
        assertThat(Files.readString(page)).contains("Nothing was throttled: " + cheap.substring(15) + ".");
    }

    @Test
    void whatWasNotWorthItIsSaidWithTheFigureThatWasJudged() throws IOException {
        Path rows = run.resolve("incidents.jsonl");
        Files.writeString(
                rows,
                Files.readString(rows)
                        .replace(
                                "\"wouldAvertUsd\":8.25,",
                                "\"wouldAvertUsd\":8.25,\"wouldRefuseGood\":11000,\"wouldWhy\":\"not-worth\","));
        String at = "2026-08-01T10:30:00Z";
        String priced = Reason.NOT_WORTH.text()
                + ": averts 2.00 USD an hour and refuses 4,000 good calls an hour (0.50 USD per "
                + "1,000, throttle.worth 1)";
        line(
                "decisions.jsonl",
                decision(at, "propose", "mail", "aaaa00000001", "not-worth", ",\"limit\":9")
                        .replace("\"detail\":\"\"", "\"detail\":\"" + priced + "\""));
        assertThat(incidents().out())
                .contains("\n    a throttle to 9 would have averted $8.25 and refused 11,000 good calls ($0.75 per "
                        + "1,000), so it was not worth it\n");
        Path page = run.resolve("to/report.html");
        CommandLines.run("report", "--input", run.toString(), "--out", page.toString());
        assertThat(Files.readString(page))
                .contains(
                        "Nothing was throttled: " + Reason.NOT_WORTH.text() + ". A throttle to 9 was proposed, but not "
                                + "approved: averts 2.00 USD an hour and refuses 4,000 good calls an hour (0.50 USD per 1,000, "
                                + "throttle.worth 1). It would have averted $8.25 and refused 11,000 good calls "
                                + "($0.75 per 1,000) in all.");
    }

    @Test
    void whatWasThrottledIsNotCountedAmongWhatWouldHaveBeen() throws IOException {
        Files.writeString(
                run.resolve("open.jsonl"),
                Files.readString(run.resolve("open.jsonl"))
                        .replace(
                                "\"actions\":[]",
                                "\"actions\":[{\"type\":\"throttle\",\"at\":\"2026-08-05T14:31:00Z\",\"value\":45}]"));
        assertThat(incidents().out()).contains("1 throttled, 1 more would have been in mode enforce");
    }

    @Test
    void filters() throws IOException {
        assertThat(incidents("--open").out()).contains("bbbb").doesNotContain("aaaa");
        assertThat(incidents("--function", "ma*").out()).contains("aaaa").doesNotContain("bbbb");
        assertThat(incidents("--kind", "flood").out()).contains("bbbb").doesNotContain("aaaa");
        assertThat(incidents("--since", "2026-08-02T00:00:00Z").out())
                .contains("bbbb")
                .doesNotContain("aaaa");
        assertThat(incidents("--until", "2026-08-02T00:00:00Z").out())
                .contains("aaaa")
                .doesNotContain("bbbb");
        assertThat(incidents("--since", "yesterday").exit()).isEqualTo(2);
        assertThat(incidents("--until", "yesterday").exit()).isEqualTo(2);
        JsonNode all = new ObjectMapper().readTree(incidents("-o", "json").out());
        assertThat(all.findValuesAsText("incident")).containsExactly("aaaa00000001", "bbbb00000002");
        assertThat(all.findValuesAsText("open")).containsExactly("false", "true");
        assertThat(all.get(1).path("wouldLimit").asInt()).isEqualTo(45);
    }

    @Test
    void theReportOfALiveLedgerTellsOfWhatIsOpenToo() throws IOException {
        Path page = run.resolve("to/report.html");
        CommandLines.Run said = CommandLines.run("report", "--input", run.toString(), "--out", page.toString());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(Files.readString(page))
                .contains("checkout", "mail", "From the ledger of a live run")
                .contains(
                        "Nothing was throttled: in mode observe, Breakwater only records. In mode enforce, a throttle "
                                + "to 45 would have averted $3.00.")
                .contains(
                        "1 page, 1 would have paged (mode observe)",
                        "+4 min, recorded only",
                        "<dt>would have paged</dt>")
                .contains("a throttle to 9 would have averted $8.25.")
                .doesNotContain("the input ended first", "not told");
    }

    @Test
    void theReportShowsThePeriodThatWasAskedFor() throws IOException {
        assertThat(report("--until", "2026-08-02T00:00:00Z")).contains("mail").doesNotContain("checkout");
        assertThat(report("--since", "2026-08-02T00:00:00Z"))
                .contains("checkout")
                .doesNotContain("mail");
        assertThat(report("--month", "2026-08")).contains("checkout", "mail");
        assertThat(report("--month", "2026-07")).doesNotContain("checkout", "mail");
    }

    @Test
    void anAttackAtTheEdgeOfTheMonthIsNotMissed() throws IOException {
        Files.writeString(
                run.resolve("attacks.jsonl"),
                "{\"id\":\"edge\",\"functions\":[\"mail\"],\"from\":\"2026-07-31T23:00:00Z\","
                        + "\"to\":\"2026-08-01T23:00:00Z\",\"description\":\"calls\"}\n");
        assertThat(report("--month", "2026-08")).contains("1 of 1 injected attacks paged");
        assertThat(report("--month", "2026-07"))
                .contains("1 of 1 injected attacks paged", "No page was false.")
                .doesNotContain("missed");
    }

    private String report(String... period) throws IOException {
        Path page = run.resolve("to/report.html");
        String[] all = {"report", "--input", run.toString(), "--out", page.toString(), period[0], period[1]};
        assertThat(CommandLines.run(all).exit()).isZero();
        return Files.readString(page);
    }

    @Test
    void withoutALedgerItSaysSo() {
        CommandLines.Run said =
                CommandLines.run("incidents", "--input", run.resolve("nothing").toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("no run has written there");
    }

    private CommandLines.Run incidents(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "incidents";
        all[1] = "--input";
        all[2] = run.toString();
        System.arraycopy(more, 0, all, 3, more.length);
        return CommandLines.run(all);
    }

    private static String refusal(String at, String incident, Reason why) {
        return decision(at, "refuse", "checkout", incident, why.wire(), "")
                .replace("\"detail\":\"\"", "\"detail\":\"" + why.text() + "\"");
    }

    private static String finding(String kind) {
        return ",\"finding\":{\"kind\":\"" + kind + "\",\"onset\":\"2026-08-05T14:20:00Z\",\"excessUsd\":1.2}";
    }

    private static String decision(String at, String type, String function, String id, String reason, String more) {
        long minute = java.time.Instant.parse(at).getEpochSecond() / 60 - 1;
        return "{\"at\":\"" + at + "\",\"scope\":\"function\",\"function\":\"" + function + "\",\"group\":null," + PLACE
                + ",\"type\":\"" + type + "\",\"reason\":\"" + reason + "\",\"detail\":\"\",\"incident\":\"" + id
                + "\",\"minute\":" + minute + more + "}";
    }

    /** Writes the state of the open incident. */
    private void open(String recordedOnly, String stopped) throws IOException {
        Files.writeString(
                run.resolve("open.jsonl"),
                "{\"incident\":\"bbbb00000002\",\"scope\":\"function\"," + PLACE + ",\"function\":\"checkout\","
                        + "\"kind\":\"flood\",\"severity\":\"error\",\"onset\":\"2026-08-05T14:20:00Z\","
                        + "\"detectedAt\":\"2026-08-05T14:23:00Z\",\"pagedAt\":\"2026-08-05T14:24:00Z\",\"endedAt\":null,"
                        + "\"recordedOnly\":" + recordedOnly + ",\"asOf\":\"2026-08-05T14:25:00Z\",\"excessUsd\":10.15,"
                        + "\"avertedUsd\":0,\"wouldLimit\":45,\"wouldAvertUsd\":3,\"wouldWhy\":\"mode-observe\","
                        + "\"now\":{\"usdPerHour\":42" + stopped + "},\"actions\":[],\"reason\":\"surge\"}\n");
    }

    private void line(String file, String text) throws IOException {
        Files.writeString(run.resolve(file), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
