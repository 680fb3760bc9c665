package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.flink.Checkpoints;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code breakwater run} as a process, and changes its state backend while a function is throttled. */
@Tag("full")
class BackendChangeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String FUNCTION = "checkout";

    @TempDir
    Path folder;

    private MotoServer aws;
    private EmulatedFunctions lambda;
    private PagerDutyDouble pager;
    private JobProcess job;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        lambda.create(FUNCTION, Map.of());
        pager = PagerDutyDouble.start();
        job = new JobProcess(folder, aws);
    }

    @AfterEach
    void stop() throws Exception {
        job.stop();
        pager.close();
        lambda.close();
        aws.close();
    }

    @Test
    void theJobGoesOnWithTheOtherBackendAndKnowsWhatItHolds() throws Exception {
        Path config = job.configure(aws.endpoint(), pager.endpoint(), "2s", "");
        long now = System.currentTimeMillis() / 60_000;
        new MetricStreamFiles(MotoServer.ACCOUNT)
                .minutes(now - 2 * 1440, now, m -> m < now - 4 ? 3_000 : 90_000, FUNCTION)
                .into(job.landing(), "1.jsonl");
        job.start();
        job.await("that it is held", PATIENCE, () -> job.logged("DecisionLog held") > 0);
        int asked = job.decisions("throttle").size();
        job.kill();

        Files.writeString(config, "state: { backend: rocksdb }\n", StandardOpenOption.APPEND);
        job.start();
        Path checkpoints = folder.resolve("checkpoints");
        job.await("the other job", PATIENCE, () -> job.logged("LiveJob Configuration") == 3);
        job.await("its checkpoint", PATIENCE, () -> onDisk(checkpoints));
        assertThat(job.logged("state.backend was heap")).isEqualTo(1);
        assertThat(job.decisions("throttle")).as("it knows that it asked").hasSize(asked);
        assertThat(job.command("status")).contains("/" + FUNCTION);
    }

    private static boolean onDisk(Path checkpoints) {
        try {
            return new Checkpoints(checkpoints)
                    .backend()
                    .filter("rocksdb"::equals)
                    .isPresent();
        } catch (UncheckedIOException e) {
            return false; // the job deleted an old checkpoint meanwhile
        }
    }
}
