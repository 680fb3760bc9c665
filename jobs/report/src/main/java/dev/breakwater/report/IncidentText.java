package dev.breakwater.report;

import dev.breakwater.engine.detect.baseline.Peaks;
import dev.breakwater.ledger.BudgetRow;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The texts that describe an incident. Every page, alert and command takes an incident's cost, page and limit from
 * these texts, so all of them show the same figures.
 */
public record IncidentText(Incident incident) {

    private static final String NOT_THROTTLED = "not throttled: ";
    private static final String NEXT = "\n    ";
    private static final String BESIDES = " besides its functions' own incidents";

    /**
     * Returns two or three lines such as {@code 2026-08-05T14:20Z  open  checkout (111122223333 eu-west-1), flood,
     * 3f9c2a71b0de}, then page and cost, then the throttle or why there is none.
     */
    public String lines() {
        return lines(Decided.NONE);
    }

    public String lines(Decided decided) {
        Incident.Identity about = incident.identity();
        Incident.Times times = incident.times();
        String who = incident.budget() != null
                ? "budget " + incident.budget().figures().name()
                : about.function() == null && about.group() == null ? "whole account" : about.key();
        return String.format(
                "%s  %-8s  %s (%s %s), %s, %s\n    %s%s; %s%s",
                Wording.minute(times.onset()),
                incident.state(),
                Wording.visible(who),
                about.account(),
                about.region(),
                about.kind(),
                about.incident(),
                paged() + atPage(decided.pagedUsd.getOrDefault(incident.id(), 0.0)),
                times.endedAt() == null ? "" : ", alarm over after " + since(times.endedAt()),
                money(),
                limit(decided));
    }

    /**
     * The facts about a run's incidents that only its decisions contain.
     *
     * @param pagedUsd cost above normal in the hour before each page, USD by incident
     * @param proposed the newest proposal of each incident; proposals of budgets do not count
     * @param refused  the reasons against a throttle of each incident, in order; empty after a throttle
     * @param recorded whether the run was a recording
     */
    public record Decided(
            Map<String, Double> pagedUsd,
            Map<String, DecisionRow> proposed,
            Map<String, String> refused,
            boolean recorded) {

        static final Decided NONE = new Decided(Map.of(), Map.of(), Map.of(), false);

        public static Decided of(RunFolder run) throws IOException {
            Decided decided = new Decided(new HashMap<>(), new HashMap<>(), new HashMap<>(), run.recorded());
            run.each(LedgerFile.DECISIONS, decided::add);
            return decided;
        }

        /** Returns facts to which the caller adds the decisions. */
        public static Decided empty() {
            return new Decided(new HashMap<>(), new HashMap<>(), new HashMap<>(), false);
        }

        public void add(DecisionRow d) {
            if (d.pagedUsd() > 0) pagedUsd.putIfAbsent(d.incident(), d.pagedUsd());
            if (d.budget() != null) return;
            switch (d.type()) {
                case "propose" -> proposed.put(d.incident(), d);
                case "could-not" -> refused.put(d.incident(), d.detail());
                // each reason is recorded once, when it begins to apply
                case "refuse" ->
                    refused.merge(
                            d.incident(),
                            d.detail(),
                            (first, next) -> first.isEmpty() ? next : first + "; then " + next);
                // the incident's own line may be older than its throttle
                case "throttle", "held" -> refused.put(d.incident(), "");
                // control closes a paged incident with the reason, unless it was recorded before
                case "close" -> {
                    if (d.more().startsWith(NOT_THROTTLED))
                        refused.put(d.incident(), d.more().substring(NOT_THROTTLED.length()));
                }
                default -> {
                    // other decisions do not say why nothing was throttled
                }
            }
        }

        /** Returns the number of incidents whose throttle was proposed but never set, for another reason than its worth. */
        public long onlyProposed(List<Incident> all) {
            return all.stream()
                    .filter(i -> !i.throttled() && !i.money().notWorth() && proposed.containsKey(i.id()))
                    .count();
        }
    }

    /**
     * Returns a text with the numbers of incidents, pages and throttles. Throttles that the mode prevented, and
     * throttles that were only proposed, have numbers of their own.
     */
    public static String count(List<Incident> all, Decided decided) {
        long proposed = decided.onlyProposed(all);
        long paged = all.stream().filter(Incident::paged).count();
        long recorded = all.stream().filter(Incident::recordedOnly).count();
        long throttled = all.stream().filter(Incident::throttled).count();
        long would = all.stream()
                .filter(i -> i.money().wouldLimit() != null && !i.throttled())
                .filter(i -> !i.money().notWorth())
                .count();
        long notWorth =
                all.stream().filter(i -> i.money().notWorth() && !i.throttled()).count();
        long accepted = all.stream().filter(Incident::accepted).count();
        long open = all.stream().filter(Incident::open).count();
        long ofBudgets =
                all.stream().filter(i -> "budget".equals(i.identity().kind())).count();
        return Wording.count(all.size(), "incident")
                + (ofBudgets == 0 ? "" : ", " + ofBudgets + " of them about a budget") + ", " + open + " open, "
                + (accepted == 0 ? "" : accepted + " accepted, ") + paged + " paged, "
                + (recorded == 0 ? "" : recorded + " would have paged (mode observe), ") + throttled
                + " throttled" + (proposed == 0 ? "" : ", " + proposed + " proposed")
                + (would == 0 ? "" : ", " + would + " more would have been in mode enforce")
                + (notWorth == 0
                        ? ""
                        : ", " + notWorth + " only proposed, because a throttle would refuse too many good calls");
    }

    /** Returns a text like {@code , at $1.11 above normal in the last hour}, or an empty text. */
    public static String atPage(double pagedUsd) {
        if (pagedUsd <= 0) return "";
        String usd = pagedUsd < 0.005 ? "less than $0.01" : Wording.usd(pagedUsd);
        return ", at " + usd + " above normal in the last hour";
    }

    private String paged() {
        Instant at = incident.times().pagedAt();
        if (at == null) return "nobody paged";
        // budgets have no delay, because a budget's period begins long before its alert
        String after = isCapped()
                ? " after at least " + since(at) + " (the surge may have begun earlier)"
                : " after " + since(at);
        String when = incident.budget() != null ? " at " + Wording.minute(at) : after;
        if (incident.recordedOnly()) return "would have paged" + when + " (mode observe)";
        Integer notified = incident.times().notified();
        return "paged" + when + (notified == null ? "" : ", and notified " + notified + " times");
    }

    private String limit(Decided decided) {
        Incident.Money money = incident.money();
        if (incident.throttled()) {
            String limits = incident.actions().stream()
                    .filter(a -> "throttle".equals(a.type()))
                    .map(a -> String.valueOf(a.value()))
                    .collect(Collectors.joining(", then "));
            return NEXT + "throttled to " + limits + ", " + effect(decided.recorded, Wording::usd);
        }
        DecisionRow proposal = decided.proposed.get(incident.id());
        if (money.wouldLimit() == null && proposal != null) return NEXT + proposed(proposal);
        if (money.wouldLimit() == null) {
            String why = incident.times().pagedAt() == null ? "" : why(decided);
            return why.isEmpty() ? "" : NEXT + NOT_THROTTLED + why;
        }
        return NEXT
                + wouldHave(false)
                + (money.notWorth() && money.wouldAvertUsd() != null ? ", so it was not worth it" : "");
    }

    /** Returns a text like {@code a throttle to 2 waits for approval: averts 4.10 USD and ...}. */
    public String proposed(DecisionRow proposal) {
        Integer limit = proposal.limits().limit();
        String figures = proposal.more().isEmpty() ? "" : ": " + proposal.more();
        return "a throttle" + (limit == null ? "" : " to " + limit)
                + (incident.proposal() == null ? " was proposed, but not approved" : " waits for approval") + figures;
    }

    /**
     * Returns sentences that say that nothing was throttled, why, and what a throttle would have done. Empty for an
     * incident that was throttled, and for a budget.
     */
    public String notThrottled(Decided decided) {
        if (incident.throttled() || incident.budget() != null) return "";
        String why = why(decided);
        DecisionRow proposal = decided.proposed.get(incident.id());
        return "Nothing was throttled" + (why.isEmpty() ? "." : ": " + why + ".")
                + (proposal == null ? "" : " " + sentence(proposed(proposal)))
                + (incident.money().wouldLimit() == null ? "" : " " + sentence(wouldHave(proposal != null)));
    }

    /** Returns why nothing was throttled. Empty for a proposal in mode approve, and if the run's files do not tell. */
    public String why(Decided decided) {
        DecisionRow proposal = decided.proposed.get(incident.id());
        String refused = decided.refused.get(incident.id());
        if (incident.throttled() || incident.budget() != null || "".equals(refused)) return "";
        if (incident.money().wouldWhy() != null) return reason(incident.money().wouldWhy());
        if (proposal != null)
            return proposal.reason().equals(Reason.MODE_APPROVE.wire()) ? "" : reason(proposal.reason());
        if (refused != null) return refused;
        if (ofMany()) return "only functions are throttled";
        if (incident.lasts()) return "a lasting change is never throttled";
        if (incident.times().pagedAt() == null) return "only a surge that pages is throttled";
        if (incident.wasAccepted()) return "a person accepted it";
        // without its page, the file does not have all decisions about the incident
        return decided.pagedUsd.containsKey(incident.id())
                ? "the cost stayed below the throttle threshold while there was evidence for a page"
                : "";
    }

    private static String reason(String wire) {
        return Reason.of(wire).map(Reason::text).orElse(wire);
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    /** Returns a clause about the limit that mode enforce or a lower throttle.worth would have set. */
    private String wouldHave(boolean proposed) {
        Incident.Money money = incident.money();
        String who = proposed
                ? "it"
                : (money.notWorth() ? "a throttle to " : "in mode enforce, a throttle to ") + money.wouldLimit();
        if (money.wouldAvertUsd() == null) return who + " would have been set";
        String refused = money.wouldRefuseGood() == null
                ? ""
                : " and refused " + Wording.count(money.wouldRefuseGood(), "good call") + perThousand();
        return who + " would have averted " + Wording.usd(money.wouldAvertUsd()) + refused
                + (proposed ? " in all" : "");
    }

    /** Returns what a limit that was not set would have averted and refused, as a sentence. */
    public String would() {
        return sentence(wouldHave(false));
    }

    /** The figure that {@code throttle.worth} compares, for the whole incident. */
    private String perThousand() {
        Long good = incident.money().wouldRefuseGood();
        BigDecimal averted = incident.money().wouldAvertUsd();
        return good == null || good == 0 || averted == null
                ? ""
                : " (" + Wording.usd(averted.doubleValue() / good * 1_000) + " per 1,000)";
    }

    /** Returns what the incident's throttles averted and refused, or that no data shows it yet. */
    public String effect(boolean recorded, Function<BigDecimal, String> usd) {
        if (incident.throttled() && !incident.showsEffect()) return "what the throttle averts is not known yet";
        Incident.Money money = incident.money();
        return averted(money.excessUsd(), money.avertedUsd(), recorded, usd) + ", "
                + Wording.count(money.refusedGood(), "good call") + " refused";
    }

    /**
     * Returns what throttles averted, and what would have been above normal otherwise. A recording's calls all ran, so
     * what its simulated throttles avert is part of the cost above normal.
     */
    public static String averted(
            BigDecimal excess, BigDecimal averted, boolean recorded, Function<BigDecimal, String> usd) {
        if (averted.signum() == 0) return usd.apply(averted) + " averted";
        return recorded
                ? usd.apply(averted) + " of it averted (simulated)"
                : usd.apply(averted) + " averted (without throttles, " + usd.apply(excess.add(averted))
                        + " above normal)";
    }

    /** Whether the surge may have begun before its onset, because the search for an onset ends there. */
    private boolean isCapped() {
        Duration seen =
                Duration.between(incident.times().onset(), incident.times().detectedAt());
        return !incident.lasts() && seen.toMinutes() > Peaks.LONGEST_LOOK_BACK;
    }

    private String since(Instant at) {
        return Wording.span(Duration.between(incident.times().onset(), at));
    }

    /** Returns the subject of the incident, like {@code flood on function checkout}. */
    public String title() {
        Incident.Identity about = incident.identity();
        BudgetRow.Position budget = incident.budget();
        if (budget != null) return "budget " + budget.figures().name() + ": " + budget.alarm();
        boolean account = about.function() == null && about.group() == null;
        return about.kind() + " on " + (account ? "account " + about.account() : about.scope() + ' ' + about.key());
    }

    /** Returns a text like {@code $4.01 above normal so far, $1.20 an hour now, as of 2026-08-05T14:23Z}. */
    public String money() {
        if (incident.budget() != null) return budget() + asOf();
        String above = Wording.usd(incident.money().excessUsd()) + " above normal" + (ofMany() ? BESIDES : "");
        return (incident.now() == null ? above : above + " so far, " + now() + asOf())
                + (incident.assumedPrice() ? " (assumed prices)" : "");
    }

    /**
     * Returns whether the incident is about an account or a group. The amount since its onset does not include what
     * incidents of its functions report.
     */
    public boolean ofMany() {
        return incident.budget() == null && incident.identity().function() == null;
    }

    /**
     * Returns a text that says how far the amount above normal is below its peak, and why. The text is empty if the
     * amount never fell.
     */
    public String fell() {
        BigDecimal fell = incident.money().fellUsd();
        return fell == null
                ? ""
                : Wording.usd(fell) + " less than its peak, because of minutes below normal and late samples";
    }

    /** Returns the assumptions behind the incident's amounts. The text is empty if there are no assumptions. */
    public String assumed() {
        if (!incident.assumedPrice()) return "";
        String region = incident.budget() == null ? incident.identity().region() : "a region with spend";
        return "Prices are assumed. The price table has no price for " + region + ", so a higher one was used.";
    }

    /** For an open surge, returns a text like {@code $1.20 an hour now} or {@code stopped at 2026-08-05T14:21Z}. */
    public String now() {
        Incident.Now now = incident.now();
        return now.stoppedAt() == null
                ? Wording.usd(now.usdPerHour()) + " an hour now"
                : "stopped at " + Wording.minute(now.stoppedAt());
    }

    /** Returns a text about the alarm of a budget and about how much of the budget is spent. */
    private String budget() {
        BudgetRow.Position b = incident.budget();
        BudgetRow.Figures f = b.figures();
        String step = b.step() == null ? "" : " " + (b.step() + 1);
        return b.alarm() + step + ": " + Wording.usd(f.spentUsd()) + " of " + Wording.usd(f.amountUsd()) + " a "
                + f.per() + " spent" + f.assumed();
    }

    private String asOf() {
        Instant at = incident.times().asOf();
        return at == null ? "" : ", as of " + Wording.minute(at);
    }
}
