package dev.breakwater.cli.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.report.console.ConsoleState;
import dev.breakwater.report.console.ConsoleState.BudgetView;
import dev.breakwater.report.console.ConsoleState.FunctionView;
import dev.breakwater.report.console.ConsoleState.IncidentView;
import dev.breakwater.report.console.ConsoleState.LeaseView;
import dev.breakwater.report.console.ConsoleState.LeftAloneView;
import dev.breakwater.report.console.JobState;
import dev.breakwater.report.console.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The JSON answers of the console. */
final class Api {

    private static final String READ = "when the files were read";

    /** All addresses. */
    static final List<Path> PATHS = List.of(
            new Path(
                    "/api/fleet",
                    "The functions, with the largest excess cost first.",
                    List.of("q", "state"),
                    Fleet.class,
                    (s, q) -> new Fleet(s.at(), s.job().alive(), q.functions(s))),
            new Path(
                    "/api/incidents",
                    "The incidents, with the newest first.",
                    List.of("q", "state", "severity", "since"),
                    Incidents.class,
                    (s, q) -> new Incidents(s.at(), s.job().alive(), q.incidents(s, Instant.now()))),
            new Path(
                    "/api/leases",
                    "Breakwater's limits according to the ledger, ordered by end time.",
                    List.of(),
                    Leases.class,
                    (s, q) -> new Leases(s.at(), s.job().alive(), s.leases(), s.alone())),
            new Path(
                    "/api/budgets",
                    "The state of each budget.",
                    List.of(),
                    Budgets.class,
                    (s, q) -> new Budgets(s.at(), s.job().alive(), s.budgets())),
            new Path(
                    "/api/job",
                    "The state of the job: its reports, feeds, waiting messages and costs.",
                    List.of(),
                    Job.class,
                    (s, q) -> new Job(s.at(), s.job())));

    /** The query parameters, each with the field that it filters. */
    static final Map<String, String> PARAMETERS = Map.of(
            "q", "a part of a name, account, region, policy or kind",
            "state", "for functions, the state; for incidents, `open` or `over`",
            "severity", "`critical`, `error`, `warning` or `info`",
            "since", "`24h`, `7d` or `30d`: only rows that are open or ended within this time");

    private Api() {}

    /**
     * One address.
     *
     * @param parameters the query parameters, selected from {@link #PARAMETERS}
     * @param answer the function that makes the answer
     */
    record Path(
            String path,
            String summary,
            List<String> parameters,
            Class<?> answer,
            BiFunction<ConsoleState, Query, Object> make) {}

    record Fleet(
            @JsonPropertyDescription(READ) Instant at,
            @JsonPropertyDescription(JobState.ALIVE) boolean jobAlive,
            @JsonPropertyDescription("the matching rows") List<FunctionView> functions) {}

    record Incidents(
            @JsonPropertyDescription(READ) Instant at,
            @JsonPropertyDescription(JobState.ALIVE) boolean jobAlive,
            @JsonPropertyDescription("the matching rows") List<IncidentView> incidents) {}

    record Leases(
            @JsonPropertyDescription(READ) Instant at,
            @JsonPropertyDescription(JobState.ALIVE) boolean jobAlive,
            @JsonPropertyDescription("all of them") List<LeaseView> leases,

            @JsonPropertyDescription("functions that are not throttled, because of a person's change or request")
            List<LeftAloneView> leftAlone) {}

    record Budgets(
            @JsonPropertyDescription(READ) Instant at,
            @JsonPropertyDescription(JobState.ALIVE) boolean jobAlive,
            @JsonPropertyDescription("all rows") List<BudgetView> budgets) {}

    record Job(
            @JsonPropertyDescription(READ) Instant at,
            @JsonPropertyDescription("its state") JobState job) {}
}
