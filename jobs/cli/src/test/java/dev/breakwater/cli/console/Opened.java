package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.cli.CommandLines;
import dev.breakwater.config.model.Settings;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.Wording;
import dev.breakwater.report.console.ConsolePage;
import dev.breakwater.report.console.ConsolePage.Page;
import dev.breakwater.report.console.Query;
import dev.breakwater.report.incident.IncidentStory;
import dev.breakwater.report.incident.PageSummary.PageAlert;
import dev.breakwater.report.run.RunReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One incident at a minute, in all places that show it. */
final class Opened {

    private static final String BY_MIDNIGHT = " USD by the end of the day";

    private static final String AN_HOUR_NOW = " USD an hour now";

    static final String IN_THE_LAST_HOUR = " USD above normal in the last hour";
    private static final int LONGEST = 2_000;
    private static final CommandLines.Kept COMMANDS = new CommandLines.Kept();

    private final String id;
    private final Settings settings;
    private final Path files;
    private final Instant at;
    private final IncidentStory story;
    private final List<String> wrong = new ArrayList<>();
    /** The incident's newest alert by that minute. */
    final PageAlert newest;

    /**
     * Writes the files in their state at that minute.
     *
     * @param folder the folder that contains the settings' folder {@code opened}
     * @param told the incident's alerts
     * @param decided the incident's decisions
     */
    Opened(Path folder, Settings settings, String id, Instant at, List<PageAlert> told, List<DecisionRow> decided)
            throws IOException {
        this.id = id;
        this.at = at;
        this.settings = settings;
        story = new IncidentStory(id);
        PageAlert last = null;
        for (PageAlert a : told) {
            Instant asOf = a.incident().times().asOf();
            if (a.ends() || asOf == null || asOf.isAfter(at)) continue;
            story.add(a);
            // alerts and pages are two streams, so the later of two lines may have older data
            if (last == null || !asOf.isBefore(last.incident().times().asOf())) last = a;
        }
        newest = last;
        files = Files.createDirectories(folder.resolve("opened"));
        Files.deleteIfExists(LedgerFile.INCIDENTS.in(files));
        Files.writeString(LedgerFile.OPEN.in(files), LedgerJson.line(newest.incident()) + "\n");
        StringBuilder lines = new StringBuilder();
        for (DecisionRow d : decided) {
            // in a live run, the opening comes with the minute and is some minutes later by the clock
            boolean later = d.at().isAfter(at.plusSeconds(120)) && !d.type().equals("open");
            if (later || d.type().equals("close")) continue;
            story.add(d);
            lines.append(LedgerJson.line(d)).append('\n');
        }
        Files.writeString(LedgerFile.DECISIONS.in(files), lines);
        // a month has days
        Files.writeString(
                LedgerFile.SPEND.in(files),
                "{\"day\":\"" + day()
                        + "\",\"function\":\"f\",\"account\":\"1\",\"region\":\"r\",\"groups\":[],\"usd\":1,\"calls\":1}\n");
    }

    private String day() {
        return newest.incident().times().detectedAt().toString().substring(0, 10);
    }

    /** Returns the figures that some place does not show, or shows differently. */
    List<String> differences() throws Exception {
        Incident i = newest.incident();
        Incident.Now now = i.now();
        String above = Wording.usd(i.money().excessUsd());
        String rate = now.stoppedAt() == null
                ? Wording.usd(now.usdPerHour()) + " an hour"
                : "stopped at " + Wording.minute(now.stoppedAt());
        String asOf = Wording.minute(i.times().asOf());
        String day = Wording.usd(now.endOfDayUsd());
        String month = Wording.usd(now.endOfMonthUsd());
        String averted = Wording.usd(i.money().avertedUsd());
        String averts = !i.throttled() ? above : i.showsEffect() ? averted : "not known yet";
        String page = text(story.html());
        String explained = command("explain", id);
        say("page", page, "so far " + above, rate, day, month, averts, "As of " + asOf);
        if (i.money().fellUsd() != null) {
            String fell = Wording.usd(i.money().fellUsd()) + " less than its peak";
            say("page", page, fell);
            say("explain", explained, fell);
        }
        String besides = i.identity().function() == null
                ? " above normal besides its functions' own incidents"
                : " above normal";
        say("console", text(console()), above + besides + " so far", rate, "as of " + asOf);
        Path report = files.resolve("report.html");
        RunReport.write(files, report, row -> true, at -> true);
        say("report", text(Files.readString(report)), above, rate, day, month, averted, "as of " + asOf);
        say("incidents", command("incidents"), above + besides + " so far", rate, "as of " + asOf);
        String alert = newest.summary();
        if (alert.contains(IN_THE_LAST_HOUR)) say("alert", alert, cents(now.lastHourUsd()) + IN_THE_LAST_HOUR);
        if (alert.contains(AN_HOUR_NOW)) say("alert", alert, cents(now.usdPerHour()) + AN_HOUR_NOW);
        if (alert.contains(BY_MIDNIGHT)) say("alert", alert, cents(now.endOfDayUsd()) + BY_MIDNIGHT);
        JsonNode listed = LedgerJson.read(command("incidents", "-o", "json"), JsonNode.class);
        JsonNode line = LedgerJson.read(
                LedgerJson.line(new Listed(!Boolean.TRUE.equals(i.times().accepted()), i)), JsonNode.class);
        ((ObjectNode) listed.get(0)).remove("proposed"); // from the decisions, not a figure of the incident
        if (!listed.get(0).equals(line)) differs("json", listed.toString());
        say(
                "explain",
                explained.replace(',', ' '),
                plain(above) + " USD above normal",
                now.stoppedAt() == null ? plain(Wording.usd(now.usdPerHour())) + " USD an hour" : rate,
                plain(day) + " USD above normal by the end of the day",
                plain(month) + " USD by the end of the month",
                averts.equals("not known yet") ? averts : plain(averted) + " USD averted",
                averts.equals("not known yet")
                        ? averts
                        : String.format(Locale.ROOT, "%,d", i.money().refusedGood())
                                        .replace(',', ' ') + " good calls refused",
                "as of     " + i.times().asOf());
        money(i);
        return wrong;
    }

    private void money(Incident i) throws Exception {
        JsonNode money =
                LedgerJson.read(command("money", "--month", day().substring(0, 7), "-o", "json"), JsonNode.class);
        boolean same = same(money.at("/total/excessUsd"), i.money().excessUsd())
                && same(money.at("/total/avertedUsd"), i.money().avertedUsd())
                && money.at("/openAsOf").asText().equals(i.times().asOf().toString());
        if (!same) differs("money", money.at("/total").toString());
    }

    private static boolean same(JsonNode shown, BigDecimal amount) {
        return shown.decimalValue().compareTo(amount) == 0;
    }

    private record Listed(boolean open, @JsonUnwrapped Incident row) {}

    private String console() throws IOException {
        return new ConsolePage(
                        Page.INCIDENTS,
                        new ConsoleFiles(settings, Clock.systemUTC()).read(),
                        Query.of(Map.of()),
                        at,
                        true)
                .html();
    }

    private String command(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--input", files.toString()));
        CommandLines.Run said = COMMANDS.run(all.toArray(String[]::new));
        assertThat(said.exit()).as(args[0] + ": " + said.err()).isZero();
        return said.out();
    }

    private void say(String who, String said, String... figures) {
        for (String figure : figures) if (!said.contains(figure)) differs(who, figure + " in " + said);
    }

    private void differs(String who, String words) {
        wrong.add(id + " at " + at + ", " + who + ": " + words.substring(0, Math.min(LONGEST, words.length())));
    }

    /** Returns an amount in the form of a terminal without grouping. */
    private static String plain(String usd) {
        return usd.replace("$", "").replace(',', ' ');
    }

    /** Returns an amount in the form of an alert. */
    private static String cents(BigDecimal usd) {
        return usd.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    /** Returns a browser's visible text, on one line. */
    private static String text(String html) {
        String body = html.replaceAll("(?s)<(style|script)[^>]*>.*?</\\1>", " ").replaceAll("<[^>]+>", " ");
        return body.replace("&#39;", "'").replaceAll("\\s+", " ").strip();
    }
}
