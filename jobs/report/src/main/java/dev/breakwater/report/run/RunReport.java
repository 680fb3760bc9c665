package dev.breakwater.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.ledger.AlarmMinuteRow;
import dev.breakwater.ledger.AttackRow;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.PlotRow;
import dev.breakwater.ledger.folder.IncidentList;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.report.IncidentText;
import dev.breakwater.report.Pages;
import dev.breakwater.report.Wording;
import dev.breakwater.report.plot.IncidentPlot;
import dev.breakwater.report.plot.Moments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes {@code report.html} of a run from {@code incidents.jsonl}, {@code open.jsonl}, {@code plots.jsonl},
 * {@code alarms.jsonl}, {@code decisions.jsonl} and {@code summary.json}. The report is one file and loads no other
 * file. The same input gives the same bytes. A live run's folder contains the present state of open incidents instead
 * of a summary. Missing files count as empty, and unreadable lines are counted.
 */
public final class RunReport {

    private static final int CARDS_AT_MOST = 200;
    private static final int FUNCTIONS_AT_MOST = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<IncidentCard> incidents = new ArrayList<>();
    private final Map<String, PlotSeries> plots = new HashMap<>();
    /** The decisions that charts show, by incident. */
    private final Map<String, List<DecisionRow>> decided = new HashMap<>();

    /** The costs at the pages, and the newest proposals. */
    private final IncidentText.Decided facts = IncidentText.Decided.empty();

    /** The time at which each incident was closed, by incident. */
    private final Map<String, Instant> closed = new HashMap<>();

    private final TreeMap<Long, Boolean> alarms = new TreeMap<>();
    private final TreeMap<String, Long> decisions = new TreeMap<>();

    /** The days with spend. */
    private final TreeSet<String> days = new TreeSet<>();

    private List<CostTrend> spend = List.of();

    private final Predicate<Incident> wanted;
    private final Predicate<Instant> within;
    private JsonNode summary = JSON.createObjectNode();
    private AttackResults attacks = AttackResults.NONE;
    private long unreadable;
    private Instant first;
    private Instant last;

    private RunReport(Predicate<Incident> wanted, Predicate<Instant> within) {
        this.wanted = wanted;
        this.within = within;
    }

    /**
     * Reads the files of the folder and writes {@code report.html} into the same folder.
     *
     * @param out the {@code --out} folder of a run; missing files count as empty
     * @return the page's path
     * @throws IOException if a file cannot be read, or the page cannot be written
     */
    public static Path write(Path out) throws IOException {
        return write(out, out.resolve("report.html"), i -> true, at -> true);
    }

    /**
     * Reads the files of the folder and writes the page to another place.
     *
     * @param wanted the incidents to show
     * @param within the times whose alarms, decisions and injected attacks are shown
     */
    public static Path write(Path run, Path page, Predicate<Incident> wanted, Predicate<Instant> within)
            throws IOException {
        return Files.writeString(page, Pages.render("report.jte", RunReport.read(run, wanted, within)));
    }

    static RunReport read(Path out, Predicate<Incident> wanted, Predicate<Instant> within) throws IOException {
        RunReport story = new RunReport(wanted, within);
        Path summary = out.resolve("summary.json");
        if (Files.exists(summary)) story.summary = JSON.readTree(Files.readString(summary));
        RunFolder run = new RunFolder(out);
        IncidentList told = new IncidentList();
        story.unreadable += told.readOpen(run);
        story.unreadable += run.each(LedgerFile.INCIDENTS, row -> told.take(new IncidentCard(row).row()));
        story.unreadable += run.each(LedgerFile.PLOTS, story::plot);
        if (story.live()) {
            Plots.of(run, told.all().stream().filter(wanted).toList()).stream()
                    .filter(p -> p.minutes() != null && p.minutes() > 1)
                    .forEach(story::plot);
        }
        story.unreadable += run.each(LedgerFile.ALARMS, story::alarm);
        if (!story.live()) {
            story.unreadable += run.each(LedgerFile.SPEND, row -> story.days.add(row.day()));
            story.spend = CostTrend.of(run, story.days);
        }
        story.unreadable += run.each(LedgerFile.DECISIONS, story::decision);
        told.all().forEach(story::incident);
        List<AttackRow> attacks = run.rows(
                LedgerFile.ATTACKS,
                a -> a.from() != null && a.to() != null && (within.test(a.from()) || within.test(a.to())));
        // an attack at the edge of the period may have been found on the other side of the edge
        story.attacks = AttackResults.of(
                attacks,
                told.all().stream()
                        .filter(i -> wanted.test(i) || attacks.stream().anyMatch(a -> a.explains(i)))
                        .toList());
        story.incidents.sort(Comparator.comparing(IncidentCard::onset));
        return story;
    }

    /** Returns the incidents, by onset. */
    public List<IncidentCard> incidents() {
        return incidents;
    }

    /**
     * Returns the incidents to show, by onset. If there are too many incidents, only the incidents with the largest
     * excess are shown, because no browser opens a page with thousands of charts. If the injected attacks are known,
     * their incidents come first, and false pages next.
     */
    public List<IncidentCard> mostExpensive() {
        Set<IncidentCard> mostExpensive = incidents.stream()
                .sorted(Comparator.comparingDouble(IncidentCard::excessUsd).reversed())
                .limit(CARDS_AT_MOST)
                .collect(Collectors.toSet());
        return incidents.stream()
                .filter(mostExpensive::contains)
                .sorted(Comparator.comparingInt(this::rank))
                .toList();
    }

    private int rank(IncidentCard incident) {
        if (attacks.isMain(incident.row())) return 0;
        return attacks.falsePages().contains(incident.row()) ? 1 : 2;
    }

    /** Returns the injected attacks, if the recording lists them. */
    public AttackResults attacks() {
        return attacks;
    }

    /** Returns the known cause of an incident, or an empty text. */
    public String cause(IncidentCard incident) {
        if (!attacks.present()) return "";
        String injected = attacks.of(incident.row());
        if (!injected.isEmpty()) return "injected: " + injected;
        return incident.paged() == null
                ? "no attack was injected, and nobody was paged"
                : "this was a false page, because no attack was injected here";
    }

    /** Returns the chart of an incident. The result is null if the run's files have no minutes of the incident. */
    public IncidentPlot plot(IncidentCard incident) {
        PlotSeries series = plots.get(incident.id());
        if (series == null) return null;
        List<DecisionRow> own = decided.getOrDefault(incident.id(), List.of());
        return IncidentPlot.of(incident.target(), new Moments(incident.row(), own, series.recorded()).all(), series);
    }

    /**
     * Returns the time at which an incident was closed, some minutes after its last evidence. Null if no decision
     * closed it.
     */
    public Instant closed(IncidentCard incident) {
        return closed.get(incident.id());
    }

    /** Returns the cost above normal in the hour before the incident's page as text. Empty if unknown. */
    public String atPage(IncidentCard incident) {
        return IncidentText.atPage(facts.pagedUsd().getOrDefault(incident.id(), 0.0));
    }

    /** Returns that the incident was not throttled, why, and what a throttle would have done. */
    public String notThrottled(IncidentCard incident) {
        return new IncidentText(incident.row()).notThrottled(facts);
    }

    /** Returns the functions that cost most, in a recording. */
    public List<CostTrend> spend() {
        return spend.stream().limit(FUNCTIONS_AT_MOST).toList();
    }

    /** Returns the alarm minutes. The value of a minute is true if one of the minute's alarms pages. */
    public SortedMap<Long, Boolean> alarms() {
        return alarms;
    }

    /** Returns the number of decisions by type and reason, including refusals. */
    public SortedMap<String, Long> decisions() {
        return decisions;
    }

    /** Returns the number of lines that could not be read. */
    public long unreadable() {
        return unreadable;
    }

    /**
     * Returns whether this is the folder of a live run or of an unfinished recording. A finished recording has a
     * summary.
     */
    public boolean live() {
        return summary.isEmpty();
    }

    /** Returns the number of functions with too little history. */
    public long notReady() {
        return summary.path("notReady").asLong();
    }

    /** Returns a number from the summary, or -1. */
    public long summed(String field) {
        return summary.path(field).asLong(-1);
    }

    /** Returns a number from the summary as text. */
    public String figure(String field) {
        return summary.has(field) ? Wording.number(summary.get(field).asDouble()) : "not told";
    }

    /** Returns the start of the run's data. The result is null if the files do not contain the start. */
    public Instant from() {
        Instant said = instant("from");
        return said != null ? said : first;
    }

    /** Returns the end of the run's data. The result is null if the files do not contain the end. */
    public Instant to() {
        Instant said = instant("to");
        return said != null ? said : last;
    }

    /** Returns the days of a recording, and the time from its first alarm to its last. Empty if both are unknown. */
    public String period() {
        String read = days.isEmpty()
                ? ""
                : "data of " + Wording.count(days.size(), "day") + ", " + days.first() + " to " + days.last();
        if (from() == null || to() == null) return read;
        return (read.isEmpty() ? "" : read + "; ") + "incidents and alarms from " + Wording.minute(from()) + " to "
                + Wording.minute(to()) + " (" + Wording.span(Duration.between(from(), to())) + ")";
    }

    /** Returns the end of an incident or, if the input ended first, the end of the data. */
    public Instant endOf(IncidentCard incident) {
        if (incident.ended() != null) return incident.ended();
        Instant to = to();
        return to != null && to.isAfter(incident.detected()) ? to : incident.detected();
    }

    public double total(String field) {
        return incidents.stream().mapToDouble(i -> i.amount(field)).sum();
    }

    public long pages() {
        return incidents.stream().filter(incident -> incident.paged() != null).count();
    }

    /** Returns the number of pages that were sent. Pages that were only recorded, in mode observe, do not count. */
    public long sent() {
        return pages() - recordedOnly();
    }

    /** Returns the number of pages that mode observe only recorded, so that they reached nobody. */
    public long recordedOnly() {
        return incidents.stream()
                .filter(incident -> incident.row().recordedOnly())
                .count();
    }

    public long actions(String type) {
        return incidents.stream().mapToLong(incident -> incident.actions(type)).sum();
    }

    private Instant instant(String field) {
        JsonNode said = summary.path(field);
        return said.isTextual() ? Instant.parse(said.asText()) : null;
    }

    private void incident(Incident row) {
        if (!wanted.test(row)) return;
        IncidentCard incident = new IncidentCard(row);
        incidents.add(incident);
        cover(incident.onset(), incident.ended() == null ? incident.detected() : incident.ended());
    }

    private void plot(PlotRow row) {
        PlotSeries series = PlotSeries.of(row, !live());
        plots.put(row.incident(), series);
        cover(series.from(), series.to());
    }

    private void alarm(AlarmMinuteRow row) {
        Instant start = Instant.ofEpochSecond(row.minute() * 60);
        if (!within.test(start)) return;
        alarms.merge(row.minute(), row.paged(), Boolean::logicalOr);
        cover(start, start.plus(Duration.ofMinutes(1)));
    }

    private void decision(DecisionRow row) {
        if (row.at() == null || within.test(row.at())) {
            decisions.merge(row.type() + ": " + IncidentCard.sentence(row.reason()), 1L, Long::sum);
        }
        facts.add(row);
        if (row.type().equals("close")) closed.put(row.incident(), row.at());
        if (row.at() != null && Moments.shows(row)) {
            decided.computeIfAbsent(row.incident(), i -> new ArrayList<>()).add(row);
        }
    }

    private void cover(Instant start, Instant end) {
        if (first == null || start.isBefore(first)) first = start;
        if (last == null || end.isAfter(last)) last = end;
    }

    /** Returns the result of the run, in one sentence. */
    public String headline() {
        long samples = summed("samples");
        if (samples == 0) return "No sample could be read, so this report says nothing about the account.";
        if (attacks.present()) return attacks.headline() + held() + ".";
        long budgets = incidents.stream().filter(i -> i.row().budget() != null).count();
        String alerts = budgets == 0 ? "" : ", besides " + Wording.count(budgets, "budget alert");
        long surges = incidents.size() - budgets;
        if (surges == 0) {
            String read = samples < 0 ? "" : " in " + Wording.count(samples, "sample");
            return "No surge was seen" + read + watched() + alerts + ".";
        }
        String sentence =
                Wording.count(surges, "surge") + (surges == 1 ? " was seen" : " were seen") + watched() + alerts
                        + ", " + Wording.usd(total("excessUsd")) + " above the expected: "
                        + pagesText() + ", " + Wording.count(actions("throttle"), "throttle")
                        + held();
        double averted = total("avertedUsd");
        String refused = Wording.number(total("refusedGood")) + " good calls refused.";
        return averted > 0 ? sentence + ", " + Wording.usd(averted) + " averted, " + refused : sentence + ".";
    }

    private String pagesText() {
        long recorded = recordedOnly();
        if (recorded == 0) return Wording.count(sent(), "page");
        String would = Wording.number(recorded) + " would have paged (mode observe)";
        return sent() == 0 ? would : Wording.count(sent(), "page") + ", " + would;
    }

    private String watched() {
        long functions = summed("functions");
        return functions > 0 ? " among " + Wording.count(functions, "watched function") : "";
    }

    private String held() {
        long throttles = actions("throttle");
        if (throttles == 0) return "";
        long open = incidents.stream().filter(RunReport::stillHeld).count();
        if (open == 0) return throttles == 1 ? " (released)" : " (all released)";
        return String.format(Locale.ROOT, " (%,d not released by us)", open);
    }

    /** Returns whether the incident's last throttle was not released. */
    private static boolean stillHeld(IncidentCard incident) {
        boolean held = false;
        for (Incident.Action action : incident.actions()) {
            if (action.type().equals("throttle")) held = true;
            if (action.type().equals("release")) held = false;
        }
        return held;
    }
}
