package dev.breakwater.guard.door;

import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Request.Kind;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.Where;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.Place;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.report.Levers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Accepts people's requests from the command line, the console and chats. The desk finds the incident or function in
 * the job's decisions. If the incident has ended, the desk refuses the request. Otherwise, the desk leaves a file for
 * the job. The job decides, because the incident may end before the job reads the request.
 */
public final class RequestDesk {

    private final RunFolder decisions;
    private final Path requests;
    private final Settings settings;
    private final Clock clock;

    public RequestDesk(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        decisions = RunPlaces.files(settings);
        requests = RunPlaces.requests(settings);
    }

    /** Thrown if a request was not accepted, with the reason. */
    public static final class NotTaken extends Exception {

        /** The kinds of refusal. */
        public enum Kind {
            UNKNOWN,
            UNCLEAR,
            /** The incident or proposal to which the request belongs has ended */
            OVER
        }

        private final Kind kind;

        private NotTaken(Kind kind, String why) {
            super(why);
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }
    }

    /**
     * The content of a request.
     *
     * @param incident the incident's id, or empty if the function is named
     * @param function the function's name; empty for the incident's function
     * @param account  account of the function; empty if only one account fits
     * @param region   region of the function; empty if only one region fits
     * @param length   the duration; zero for the default of the kind
     * @param times    the size of an accepted surge, as in {@link Request}
     */
    public record Ask(
            Kind kind, String incident, String function, String account, String region, Duration length, int times) {

        public Ask(Kind kind, String incident, String function, String account, String region, Duration length) {
            this(kind, incident, function, account, region, length, 0);
        }

        public static Ask of(Kind kind, String incident) {
            return new Ask(kind, incident, "", "", "", Duration.ZERO);
        }

        /** Returns the same request about this incident. */
        public Ask about(String other) {
            return new Ask(kind, other, "", "", "", length, times);
        }

        /** Returns the same request with this duration. */
        public Ask lasting(Duration time) {
            return new Ask(kind, incident, function, account, region, time, times);
        }

        /** Returns the same acceptance with another size. */
        public Ask covering(int larger) {
            return new Ask(kind, incident, function, account, region, length, larger);
        }
    }

    /**
     * Leaves the request for the job.
     *
     * @param id   identifies the request when it is repeated; empty for a new request. Requests with the same id must
     *     have the same content
     * @param by   who makes the request
     * @param from where the request was made
     */
    public Request take(Ask ask, String id, String by, String from) throws NotTaken, IOException {
        if (!id.isEmpty() && RequestFiles.isOtherwise(requests, ask.kind(), id)) {
            throw new NotTaken(NotTaken.Kind.OVER, "a different request already has this id");
        }
        List<DecisionRow> told = told(ask);
        Scope scope = scope(ask, told);
        String incident = ask.incident().isEmpty() ? newestIncident(told) : ask.incident();
        String over = over(ask.kind(), about(told, scope));
        if (over.isEmpty() && ask.kind() == Kind.THROTTLE && lacksBaseline(incident)) {
            over = Levers.NO_BASELINE + ": " + Levers.chosen(scope);
        }
        if (!over.isEmpty()) throw new NotTaken(NotTaken.Kind.OVER, over);
        Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Request request = new Request(
                id.isEmpty() ? newId(ask.kind(), incident, at) : id,
                ask.kind(),
                scope,
                incident,
                at.toEpochMilli(),
                ask.length().isZero() ? -1 : at.plus(ask.length()).toEpochMilli(),
                by,
                from,
                "",
                ask.times());
        RequestFiles.write(requests, request);
        return request;
    }

    private static String newId(Kind kind, String incident, Instant at) {
        if (kind == Kind.ACCEPT) return incident + '-' + at.getEpochSecond();
        return UUID.randomUUID().toString().substring(0, 13);
    }

    /** Returns the job's decisions about the incident or the function. */
    private List<DecisionRow> told(Ask ask) throws NotTaken, IOException {
        if (!ask.incident().matches("([0-9a-f]{12})?")) {
            throw new NotTaken(
                    NotTaken.Kind.UNCLEAR,
                    "an incident's id has 12 characters (0-9, a-f), as in the address of its page");
        }
        List<DecisionRow> told = ask.incident().isEmpty()
                ? decisions.rows(
                        LedgerFile.DECISIONS,
                        d -> ask.function().equals(d.where().function()))
                : decisions.rows(LedgerFile.DECISIONS, d -> ask.incident().equals(d.incident()));
        if (told.isEmpty() && !ask.incident().isEmpty()) {
            throw new NotTaken(NotTaken.Kind.UNKNOWN, "no incident " + ask.incident() + " in " + decisions.path());
        }
        return told;
    }

    private Scope scope(Ask ask, List<DecisionRow> told) throws NotTaken {
        Map<Scope, DecisionRow> scopes = new LinkedHashMap<>();
        for (DecisionRow d : told) {
            Where w = d.where();
            boolean meant = (ask.function().isEmpty() || ask.function().equals(w.function()))
                    && (ask.account().isEmpty() || ask.account().equals(w.account()))
                    && (ask.region().isEmpty() || ask.region().equals(w.region()));
            boolean ofABudget = d.budget() != null || "*".equals(w.region());
            if (meant && !ofABudget) {
                ScopeKind.of(String.valueOf(w.scope()))
                        .ifPresent(k -> scopes.put(new Scope(k, w.account(), w.region(), w.key()), d));
            }
        }
        if (scopes.size() == 1) return scopes.keySet().iterator().next();
        if (scopes.isEmpty() && !ask.function().isEmpty()) return named(ask);
        throw new NotTaken(
                NotTaken.Kind.UNCLEAR,
                scopes.isEmpty()
                        ? ask.incident() + " is about a budget, so raise the budget in the configuration"
                        : "more than one fits, so name the function, --account and --region of one of "
                                + scopes.keySet().stream()
                                        .map(RequestDesk::name)
                                        .toList());
    }

    /** Finds a function that has no decision yet. */
    private Scope named(Ask ask) throws NotTaken {
        List<Place> places = new ArrayList<>();
        // other accounts of AWS Organizations are not listed here
        List<Settings.Account> all = settings.organization().enabled() ? List.of() : settings.accounts();
        for (Settings.Account account : all) {
            for (String region : account.regions()) places.add(new Place(account.id(), region));
        }
        if (!ask.account().isEmpty() && !ask.region().isEmpty())
            places = List.of(new Place(ask.account(), ask.region()));
        if (places.size() != 1) {
            throw new NotTaken(
                    NotTaken.Kind.UNCLEAR,
                    "nothing was decided about " + ask.function() + " yet, so name its --account and --region");
        }
        return Scope.function(places.get(0).account(), places.get(0).region(), ask.function());
    }

    private static String newestIncident(List<DecisionRow> told) {
        String newest = "";
        for (DecisionRow d : told) if (d.incident() != null && !d.incident().isEmpty()) newest = d.incident();
        return newest;
    }

    private static List<DecisionRow> about(List<DecisionRow> told, Scope scope) {
        return told.stream()
                .filter(d -> scope.key().equals(d.where().key())
                        && scope.account().equals(d.where().account())
                        && scope.region().equals(d.where().region()))
                .toList();
    }

    /**
     * Returns the reason why the request would have no effect, according to the decisions. The result is empty if the
     * request would have an effect.
     */
    private String over(Kind kind, List<DecisionRow> told) {
        return switch (kind) {
            case APPROVE, DECLINE -> proposal(told);
            case THROTTLE ->
                isThrottled(told)
                        ? "a throttle has already been requested or set"
                        : isOver(told) ? "its incident is over" : "";
            case RELEASE -> isThrottled(told) || isWanted(told) ? "" : "no limit is held";
            case HOLD -> isThrottled(told) ? "" : "no limit is held";
            case ACCEPT, ATTACK, PROTECT, DRILL -> "";
        };
    }

    /** Returns whether the incident is about a function whose safe limit is unknown. */
    private boolean lacksBaseline(String incident) throws IOException {
        List<Incident> open = decisions.rows(LedgerFile.OPEN, i -> i.id().equals(incident));
        return !open.isEmpty() && open.get(open.size() - 1).lacksBaseline();
    }

    private static boolean isOver(List<DecisionRow> told) {
        boolean over = false;
        for (DecisionRow d : told)
            over = d.type().equals("close") || over && !d.type().equals("open");
        return over;
    }

    private String proposal(List<DecisionRow> told) {
        String over = "no throttle is proposed";
        for (DecisionRow d : told) {
            Instant until = d.limits().until();
            over = switch (d.type()) {
                case "propose" -> until == null || until.isAfter(clock.instant()) ? "" : "the proposal has expired";
                case "expire" ->
                    d.reason().equals(Reason.DECLINED.wire()) ? Reason.DECLINED.text() : "the proposal has expired";
                case "throttle" -> "a throttle has already been requested or set";
                case "close" -> "its incident is over";
                case "release", "given-back", "could-not", "override" -> "no throttle is proposed";
                default -> over;
            };
        }
        return over;
    }

    /** Returns whether a person's request may still wait, for example an approval. The job knows whether it does. */
    private static boolean isWanted(List<DecisionRow> told) {
        boolean wanted = false;
        for (DecisionRow d : told) {
            wanted = switch (d.type()) {
                case "request" -> true;
                case "propose", "expire", "close", "given-back", "override" -> false;
                default -> wanted;
            };
        }
        return wanted;
    }

    /** Returns whether the decisions show a requested or held limit of the incident. */
    public boolean isThrottled(String incident) throws IOException {
        return isThrottled(decisions.rows(LedgerFile.DECISIONS, d -> incident.equals(d.incident())));
    }

    private static boolean isThrottled(List<DecisionRow> told) {
        boolean throttled = false;
        for (DecisionRow d : told) throttled = isThrottledAfter(d, throttled);
        return throttled;
    }

    static boolean isThrottledAfter(DecisionRow d, boolean before) {
        return switch (d.type()) {
            case "throttle", "held", "raise", "lower", "prolong" -> true;
            case "release", "given-back", "override", "could-not" -> false;
            default -> before;
        };
    }

    /**
     * Returns the incidents that an alert covers, oldest first. Most alerts cover one incident. An alert about a common
     * cause and a fleet page cover several incidents.
     *
     * @param key the alert's key at the pager, or the id of one of its incidents
     * @param by  incidents that paged after this time are excluded; null means now
     */
    public List<String> toldBy(String key, Instant by) throws NotTaken, IOException {
        List<String> incidents = new AlertIncidents(decisions).of(key, by == null ? clock.instant() : by);
        if (incidents.isEmpty()) {
            throw new NotTaken(NotTaken.Kind.UNCLEAR, "the alert has no incident of a function, group or account");
        }
        return incidents;
    }

    /** Returns a scope as text, for example {@code function checkout (111122223333 eu-west-1)}. */
    public static String name(Scope scope) {
        String what =
                scope.kind() == ScopeKind.ACCOUNT ? "account" : scope.kind().wire() + ' ' + scope.key();
        return what + " (" + scope.account() + ' ' + scope.region() + ')';
    }
}
