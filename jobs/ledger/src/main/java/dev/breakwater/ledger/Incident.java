package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.Lever;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * An incident in the form that pages, reports, the console and commands show. An open incident is a line of {@code
 * open.jsonl}, and an ended incident is a line of {@code incidents.jsonl}. All figures are computed once, by control.
 */
public record Incident(
        @JsonUnwrapped Identity identity,
        @JsonUnwrapped Times times,
        @JsonUnwrapped Found found,

        @JsonPropertyDescription("forecast at the time of the page: `usdPerHour`, `endOfDayUsd` and `endOfMonthUsd` "
                + "are cost above the expectation since onset; `growth`, if calls grow exponentially")
        Found.Projection projection,

        @JsonUnwrapped Money money,

        @JsonInclude(NON_NULL)
        @JsonPropertyDescription("only in an open surge. `observed` and `expected` are for the newest minute. "
                + "`usdPerHour` is the cost above normal in the last three minutes, as an hourly rate. "
                + "`lastHourUsd` is the cost above normal in the last hour. `endOfDayUsd` and `endOfMonthUsd` "
                + "continue the hourly rate or the exponential `growth`. `stoppedAt` is the end of the last minute above normal, left out "
                + "while the surge continues")
        Now now,

        @JsonInclude(NON_NULL)
        @JsonPropertyDescription("the state of our limit on the function: `stage`, `limit`, the limit before it, "
                + "`until`, the time of the reading, and the `lever`")
        Limit hold,

        @JsonInclude(NON_NULL) @JsonPropertyDescription("a throttle that waits for approval or was approved")
        Limit proposal,

        @JsonPropertyDescription(
                "what Breakwater did: `type`, `at`, and `value` (the limit; null for none). For a queue or stream, "
                        + "also `lever` and `mapping`")
        List<Action> actions,

        @JsonPropertyDescription("why the incident ended, or, while it is open, why this line was written")
        String reason,

        @JsonInclude(NON_NULL) @JsonPropertyDescription("only for a budget, see below")
        BudgetRow.Position budget) {

    /** The incident's id, subject and severity. */
    public record Identity(
            @JsonPropertyDescription("the incident's id, 12 hex digits")
            String incident,

            @JsonPropertyDescription("`function`, `group` or `account`")
            String scope,

            @JsonPropertyDescription("12 digits; `*` for a budget that covers all accounts")
            String account,

            @JsonPropertyDescription("for example `eu-west-1`; `*` for a budget")
            String region,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("the function's name, if the incident is about a function")
            String function,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("the group's name, if the incident is about a group")
            String group,

            @JsonPropertyDescription("`flood`, `slow-burn`, `pulse`, `recursion`, `duration`, `starved`, `spread`,"
                    + " `new-function`, `deployment`, `lasting-change` (`docs/detection.md`), `budget`")
            String kind,

            @JsonPropertyDescription("`critical`, `error`, `warning` or `info`")
            String severity) {

        public Identity {
            incident = LedgerJson.text(incident);
            account = LedgerJson.text(account);
            region = LedgerJson.text(region);
            kind = LedgerJson.text(kind);
            severity = LedgerJson.text(severity);
        }

        static Identity of(IncidentSnapshot.Identity i) {
            Scope s = i.scope();
            return new Identity(
                    i.id(),
                    s.kind().wire(),
                    s.account(),
                    s.region(),
                    s.kind() == ScopeKind.FUNCTION ? s.key() : null,
                    s.kind() == ScopeKind.GROUP ? s.key() : null,
                    i.kind().wire(),
                    i.severity().wire());
        }

        /** The name of the function or group, or {@code *} for an account. */
        public String key() {
            return function != null ? function : group != null ? group : Scope.WHOLE;
        }
    }

    public record Times(
            @JsonPropertyDescription("first minute of the surge")
            Instant onset,

            @JsonPropertyDescription("end of the last minute that detection used")
            Instant detectedAt,

            @JsonPropertyDescription("end of the last minute that the page used; null if there was no page")
            Instant pagedAt,

            @JsonPropertyDescription("end of the last minute above the threshold; null if the recording ended first")
            Instant endedAt,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("true if the page was only recorded, in mode observe")
            Boolean recordedOnly,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("true if a person has accepted the surge")
            Boolean accepted,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription("how often an alert about the incident notified people, if more than once")
            Integer notified,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription("only in an open incident: end of the newest minute that its figures include")
            Instant asOf) {}

    public record Money(
            @JsonPropertyDescription("cost above the expectation from onset to end")
            BigDecimal excessUsd,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription(
                    "how far `excessUsd` is below its highest value, because of minutes below normal and late "
                            + "samples. Left out below half a cent")
            BigDecimal fellUsd,

            @JsonPropertyDescription("cost that throttles averted")
            BigDecimal avertedUsd,

            @JsonPropertyDescription("good calls that throttles refused")
            long refusedGood,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("the limit that was not set; `wouldWhy` says why")
            Integer wouldLimit,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("cost that this limit would have averted")
            BigDecimal wouldAvertUsd,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("good calls that this limit would have refused")
            Long wouldRefuseGood,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription("why the limit was not set: mode-observe, mode-alert or not-worth")
            String wouldWhy,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription("true if the price table lacks a price of the region, so a higher price was used")
            Boolean assumedPrice) {

        public Money {
            excessUsd = LedgerJson.amount(excessUsd);
            avertedUsd = LedgerJson.amount(avertedUsd);
        }

        /** Whether a limit would have been set if it had averted enough cost. */
        public boolean notWorth() {
            return wouldLimit != null && Reason.NOT_WORTH.wire().equals(wouldWhy);
        }
    }

    /** The state of an open incident (see the description of the field). */
    public record Now(
            @JsonInclude(NON_NULL) Reading observed,
            @JsonInclude(NON_NULL) Reading expected,
            BigDecimal usdPerHour,
            @JsonInclude(NON_NULL) Instant stoppedAt,
            BigDecimal lastHourUsd,
            BigDecimal endOfDayUsd,
            BigDecimal endOfMonthUsd,
            @JsonInclude(NON_NULL) String growth) {

        public Now {
            usdPerHour = LedgerJson.amount(usdPerHour);
            lastHourUsd = LedgerJson.amount(lastHourUsd);
            endOfDayUsd = LedgerJson.amount(endOfDayUsd);
            endOfMonthUsd = LedgerJson.amount(endOfMonthUsd);
        }

        static Now of(IncidentSnapshot i) {
            boolean seen = i.newest().present();
            Projection ahead = i.projection();
            return new Now(
                    seen ? Found.rounded(i.newest().observed()) : null,
                    seen ? Found.rounded(i.newest().expected()) : null,
                    LedgerJson.usd(ahead.nanoPerHour()),
                    LedgerJson.instant(i.times().stoppedAt()),
                    LedgerJson.usd(i.money().excessHour()),
                    LedgerJson.usd(ahead.endOfDayNano()),
                    LedgerJson.usd(ahead.endOfMonthNano()),
                    i.fleet().ahead().doublesIn() > 0 ? "growing as its surges do" : Found.Projection.growth(ahead));
        }
    }

    /** A limit of the function that is held, requested or proposed. */
    public record Limit(
            Hold.Stage stage,
            Integer limit,
            Integer previous,
            Instant until,
            long readAt,
            @JsonInclude(NON_NULL) String lever,
            @JsonInclude(NON_NULL) String mapping) {

        /** Converts the state of a limit to its form in the ledger. The result is null if there is no limit. */
        static Limit of(Hold h) {
            if (!h.present()) return null;
            boolean named = !h.lever().isReservation();
            return new Limit(
                    h.stage(),
                    LedgerJson.positive(h.limit()),
                    LedgerJson.positive(h.previous()),
                    LedgerJson.instant(h.until()),
                    h.readAt(),
                    named ? h.lever().kind().wire() : null,
                    named ? h.lever().mapping() : null);
        }

        public Hold asHold() {
            return new Hold(
                    stage,
                    limit == null ? -1 : limit,
                    previous == null ? -1 : previous,
                    until == null ? -1 : until.toEpochMilli(),
                    Lever.of(lever, mapping),
                    readAt);
        }
    }

    /** An action on a limit of the function. */
    public record Action(
            String type,
            Instant at,
            Integer value,
            @JsonInclude(NON_NULL) String lever,
            @JsonInclude(NON_NULL) String mapping) {

        public Action {
            type = LedgerJson.text(type);
        }

        public Lever asLever() {
            return Lever.of(lever, mapping);
        }

        static Action of(IncidentSnapshot.Action a) {
            Lever lever = a.lever().isReservation() ? null : a.lever();
            return new Action(
                    a.type(),
                    Instant.ofEpochMilli(a.at()),
                    LedgerJson.positive(a.value()),
                    lever == null ? null : lever.kind().wire(),
                    lever == null ? null : lever.mapping());
        }
    }

    public Incident {
        actions = actions == null ? List.of() : actions;
        projection = projection == null ? Found.Projection.NONE : projection;
        reason = LedgerJson.text(reason);
    }

    public String id() {
        return identity.incident;
    }

    /** Whether the incident's amounts use the highest prices in the price table, because the table lacks the region. */
    public boolean assumedPrice() {
        return Boolean.TRUE.equals(
                budget == null ? money.assumedPrice : budget.figures().assumedPrice());
    }

    /** Whether the surge continues according to this line. */
    public boolean continues() {
        return times.endedAt == null;
    }

    /** Whether the surge continues and nobody has accepted it. Only then do people see the incident as open. */
    public boolean open() {
        return continues() && !accepted();
    }

    /** Whether the surge continues, but a person has accepted it. */
    public boolean accepted() {
        return continues() && wasAccepted();
    }

    /** Whether a person accepted the surge, also if it is over. */
    public boolean wasAccepted() {
        return Boolean.TRUE.equals(times.accepted);
    }

    /** How often an alert about the incident notified people. */
    public int notifications() {
        return times.notified != null ? times.notified : times.pagedAt != null ? 1 : 0;
    }

    /** Returns {@code open}, {@code accepted} or {@code over}. Only an open incident may still need somebody. */
    public String state() {
        return accepted() ? "accepted" : open() ? "open" : "over";
    }

    /** Whether the incident is a lasting change, which has no minutes of its own. */
    public boolean lasts() {
        return IncidentKind.LASTING_CHANGE.wire().equals(identity.kind);
    }

    /** Whether the incident is about a function without a baseline, so that only a person can choose a limit. */
    public boolean lacksBaseline() {
        boolean young = IncidentKind.NEW_FUNCTION.wire().equals(identity.kind);
        return young && identity.function != null && !FunctionKey.isReplica(identity.function);
    }

    /** Whether people were paged. A page that was only recorded, in mode observe, does not count. */
    public boolean paged() {
        return times.pagedAt != null && !recordedOnly();
    }

    /** Whether a throttle was set. */
    public boolean throttled() {
        return actions.stream().anyMatch(a -> "throttle".equals(a.type));
    }

    /** Whether a throttle was set and the newest data is from after it, so that the data shows what it averts. */
    public boolean showsEffect() {
        return actions.stream()
                .anyMatch(a -> "throttle".equals(a.type) && (times.asOf == null || a.at.isBefore(times.asOf)));
    }

    /** Whether only mode observe prevented a page. */
    public boolean recordedOnly() {
        return Boolean.TRUE.equals(times.recordedOnly);
    }

    /** Amounts below this value, in nano-USD, are shown as zero. */
    private static final long HALF_A_CENT = 5_000_000;

    public static Incident of(IncidentSnapshot i) {
        IncidentSnapshot.Would would = i.limits().would();
        return new Incident(
                Identity.of(i.identity()),
                new Times(
                        LedgerJson.minute(i.times().onset()),
                        Instant.ofEpochMilli(i.times().detectedAt()),
                        LedgerJson.instant(i.times().pagedAt()),
                        LedgerJson.instant(i.times().endedAt()),
                        i.times().recorded() ? true : null,
                        i.times().accepted() ? true : null,
                        i.times().notified() > 1 ? i.times().notified() : null,
                        i.times().endedAt() < 0 ? LedgerJson.minute(i.times().minute() + 1) : null),
                Found.of(i.found()),
                Found.Projection.of(i.found().projection()),
                new Money(
                        LedgerJson.usd(i.money().excess()),
                        i.money().fell() < HALF_A_CENT
                                ? null
                                : LedgerJson.usd(i.money().fell()),
                        LedgerJson.usd(i.money().averted()),
                        i.money().refusedGood(),
                        would.limit() > 0 ? would.limit() : null,
                        would.limit() > 0 ? LedgerJson.usd(would.avert()) : null,
                        would.limit() > 0 ? would.refuse() : null,
                        would.limit() > 0 ? would.why() : null,
                        i.assumedPrice() ? true : null),
                i.times().endedAt() < 0 && i.budget() == null ? Now.of(i) : null,
                Limit.of(i.hold()),
                Limit.of(i.limits().proposal()),
                i.limits().actions().stream().map(Action::of).toList(),
                i.reason().wire(),
                BudgetRow.Position.of(i.budget()));
    }
}
