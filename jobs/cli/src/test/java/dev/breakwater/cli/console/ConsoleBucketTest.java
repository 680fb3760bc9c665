package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.s3.BucketDouble;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.report.console.ConsolePage;
import dev.breakwater.report.console.ConsolePage.Page;
import dev.breakwater.report.console.ConsoleState;
import dev.breakwater.report.console.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(AwsKeys.class)
class ConsoleBucketTest {

    @TempDir
    Path folder;

    @Test
    void aFolderThatIsCopiedIntoABucketShowsTheSameInTheConsole() throws IOException {
        try (BucketDouble s3 = BucketDouble.start()) {
            Settings local = settings("ledger: { path: ./ledger }\npages: { path: ./pages }\n");
            Settings shared = settings("""
                    aws: { endpoint: "%s" }
                    ledger: { path: "s3://breakwater-files/run/ledger" }
                    pages: { path: "s3://breakwater-files/run/pages" }
                    """.formatted(s3.endpoint()));
            Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
            ConsoleFiles ofBucket = new ConsoleFiles(shared, clock);
            assertThat(ofBucket.read().functions()).isEmpty();
            ConsoleState there = filled(local, clock).read();
            copy(RunPlaces.ledger(local), RunPlaces.ledger(shared));
            copy(RunPlaces.pages(local), RunPlaces.pages(shared));
            ConsoleState here = ofBucket.read();
            assertThat(here.functions()).hasSize(56);
            for (Page page : Page.values()) {
                assertThat(shown(page, here, clock)).isEqualTo(shown(page, there, clock));
            }
        }
    }

    private static ConsoleFiles filled(Settings settings, Clock clock) throws IOException {
        new SampleFleet(RunPlaces.ledger(settings))
                .functions(50)
                .incidents(20)
                .lease()
                .budgets()
                .heartbeat(Duration.ZERO);
        Path pages = Files.createDirectories(RunPlaces.pages(settings));
        Files.writeString(pages.resolve(SampleFleet.HELD + ".html"), "<!DOCTYPE html>");
        return new ConsoleFiles(settings, clock);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.write(copy, Files.readAllBytes(file));
            }
        }
    }

    private static String shown(Page page, ConsoleState state, Clock clock) {
        return new ConsolePage(page, state, Query.of(Map.of("all", "")), clock.instant(), true).html();
    }

    private Settings settings(String more) throws IOException {
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\naccounts: [ { id: \"111122223333\", regions: [eu-west-1] } ]\n"
                        + "source:\n  landing: { path: ./landing }\n" + more);
        return ConfigLoader.load(file).value();
    }
}
