package dev.breakwater.cli.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.cli.Breakwater.Version;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.Pages;
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
import java.util.Locale;
import java.util.function.BiFunction;

/** The addresses of the console's JSON, which {@code openapi.json} describes. {@code ApiTest} writes that document. */
enum Api {
    FLEET((s, q) -> new Fleet(s.at(), s.job().alive(), q.functions(s))),
    INCIDENTS((s, q) -> new Incidents(s.at(), s.job().alive(), q.incidents(s, Instant.now()))),
    LEASES((s, q) -> new Leases(s.at(), s.job().alive(), s.leases(), s.alone())),
    BUDGETS((s, q) -> new Budgets(s.at(), s.job().alive(), s.budgets())),
    JOB((s, q) -> new Job(s.at(), s.job()));

    /** Stands for the version in the stored document. */
    static final String VERSION = "${version}";

    /** The description of the addresses and their answers. */
    static final String DOCUMENT =
            Pages.resource("/dev/breakwater/cli/console/openapi.json").replace(VERSION, Version.text());

    private static final String READ = "when the files were read";

    private final BiFunction<ConsoleState, Query, Object> answer;

    Api(BiFunction<ConsoleState, Query, Object> answer) {
        this.answer = answer;
    }

    String path() {
        return "/api/" + name().toLowerCase(Locale.ROOT);
    }

    /** Returns the answer as JSON. */
    String json(ConsoleState state, Query query) {
        return LedgerJson.line(answer.apply(state, query));
    }

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
