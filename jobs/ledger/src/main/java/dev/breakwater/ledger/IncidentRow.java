package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.core.budget.BudgetOutput.BudgetIncident;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.Lever;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** A line of {@code incidents.jsonl}: an incident that is over. */
public record IncidentRow(
        @JsonUnwrapped Identity identity,
        @JsonUnwrapped Times times,
        @JsonUnwrapped Found found,

        @JsonPropertyDescription("at the rate of the page: `usdPerHour`, `endOfDayUsd`, `endOfMonthUsd` above the"
                + " expectation since onset")
        Found.Projection projection,

        @JsonUnwrapped Money money,

        @JsonPropertyDescription(
                "what was done: `type`, `at`, `value` (the limit; null for none), where a queue or stream"
                        + " was held `lever` and `mapping`")
        List<Action> actions,

        @JsonPropertyDescription("why it ended") String reason,

        @JsonInclude(NON_NULL) @JsonPropertyDescription("of a budget, see below")
        BudgetPosition budget) {

    /** What it is called, what it is about, and how bad it is. */
    public record Identity(
            @JsonPropertyDescription("its id, 12 hex digits")
            String incident,

            @JsonPropertyDescription("`function`, `group` or `account`")
            String scope,

            @JsonPropertyDescription("12 digits; of a budget `*` where all count together")
            String account,

            @JsonPropertyDescription("for example `eu-west-1`; of a budget `*`")
            String region,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("its name, of a function")
            String function,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("its name, of a group")
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

        /** The function's or group's name; {@code *} of an account. */
        public String key() {
            return function != null ? function : group != null ? group : Scope.WHOLE;
        }
    }

    public record Times(
            @JsonPropertyDescription("first minute of the surge")
            Instant onset,

            @JsonPropertyDescription("end of the last minute that the detection used")
            Instant detectedAt,

            @JsonPropertyDescription("the same of the page; null when there was none")
            Instant pagedAt,

            @JsonPropertyDescription("null when the input ended first")
            Instant endedAt,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription("not in the file: true where the page was only recorded, in mode observe")
            Boolean recordedOnly) {

        Times asRecordedOnly() {
            return new Times(onset, detectedAt, pagedAt, endedAt, true);
        }
    }

    public record Money(
            @JsonPropertyDescription("cost above the expectation from onset to end")
            BigDecimal excessUsd,

            @JsonPropertyDescription("what throttles spared")
            BigDecimal avertedUsd,

            @JsonPropertyDescription("good calls that throttles refused")
            long refusedGood,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription("the limit that the mode forbade, or that was not worth it: see `wouldWhy`")
            Integer wouldLimit,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription("what that limit would have spared, at the cost of what ran above it")
            BigDecimal wouldAvertUsd,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("good calls that it would have refused")
            Long wouldRefuseGood,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("why it was not set: mode-observe, mode-alert or not-worth")
            String wouldWhy,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription("not in the file: while it is open, by when `excessUsd` was known")
            Instant excessBy) {

        public Money {
            excessUsd = LedgerJson.amount(excessUsd);
            avertedUsd = LedgerJson.amount(avertedUsd);
        }

        /** Whether the limit that was not set was only not worth it. */
        public boolean notWorth() {
            return wouldLimit != null && Reason.NOT_WORTH.wire().equals(wouldWhy);
        }
    }

    /** Something done to a limit of the function. */
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
            return LedgerJson.lever(lever, mapping);
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

    public IncidentRow {
        actions = actions == null ? List.of() : actions;
        projection = projection == null ? Found.Projection.NONE : projection;
        reason = LedgerJson.text(reason);
    }

    /** Whether somebody was paged: not where the page was only recorded, in mode observe. */
    public boolean paged() {
        return times.pagedAt != null && !recordedOnly();
    }

    /** Whether somebody would have been paged but for mode observe. */
    public boolean recordedOnly() {
        return Boolean.TRUE.equals(times.recordedOnly);
    }

    IncidentRow asRecordedOnly() {
        return new IncidentRow(identity, times.asRecordedOnly(), found, projection, money, actions, reason, budget);
    }

    public static IncidentRow of(IncidentSnapshot i) {
        return of(i, null);
    }

    public static IncidentRow of(BudgetIncident i) {
        return of(i.record(), BudgetPosition.of(i.figures()));
    }

    private static IncidentRow of(IncidentSnapshot i, BudgetPosition budget) {
        IncidentSnapshot.Would would = i.limits().would();
        return new IncidentRow(
                Identity.of(i.identity()),
                new Times(
                        LedgerJson.minute(i.times().onset()),
                        Instant.ofEpochMilli(i.times().detectedAt()),
                        LedgerJson.instant(i.times().pagedAt()),
                        LedgerJson.instant(i.times().endedAt()),
                        null),
                Found.of(i.found()),
                Found.Projection.of(i.found().projection()),
                new Money(
                        LedgerJson.usd(i.money().excess()),
                        LedgerJson.usd(i.money().averted()),
                        i.money().refusedGood(),
                        would.limit() > 0 ? would.limit() : null,
                        would.limit() > 0 ? LedgerJson.usd(would.avert()) : null,
                        would.limit() > 0 ? would.refuse() : null,
                        would.limit() > 0 ? would.why() : null,
                        null),
                i.limits().actions().stream().map(Action::of).toList(),
                i.reason().wire(),
                budget);
    }
}
