package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.Lever;
import java.math.BigDecimal;
import java.time.Instant;

/** A line of {@code decisions.jsonl}. It describes one decision. A refusal is a decision too. */
public record DecisionRow(
        @JsonPropertyDescription("time of the decision, by the safety clock")
        Instant at,

        @JsonUnwrapped Where where,
        @JsonUnwrapped Decided decided,
        @JsonUnwrapped Limit limits,

        @JsonPropertyDescription(
                "billed above the expectation in the trailing hour; for a lasting change, the hourly mean "
                        + "of the trailing day")
        double usdPerHour,

        @JsonInclude(NON_NULL)
        @JsonPropertyDescription("for `open` and `page`: `kind`, `onset`, and these fields of `incidents.jsonl`: "
                + "`observed`, `expected`, `window`, `evidence`, `excessUsd`, `projection`")
        Finding finding,

        @JsonInclude(NON_NULL) @JsonPropertyDescription("for a decision about a budget, see below")
        BudgetRow.Position budget,

        @JsonInclude(NON_NULL)
        @JsonPropertyDescription("in `run`, the first 12 digits of the SHA-256 of the configuration in force")
        String book,

        @JsonInclude(NON_NULL)
        @JsonPropertyDescription("for `tell`, the incident whose alert now covers this one; left out if no alert does")
        String alert) {

    public record Decided(
            @JsonPropertyDescription("number of the decision in its account and region")
            long sequence,

            @JsonPropertyDescription("requests: `throttle`, `lower`, `raise`, `prolong`, `release`; observations, in"
                    + " `run`: `held`, `given-back`, `could-not`, `override`; others: `open`, `page`,"
                    + " `tell`, `close`, `propose`, `expire`, `refuse`, `accept`, `request`")
            String type,

            @JsonPropertyDescription("the reason, in one word")
            String reason,

            @JsonPropertyDescription("the reason as text; ends with AWS's error if AWS refused")
            String detail,

            @JsonPropertyDescription("the incident's id, or empty")
            String incident,

            @JsonPropertyDescription("the policy that applied")
            String policy,

            @JsonPropertyDescription("the data minute that led to the decision (epoch seconds / 60); null if only "
                    + "the clock led to it")
            Long minute) {

        public Decided {
            type = LedgerJson.text(type);
            reason = LedgerJson.text(reason);
            detail = LedgerJson.text(detail);
            incident = LedgerJson.text(incident);
            policy = LedgerJson.text(policy);
        }
    }

    /** The limit that a decision is about. */
    public record Limit(
            @JsonPropertyDescription(
                    "the limit that was requested or observed; for `refuse`, a safe limit that a person could set, "
                            + "if known")
            Integer limit,

            @JsonPropertyDescription("the limit before ours; null if there was none")
            Integer previous,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("`queue` or `stream`; missing for reserved concurrency")
            String lever,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("id of the event source mapping, if `lever` needs one")
            String mapping,

            @JsonPropertyDescription("latest end of the lease; for `accept`, end of the acceptance; otherwise null")
            Instant until) {

        private static Limit of(Decision d) {
            boolean named = !d.lever().isReservation();
            return new Limit(
                    LedgerJson.positive(d.limit()),
                    LedgerJson.positive(d.previous()),
                    named ? d.lever().kind().wire() : null,
                    named ? d.lever().mapping() : null,
                    LedgerJson.instant(d.until()));
        }

        /**
         * The kind of limit in the line. The kind is reserved concurrency if the line has no kind or an unknown kind.
         */
        public Lever asLever() {
            return Lever.of(lever, mapping);
        }
    }

    /** The reason why an incident was opened or paged. */
    public record Finding(
            String kind, Instant onset, @JsonUnwrapped Found found, BigDecimal excessUsd, Found.Projection projection) {

        public Finding {
            projection = projection == null ? Found.Projection.NONE : projection;
        }

        static Finding of(dev.breakwater.engine.control.Finding f) {
            return new Finding(
                    f.kind().wire(),
                    LedgerJson.minute(f.onset()),
                    Found.of(f),
                    LedgerJson.usd(f.excessNano()),
                    Found.Projection.of(f.projection()));
        }
    }

    public static DecisionRow of(Decision d) {
        boolean tells = d.type() == DecisionType.TELL;
        String detail =
                tells || d.words().isEmpty() ? d.reason().text() : d.reason().text() + ": " + d.words();
        return new DecisionRow(
                Instant.ofEpochMilli(d.at()),
                Where.of(d.scope()),
                new Decided(
                        d.sequence(),
                        d.type().wire(),
                        d.reason().wire(),
                        detail,
                        d.incident(),
                        d.policy(),
                        d.minute() < 0 ? null : d.minute()),
                Limit.of(d),
                LedgerJson.rounded(d.usdPerHour(), 6),
                d.found().present() ? Finding.of(d.found()) : null,
                BudgetRow.Position.of(d.budget()),
                d.book().isEmpty() ? null : d.book(),
                tells && !d.words().isEmpty() ? d.words() : null);
    }

    /** Returns the cost above normal in the hour before the page of a surge, USD. 0 for any other decision. */
    public double pagedUsd() {
        return type().equals("page") && budget == null && !lasts() ? usdPerHour : 0;
    }

    /** Returns whether this decision opened or paged a lasting change. */
    public boolean lasts() {
        return finding != null && IncidentKind.LASTING_CHANGE.wire().equals(finding.kind);
    }

    /** Returns what the detail says beyond the text of the reason. Empty in older files. */
    public String more() {
        String reason = Reason.of(decided.reason).map(Reason::text).orElse("");
        return decided.detail.startsWith(reason + ": ") ? decided.detail.substring(reason.length() + 2) : "";
    }

    public String type() {
        return decided.type;
    }

    public String reason() {
        return decided.reason;
    }

    public String detail() {
        return decided.detail;
    }

    public String incident() {
        return decided.incident;
    }
}
