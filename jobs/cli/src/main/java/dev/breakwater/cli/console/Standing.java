package dev.breakwater.cli.console;

import dev.breakwater.cli.command.LeftAloneList;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.Request;
import dev.breakwater.ledger.BudgetRow;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.Lever;
import dev.breakwater.report.IncidentText;
import dev.breakwater.report.Levers;
import dev.breakwater.report.Wording;
import dev.breakwater.report.console.ConsoleState;
import dev.breakwater.report.console.ConsoleState.BudgetView;
import dev.breakwater.report.console.ConsoleState.FunctionView;
import dev.breakwater.report.console.ConsoleState.FunctionView.State;
import dev.breakwater.report.console.ConsoleState.IncidentView;
import dev.breakwater.report.console.ConsoleState.LeaseView;
import dev.breakwater.report.console.ConsoleState.WaitingView;
import dev.breakwater.report.console.JobState;
import dev.breakwater.report.incident.DecisionText;
import dev.breakwater.report.incident.Standings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Combines the content of the files into the state of each function, incident, lease and budget.
 *
 * @param kept   ids of the incidents that have a page
 * @param limits the decisions about limits
 */
record Standing(Instant now, Set<String> kept, LimitDecisions limits) {

    /** If a function does not report within this time, its last hour counts as over. */
    private static final Duration RESTS_AFTER = Duration.ofHours(1);

    /** The states of incidents, in the order of the list. */
    private static final List<String> RANKS = List.of("open", "accepted", "over");

    /**
     * The content of the files.
     *
     * @param fleet    the functions in the feed
     * @param deployed the functions in the inventory, by id
     */
    record Told(
            List<FleetRow> fleet, Map<String, FleetRow> deployed, List<Incident> incidents, List<BudgetRow> budgets) {}

    ConsoleState of(Told told, LedgerMemory ledger, List<Request> asked, Set<String> protectedNow, JobState job) {
        List<LeaseView> leases = leases(ledger, told.incidents);
        // a job that does not run has not read later requests, except in the seconds before its end
        Map<Boolean, List<Request>> read = asked.stream()
                .collect(Collectors.partitioningBy(
                        r -> !job.silent() || r.at() <= job.heardAt().toEpochMilli() || limits.isAnswered(r)));
        return new ConsoleState(
                now,
                job,
                functions(told, leases, protectedNow),
                incidents(told.incidents),
                leases,
                new LeftAloneList(ledger, read.get(true)).at(now),
                read.get(false).stream().map(Standing::waiting).toList(),
                told.budgets.stream().map(BudgetView::of).toList());
    }

    private static WaitingView waiting(Request r) {
        return new WaitingView(r.words(), r.scope().key(), r.incident(), Instant.ofEpochMilli(r.at()));
    }

    private List<IncidentView> incidents(List<Incident> all) {
        List<IncidentView> states = new ArrayList<>();
        for (Incident i : all) {
            states.add(new IncidentView(
                    i.open(),
                    kept.contains(i.identity().incident()),
                    i.times().pagedAt() == null ? "" : new IncidentText(i).why(limits.decided),
                    i));
        }
        Collections.reverse(states);
        states.sort(Comparator.comparing(i -> RANKS.indexOf(i.row().state())));
        return states;
    }

    private List<LeaseView> leases(LedgerMemory ledger, List<Incident> incidents) {
        Map<String, Hold> doubted = new HashMap<>();
        for (Incident i : incidents) {
            if (i.hold() != null && i.hold().stage() == Hold.Stage.TO_CONFIRM)
                doubted.put(i.id(), i.hold().asHold());
        }
        return ledger.limits().stream()
                .filter(limit -> !limit.isEnded())
                .map(limit -> lease(limit, doubted.get(limit.last().cause().incident())))
                .sorted(Comparator.comparing(LeaseView::until, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }

    /** @param doubted the incident's limit if another value was seen at AWS, or null */
    private LeaseView lease(LedgerMemory.Limit limit, Hold doubted) {
        LimitKey key = limit.key();
        LedgerEntry last = limit.last();
        String id = String.join("|", key.account(), key.region(), key.function());
        boolean releasing = last.is(Kind.INTENT_RETURN) || limits.isReleasing(id);
        boolean held = last.is(Kind.HELD)
                || last.is(Kind.SET) && last.change().outcome().equals("ok");
        String why = limits.why(id);
        Lever lever = Lever.of(key.lever(), key.mapping());
        List<DecisionRow> steps = releasing
                ? List.of()
                : limits.standings.heldAndAsked(key.account(), key.region(), key.function(), lever);
        DecisionRow set = steps.size() == 2 ? steps.get(0) : null;
        String waiting = set != null
                ? DecisionText.limit(steps.get(1)) + " asked for at "
                        + Wording.minute(steps.get(1).at())
                : doubted != null && doubted.lever().equals(lever) ? Levers.stands(doubted) : "";
        return new LeaseView(
                key.account(),
                key.region(),
                key.function(),
                key.lever(),
                key.mapping(),
                releasing ? "releasing" : !waiting.isEmpty() ? "unconfirmed" : held ? "held" : "unanswered",
                number(limit.found()),
                set != null ? set.limits().limit() : ours(limit),
                waiting,
                set != null ? set.at() : last.at(),
                limit.until(),
                (why.isEmpty() ? last.detail() : why) + limits.kept(id),
                last.cause().incident(),
                kept.contains(last.cause().incident()));
    }

    private static int ours(LedgerMemory.Limit limit) {
        String last = limit.last().change().value();
        List<String> values = limit.values();
        Integer value = number(last.isEmpty() && !values.isEmpty() ? values.get(values.size() - 1) : last);
        return value == null ? -1 : value;
    }

    /** Returns the limit, or null if no limit is set or the value is not a number. */
    private static Integer number(String value) {
        return value.matches("\\d{1,9}") ? Integer.valueOf(value) : null;
    }

    private List<FunctionView> functions(Told told, List<LeaseView> leases, Set<String> protectedNow) {
        Set<String> held = new HashSet<>();
        for (LeaseView l : leases) held.add(String.join("|", l.account(), l.region(), l.function()));
        Map<String, Incident> open = new HashMap<>();
        for (Incident i : told.incidents) {
            var about = i.identity();
            boolean here = i.times().endedAt() == null && about.function() != null && i.budget() == null;
            if (here) open.put(String.join("|", about.account(), about.region(), about.function()), i);
        }
        Instant newest = told.fleet.stream()
                .map(FleetRow::at)
                .max(Comparator.naturalOrder())
                .orElse(now);
        Map<String, FleetRow> unheard = new HashMap<>(told.deployed);
        List<FunctionView> states = new ArrayList<>();
        for (FleetRow row : told.fleet) {
            unheard.remove(row.id());
            // the function sent no data for an hour, although other functions did
            boolean rests = row.at().isBefore(newest.minus(RESTS_AFTER));
            State state = state(row, held, open.get(row.id()), protectedNow);
            states.add(state(rests ? row.resting() : row, state, open.get(row.id())));
        }
        for (FleetRow row : unheard.values()) states.add(state(row, State.UNHEARD, open.get(row.id())));
        states.sort(FunctionView.BY_EXCESS);
        return states;
    }

    private static FunctionView state(FleetRow row, State state, Incident open) {
        double expected = row.expectedUsdPerHour() == null ? 0 : row.expectedUsdPerHour();
        return new FunctionView(
                row,
                state.wire(),
                Math.max(0, row.usdPerHour() - expected),
                open == null ? null : open.identity().incident());
    }

    private State state(FleetRow row, Set<String> held, Incident open, Set<String> protectedNow) {
        if (held.contains(row.id())) return State.HELD;
        if (limits.isProposed(row.id(), now)) return State.PROPOSED;
        if (open != null && open.accepted()) return State.ACCEPTED;
        if (open != null) return open.paged() ? State.PAGED : open.recordedOnly() ? State.RECORDED : State.WARNED;
        if (row.protect() || protectedNow.contains(row.id())) return State.PROTECTED;
        return row.expectedUsdPerHour() == null ? State.LEARNING : State.NORMAL;
    }

    /**
     * For each function, whether a limit is proposed, requested or being released according to the decisions, and why.
     */
    static final class LimitDecisions {

        /** The newest decision about the limit of a function, by its id. */
        private final Map<String, DecisionRow> newest = new HashMap<>();
        /** The reason for the newest throttle of a function. */
        private final Map<String, String> reasons = new HashMap<>();
        /** The newest request to hold a function's limit longer. */
        private final Map<String, DecisionRow> holds = new HashMap<>();

        /** When the newest request about a function was answered. */
        private final Map<String, Instant> answered = new HashMap<>();

        /** Why incidents were not throttled. */
        private final IncidentText.Decided decided = IncidentText.Decided.empty();

        private final Standings standings = new Standings();

        void take(DecisionRow d) {
            decided.add(d);
            standings.take(d);
            if (d.where().function() == null) return;
            String id = String.join(
                    "|", d.where().account(), d.where().region(), d.where().function());
            switch (d.type()) {
                case "request" -> {
                    answered.put(id, d.at());
                    boolean hold = d.more().startsWith(Request.Kind.HOLD.wire());
                    if (hold && d.reason().equals(Reason.REQUESTED.wire())) holds.put(id, d);
                }
                case "throttle", "propose" -> {
                    holds.remove(id);
                    newest.put(id, d);
                    reasons.put(id, d.detail());
                }
                case "held", "raise", "lower", "prolong", "release", "could-not" -> newest.put(id, d);
                case "given-back", "override", "expire", "close" -> newest.remove(id);
                default -> {
                    // decisions of this type do not change a limit
                }
            }
        }

        /** Returns whether the job has answered the request. It answers the requests about a function in their order. */
        boolean isAnswered(Request r) {
            Scope s = r.scope();
            Instant at = answered.get(String.join("|", s.account(), s.region(), s.key()));
            return at != null && at.toEpochMilli() >= r.at();
        }

        /** Returns whether a throttle waits for a person's approval. */
        boolean isProposed(String function, Instant now) {
            DecisionRow d = newest.get(function);
            if (d == null || !d.type().equals("propose")) return false;
            Instant until = d.limits().until();
            return until == null || until.isAfter(now);
        }

        boolean isReleasing(String function) {
            DecisionRow d = newest.get(function);
            return d != null && d.type().equals("release");
        }

        /** Returns who asked to hold the function's limit longer and until when, or an empty text. */
        String kept(String function) {
            DecisionRow d = holds.get(function);
            if (d == null) return "";
            Instant until = d.limits().until();
            return "; a person asked to keep it until "
                    + (until == null ? "the end of its lease" : Wording.minute(until)) + " (" + d.more() + ")";
        }

        /** Returns the reason for the newest throttle. Empty if the reason is unknown. */
        String why(String function) {
            return reasons.getOrDefault(function, "");
        }
    }
}
