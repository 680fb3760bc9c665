package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.Answer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills the process repeatedly under a flood, at named points of a throttle's life, and starts it again each time. */
@Tag("full")
class TwentyKillsIT extends FloodTrial {

    private static final String MARK = "lambda:TagResource";
    private static final String UNMARK = "lambda:UntagResource";
    private static final int KILLS = 20;

    /** Short enough for a lease to end during the kills. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private int kills;

    @Test
    void twentyKillsInARowLoseNoAlarmNoLimitAndNoValue() throws Exception {
        pager.script(Answer.of(Answer.Kind.STALL));
        // a start waits two minutes before its first throttle, and an unanswered value is believed after three minutes
        run("hold: 1m, maxHold: 10m, cooldown: 0s");
        killAt("its first page", () -> pager.calls() > 0);
        while (kills < KILLS) {
            int released = job.ledger("returned").size();
            killAtCall(MARK, Fault.STALL);
            killAtCall(SET, Fault.STALL);
            killAtCall(SET, Fault.RESET_AFTER);
            killAt("the limit seen set", () -> job.decisions("held").size() > released);
            killAtLine("Resuming from");
            killAtLine("functions known");
            killAtCall(SET, Fault.STALL);
            killAtCall(SET, Fault.RESET_AFTER);
            killAtCall(UNMARK, Fault.STALL);
            killAt("the limit given back", () -> job.ledger("returned").size() > released);
        }
        await("the limit for the last time", LONGEST_WAIT, () -> lambda.reserved(FUNCTION) == LIMIT);
        pager.await(p -> p.alerts().stream().anyMatch(a -> a.open()), PATIENCE);
        job.command("accept", job.decisions("open").get(0).path("incident").asText());
        await("what was found", LONGEST_WAIT, () -> lambda.reserved(FUNCTION) == FOUND && tags().isEmpty());
        pager.await(p -> p.alerts().stream().noneMatch(Alert::open), PATIENCE);
        assertThat(job.decisions("page"))
                .extracting(d -> d.path("incident").asText())
                .hasSize(1);
        assertThat(pager.refusals()).isEmpty();
        assertThat(job.ledger("returned"))
                .allSatisfy(l -> assertThat(l.path("found").asInt()).isEqualTo(FOUND));
        assertThat(job.isLedgerWhole()).isTrue();
    }

    /**
     * Kills at a call that met this fault. If the fault lets the call through, kills once the call has taken effect.
     */
    private void killAtCall(String operation, Fault fault) throws Exception {
        if (kills == KILLS) return;
        proxy.script(operation, fault, Fault.STALL);
        killAt(
                operation + ' ' + fault,
                () -> proxy.calls(operation).stream()
                        .anyMatch(c -> c.fault() == fault && (c.tookEffect() || !fault.mayTakeEffect())));
    }

    /** Kills when this text appears during the start. */
    private void killAtLine(String text) throws Exception {
        long before = job.logged(text);
        killAt(text, () -> job.logged(text) > before);
    }

    private void killAt(String what, BooleanSupplier there) throws Exception {
        if (kills == KILLS) return;
        await("kill " + (kills + 1) + ": " + what, LONGEST_WAIT, there);
        job.kill();
        kills++;
        int reserved = lambda.reserved(FUNCTION);
        assertThat(reserved).isIn(FOUND, LIMIT);
        if (reserved == LIMIT)
            assertThat(tags().get("breakwater:lease"))
                    .as("what was found is known")
                    .contains(" was=" + FOUND + " ");
        proxy.clear();
        job.start();
    }
}
