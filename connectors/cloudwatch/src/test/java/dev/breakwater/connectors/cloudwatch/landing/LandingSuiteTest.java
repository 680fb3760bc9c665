package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedSuite;
import dev.breakwater.connectors.cloudwatch.Lines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.junit.jupiter.api.io.TempDir;

/** Runs Flink's suite for local landing folders. */
class LandingSuiteTest extends FeedSuite {
    @TempDir
    static Path dir;

    @TestContext
    ExternalContextFactory<LandedContext> folders = name -> new Folder();

    private static final class Folder extends LandedContext {
        private final Path folder;

        Folder() {
            try {
                folder = Files.createTempDirectory(dir, "landing");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Source<FeedRecord, ?, ?> createSource(TestingSourceSettings settings) {
            LandingSettings landing = settings.getBoundedness() == Boundedness.BOUNDED
                    ? LandingSettings.bounded(Lines.NOON)
                    : LandingSettings.continuous(Lines.NOON);
            return LandingSource.of(List.of(folder), landing.withDiscovery(Duration.ofMillis(20)));
        }

        @Override
        void land(String name, byte[] lines) {
            Lines.write(folder, name, lines);
        }
    }
}
