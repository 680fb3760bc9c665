package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills {@code breakwater run} as a separate process between a decision and its call, then between the call and its
 * answer, and starts it again each time.
 */
@Tag("full") // a start waits for calls of the earlier process, and an unanswered value is believed after three minutes
class KillIT extends FloodTrial {

    /** A start waits two minutes before its first throttle. A decision that expires meanwhile is made again. */
    private static final Duration AFTER_A_START = Duration.ofMinutes(8);

    @Test
    void aKillBeforeTheCheckpointUndoesADecisionAndAnActWithoutAnAnswerIsReadNotRepeated() throws Exception {
        run("20s", "hold: 1h, maxHold: 2h");
        await("a decision", () -> !job.decisions("throttle").isEmpty());
        job.kill();
        assertThat(lambda.reserved(FUNCTION))
                .as("nothing was done without a checkpoint")
                .isEqualTo(FOUND);
        assertThat(tags()).isEmpty();
        assertThat(job.ledger("intent")).isEmpty();

        // the call is done, but its answer is lost
        proxy.script(SET, Fault.RESET_AFTER);
        job.start();
        await("the act", AFTER_A_START, () -> proxy.calls(SET).stream().anyMatch(FaultProxy.SeenCall::tookEffect));
        job.kill();
        assertThat(lambda.reserved(FUNCTION)).as("it was done").isEqualTo(LIMIT);
        assertThat(job.ledger("held")).as("and not seen").isEmpty();
        assertThat(job.ledger("intent")).as("but announced").singleElement().satisfies(l -> {
            assertThat(l.path("value").asText()).isEqualTo("" + LIMIT);
            assertThat(l.path("found").asText()).isEqualTo("" + FOUND);
        });

        job.start();
        await("its line in the ledger", AFTER_A_START, () -> !job.ledger("held").isEmpty());
        assertThat(proxy.calls(SET)).as("it is not set again").hasSize(1);
        assertThat(job.logged("DecisionLog throttle asked for " + FUNCTION))
                .as("said as well")
                .isPositive();
        assertThat(job.ledger("held").get(0).path("found").asText())
                .as("what was found at first")
                .isEqualTo("" + FOUND);
        pager.await(p -> p.alerts().stream().anyMatch(a -> a.open()), PATIENCE);

        job.kill();
        job.command("release", "--all");
        assertThat(lambda.reserved(FUNCTION)).as("restored without the job").isEqualTo(FOUND);
        assertThat(job.isLedgerWhole()).isTrue();
        assertThat(job.decisions().stream().map(d -> d.path("account") + " " + d.path("sequence") + d.path("type")))
                .as("decided again, written once")
                .doesNotHaveDuplicates();
        assertThat(filesWith("env:PD_ROUTING_KEY")).as("where the search looks").isNotEmpty();
        assertThat(filesWith(JobProcess.KEY))
                .as("no log, ledger or checkpoint holds the secret")
                .isEmpty();
    }

    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) found.add(file);
            }
        }
        return found;
    }
}
