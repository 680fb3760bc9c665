package dev.breakwater.report.console;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The complete state of the console at one instant.
 *
 * @param at        time at which the state was read
 * @param functions most above the expected first
 * @param incidents the newest first
 * @param leases    leases, by their end
 * @param alone     functions that are left alone, the first to end first
 * @param budgets   budgets, by name
 */
public record ConsoleState(
        Instant at,
        JobState job,
        List<FunctionState> functions,
        List<IncidentState> incidents,
        List<LeaseState> leases,
        List<AloneState> alone,
        List<BudgetState> budgets) {

    /** The state before the first reading. */
    public static final ConsoleState NOTHING = new ConsoleState(
            Instant.EPOCH,
            new JobState(false, null, null, null),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    /** Returns whether the two states differ only in the time at which they were read. */
    public boolean saysTheSame(ConsoleState other) {
        return equals(new ConsoleState(
                at, other.job, other.functions, other.incidents, other.leases, other.alone, other.budgets));
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

    /** Returns the same state, but with only the limits of one incident. */
    ConsoleState of(String incident) {
        List<LeaseState> own =
                leases.stream().filter(l -> incident.equals(l.incident())).toList();
        return new ConsoleState(at, job, functions, incidents, own, alone, budgets);
    }

    /** Returns the incidents that are open. */
    public long open() {
        return incidents.stream().filter(IncidentState::open).count();
    }
}
