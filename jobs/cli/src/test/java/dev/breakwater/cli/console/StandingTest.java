package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.engine.control.Request;
import dev.breakwater.model.Scope;
import dev.breakwater.report.console.ConsoleState;
import dev.breakwater.report.console.ConsoleState.LeftAloneView;
import dev.breakwater.report.console.ConsoleState.WaitingView;
import dev.breakwater.report.console.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Instant NOW = Instant.parse("2026-08-05T12:00:00Z");

    /** A release that nobody has read must not look as if it had been carried out. */
    @Test
    void whatWasAskedSinceTheJobWasLastHeardWaits() {
        ConsoleState dead = of(10);
        assertThat(dead.waiting()).extracting(WaitingView::key).containsExactly("later");
        assertThat(dead.alone()).extracting(LeftAloneView::function).containsExactly("sooner");
        ConsoleState alive = of(1);
        assertThat(alive.waiting()).isEmpty();
        assertThat(alive.alone()).extracting(LeftAloneView::function).containsExactlyInAnyOrder("sooner", "later");
    }

    /** @param minutes the age of the job's last report */
    private static ConsoleState of(int minutes) {
        JobState job = JobState.of(NOW.minus(Duration.ofMinutes(minutes)), null, null, NOW);
        return new Standing(NOW, Set.of(), new Standing.LimitDecisions())
                .of(
                        new Standing.Told(List.of(), Map.of(), List.of(), List.of()),
                        LedgerMemory.of(List.of()),
                        List.of(release("sooner", 11), release("later", 5)),
                        Set.of(),
                        job);
    }

    private static Request release(String function, int minutesAgo) {
        Scope scope = Scope.function("111122223333", "eu-west-1", function);
        long at = NOW.minus(Duration.ofMinutes(minutesAgo)).toEpochMilli();
        return new Request("id-" + function, Request.Kind.RELEASE, scope, "", at, -1, "alice", "console");
    }
}
