package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Changes the file of a job that holds a throttle: to a bad file, to a file that needs a restart, and to a file that
 * forbids the throttle.
 */
@Tag("full")
class ReloadIT extends FloodTrial {

    /** A new configuration applies from a minute that begins within 70 seconds, and control checks each minute. */
    private static final Duration TAKEN_UP = Duration.ofMinutes(5);

    @Test
    void aBadFileChangesNothingAndIsToldAndOneThatProtectsGivesBackExactlyWhatWasFound() throws Exception {
        run("hold: 40m, maxHold: 1h, cooldown: 0s");
        Path file = folder.resolve("breakwater.yaml");
        String good = Files.readString(file);
        String first = id(file);
        await("the throttle", () -> lambda.reserved(FUNCTION) == LIMIT);

        Files.writeString(file, good.replace("beforeFirstWeek: on", "floor: 0"));
        await("people to hear of a bad file", () -> open("floor"));
        String protecting = good.replace(
                "  - name: default",
                "  - { name: shop, match: { tags: { team: shop } }, protect: on }\n  - name: default");
        Files.writeString(file, protecting.replace("./pages", "./other"));
        await("people to hear what needs a restart", () -> open("pages.path"));
        Files.writeString(file, good);
        await("the alarm to end", () -> pager.alerts().stream().noneMatch(a -> a.open() && ofBook(a)));
        assertThat(lambda.reserved(FUNCTION)).isEqualTo(LIMIT);
        assertThat(job.ledger("revision")).as("the first one").hasSize(1);

        Files.writeString(file, protecting);
        String other = id(file);
        await("the release", TAKEN_UP, () -> lambda.reserved(FUNCTION) == FOUND && tags().isEmpty());
        await("the ledger to say so", () -> !job.ledger("returned").isEmpty());
        assertThat(job.ledger("revision"))
                .extracting(l -> l.path("revision").asText())
                .containsExactly(first, other);
        assertThat(job.decisions("throttle"))
                .allMatch(d -> d.path("book").asText().equals(first));
        assertThat(job.decisions("release")).singleElement().satisfies(d -> {
            assertThat(d.path("book").asText()).isEqualTo(other);
            assertThat(d.path("reason").asText()).isEqualTo("protected");
            assertThat(d.path("policy").asText()).isEqualTo("shop");
        });
        assertThat(folder.resolve("ledger/books/" + other + ".yaml")).hasSameTextualContentAs(file);
        assertThat(job.command("ledger", "verify")).contains("is intact");
        long until = told + 2;
        await("two more minutes of the flood", () -> told >= until);
        assertThat(lambda.reserved(FUNCTION)).as("what is protected stays so").isEqualTo(FOUND);
    }

    private boolean open(String about) {
        return pager.alerts().stream()
                .anyMatch(a -> a.open() && ofBook(a) && a.summary().contains(about));
    }

    private static boolean ofBook(Alert alert) {
        return alert.dedupKey().startsWith("breakwater/book/");
    }

    private static String id(Path file) throws IOException {
        return ConfigFile.read(file, "").id();
    }
}
