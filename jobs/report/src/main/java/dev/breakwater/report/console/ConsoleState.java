package dev.breakwater.report.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.engine.policy.Lines;
import dev.breakwater.ledger.BudgetRow;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Wire;
import dev.breakwater.model.function.Lever;
import dev.breakwater.report.IncidentText;
import dev.breakwater.report.Pages;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The complete state of the console at one instant.
 *
 * @param at        time at which the state was read
 * @param functions the functions, with the largest excess cost first
 * @param incidents open incidents first, then accepted, then ended incidents; in each group, the newest first
 * @param leases    leases, by their end
 * @param alone     the functions that Breakwater leaves alone, ordered by the end of that time
 * @param waiting   requests that the silent job has not read, the oldest first
 * @param budgets   budgets, by name
 */
public record ConsoleState(
        Instant at,
        JobState job,
        List<FunctionView> functions,
        List<IncidentView> incidents,
        List<LeaseView> leases,
        List<LeftAloneView> alone,
        List<WaitingView> waiting,
        List<BudgetView> budgets) {

    /** The state before the first reading. */
    public static final ConsoleState NOTHING = of(Instant.EPOCH, new JobState(false, null, null, null, null));

    /** Returns the state of a job that has watched nothing yet. */
    static ConsoleState of(Instant at, JobState job) {
        return new ConsoleState(at, job, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** Returns whether the two states differ only in the time at which they were read. */
    public boolean saysTheSame(ConsoleState other) {
        return equals(new ConsoleState(
                at,
                other.job,
                other.functions,
                other.incidents,
                other.leases,
                other.alone,
                other.waiting,
                other.budgets));
    }

    /** Returns the end of the newest minute of any function. The result is null before the first minute. */
    public Instant newestMinute() {
        return functions.stream()
                .map(f -> f.row().at())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Returns the number of functions that were in the feed. */
    public long heardOf() {
        return functions.stream().filter(f -> f.row().at() != null).count();
    }

    /**
     * Returns the warning that an incident's page shows if the job is silent. The warning says when the incident's
     * limits end, or all limits if the incident has none. It is empty while the job reports.
     *
     * @param incident the id of the incident
     */
    public String silent(String incident) {
        if (!job.silent()) return "";
        List<LeaseView> own =
                leases.stream().filter(l -> incident.equals(l.incident())).toList();
        List<LeaseView> shown = own.isEmpty() ? leases : own;
        List<WaitingView> mine =
                waiting.stream().filter(w -> incident.equals(w.incident())).toList();
        return Pages.render(
                "part/silent.jte", new ConsoleState(at, job, functions, incidents, shown, alone, mine, budgets));
    }

    /** Returns the number of incidents in a state. */
    public long incidents(String state) {
        return incidents.stream().filter(i -> i.row().state().equals(state)).count();
    }

    /** A function of the fleet. */
    public record FunctionView(
            @JsonUnwrapped FleetRow row,

            @JsonPropertyDescription(
                    "`held`, `proposed`, `paged`, `recorded`, `warned`, `accepted`, `protected`, `learning`, `unheard` "
                            + "or `normal`")
            String state,

            @JsonPropertyDescription(
                    "cost above the expectation in the last hour, or the whole cost of that hour if there is no "
                            + "expectation")
            double overUsdPerHour,

            @JsonPropertyDescription("the open incident, or null")
            String incident) {

        /** The states of a function, the most urgent first. */
        public enum State implements Wire {
            HELD("held"),
            PROPOSED("throttle proposed"),
            PAGED("paged"),
            /** The function would have paged, but mode {@code observe} does not page. */
            RECORDED("would have paged"),
            WARNED("warned"),
            /** The surge continues, but a person has accepted it. */
            ACCEPTED("accepted"),
            PROTECTED("protected"),
            /** The function has no baseline yet. */
            LEARNING("learning"),
            /** The function is deployed, but was not in the feed. */
            UNHEARD("not reporting"),
            NORMAL("normal");

            private final String text;

            State(String text) {
                this.text = text;
            }

            public String text() {
                return text;
            }
        }

        /** Returns the order of functions: the highest excess cost first. */
        public static final Comparator<FunctionView> BY_EXCESS = Comparator.comparingDouble(
                        FunctionView::overUsdPerHour)
                .reversed()
                .thenComparing(f -> f.row().id());

        public String text() {
            return State.valueOf(state.toUpperCase(Locale.ROOT)).text();
        }

        /** Says why a function that costs more than expected has no incident, or returns an empty text. */
        public String noIncident() {
            boolean costly = overUsdPerHour > NanoUsd.usd(Lines.LEAST_PAGE_NANO);
            return costly && state.equals(State.NORMAL.wire())
                    ? "costs more, but there is no evidence of a surge yet"
                    : "";
        }
    }

    /** An incident in the list. */
    public record IncidentView(
            @JsonPropertyDescription("whether the incident is still open, and nobody has accepted it")
            boolean open,

            @JsonPropertyDescription("whether the incident's page exists at `/incidents/ID.html`")
            boolean page,

            @JsonPropertyDescription(
                    "why nothing was throttled; empty after a throttle, without a page, and if unknown")
            String notThrottled,

            @JsonUnwrapped Incident row) {

        /** Returns the subject of the incident. */
        public String title() {
            return new IncidentText(row).title();
        }
    }

    /** A limit that Breakwater holds on a function, according to the ledger. */
    public record LeaseView(
            @JsonPropertyDescription("12 digits") String account,

            @JsonPropertyDescription("for example `eu-west-1`")
            String region,

            @JsonPropertyDescription("its name") String function,

            @JsonPropertyDescription("`reservation`, `queue` or `stream`")
            String lever,

            @JsonPropertyDescription("id of the event source mapping; empty for a reservation")
            String mapping,

            @JsonPropertyDescription(
                    "`held`, `unconfirmed` (`waiting` says what), `unanswered` (AWS did not answer when the limit was "
                            + "set) or `releasing`")
            String stage,

            @JsonPropertyDescription("the limit that Breakwater replaced; null if there was none")
            Integer was,

            @JsonPropertyDescription("our limit; if `waiting` names a newer one, the limit that was observed")
            int now,

            @JsonPropertyDescription("the value that waits for confirmation at AWS; empty if there is none")
            String waiting,

            @JsonPropertyDescription("when the limit was last set or seen")
            Instant seenAt,

            @JsonPropertyDescription("the time by which Breakwater releases the limit")
            Instant until,

            @JsonPropertyDescription("why it was set, and who asked to keep it")
            String why,

            @JsonPropertyDescription("the incident's id") String incident,

            @JsonPropertyDescription("whether the incident's page exists at `/incidents/ID.html`")
            boolean page) {

        /** Returns a text like {@code reserved concurrency 5}. */
        public String nowText() {
            return asLever().to(now);
        }

        /** Returns the value that is restored after the limit, for example {@code no reserved concurrency}. */
        public String wasText() {
            return asLever().restored(was == null ? -1 : was);
        }

        /**
         * Returns the time at which the sweep may release the lease. For five minutes after the end of a lease, the sweep
         * leaves the lease to the job.
         */
        public Instant sweptAfter() {
            return until.plus(Duration.ofMinutes(5));
        }

        public String stageText() {
            return switch (stage) {
                case "releasing" -> "being given back";
                case "unconfirmed" -> "not confirmed";
                case "unanswered" -> "requested, but AWS did not answer";
                default -> "held";
            };
        }

        private Lever asLever() {
            return Lever.of(lever, mapping);
        }
    }

    /** A function that is not throttled, because of a person's change or request. */
    public record LeftAloneView(
            @JsonPropertyDescription("12 digits") String account,

            @JsonPropertyDescription("for example `eu-west-1`")
            String region,

            @JsonPropertyDescription("its name") String function,

            @JsonPropertyDescription("when it may be throttled again")
            Instant until,

            @JsonPropertyDescription("who did what") String why) {}

    /** A person's request that waits until the job runs again. */
    public record WaitingView(
            @JsonPropertyDescription("what was asked, by whom and where")
            String words,

            @JsonPropertyDescription("the name of the function or group; `*` for an account")
            String key,

            @JsonPropertyDescription("the incident's id; empty if the request names a function only")
            String incident,

            @JsonPropertyDescription("when it was asked") Instant at) {}

    /** The figures of a budget. */
    public record BudgetView(
            @JsonUnwrapped BudgetRow row,

            @JsonPropertyDescription("the share of the budget that is spent; 1 means all of it")
            double used,

            @JsonPropertyDescription(
                    "the spending pace divided by an even pace; at 1, the budget lasts until its period ends")
            double burn,

            @JsonPropertyDescription("`exhausted`, `burning` (spent too fast), `alarm` or `within`")
            String state) {

        private static final double DAY_HOURS = 24;

        public static BudgetView of(BudgetRow row) {
            BudgetRow.Figures f = row.figures();
            double amount = f.amountUsd().doubleValue();
            double used = amount > 0 ? f.spentUsd().doubleValue() / amount : 0;
            boolean day = f.per().equals("day");
            double hours = day
                    ? DAY_HOURS
                    : DAY_HOURS * LocalDate.ofInstant(row.at(), ZoneOffset.UTC).lengthOfMonth();
            double burn = amount > 0 ? f.usdPerHour().doubleValue() * hours / amount : 0;
            String state = used >= 1
                    ? "exhausted"
                    : f.exhaustedAt() != null ? "burning" : row.openAlarms() > 0 ? "alarm" : "within";
            return new BudgetView(row, rounded(used), rounded(burn), state);
        }

        private static double rounded(double value) {
            return Math.round(value * 10_000) / 10_000.0;
        }

        /** Returns the budget's scope. */
        public String who() {
            var w = row.where();
            if (w.function() != null) return "function " + w.function();
            if (w.group() != null) return "group " + w.group();
            return w.account().equals("*") ? "all accounts" : "account " + w.account();
        }

        /** Returns the state as text for people. */
        public String text() {
            return switch (state) {
                case "burning" -> "will not last";
                case "alarm" -> "alarm open";
                default -> state;
            };
        }

        /** Returns the colour of the badge. */
        public String severity() {
            return switch (state) {
                case "exhausted" -> "critical";
                case "burning" -> "error";
                case "alarm" -> "warning";
                default -> "ended";
            };
        }
    }
}
