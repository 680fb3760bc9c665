package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that holds a throttle is stopped and started again with enforcement off. The limit is released. */
@Tag("full")
class EnforcementOffIT {

    private static final String ACCOUNT = MotoServer.ACCOUNT;
    private static final String VICTIM = "checkout";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private MotoServer aws;
    private EmulatedFunctions lambda;
    private JobClient job;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        lambda.create(VICTIM, Map.of());
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(VICTIM).reservedConcurrentExecutions(40));
    }

    @AfterEach
    void stop() throws Exception {
        Jobs.end(job);
        lambda.close();
        aws.close();
    }

    @Test
    void whatAnEarlierRunHeldIsGivenBack() throws Exception {
        long now = Clock.systemUTC().millis() / 60_000 - 10;
        new MetricStreamFiles(ACCOUNT)
                .minutes(now - 2 * 1440, now, m -> 300, VICTIM)
                .minutes(now, now + 4, m -> 12_000, VICTIM)
                .into(folder.resolve("landing"), "flood.jsonl");
        GuardSettings enforcing = Books.live(ACCOUNT, Map.of(VICTIM, 40));
        job = run(LocalJob.live(1, checkpoints(), Duration.ofMillis(300)), enforcing);
        Waiting.until(() -> lambda.reserved(VICTIM) == 5, PATIENCE);
        String savepoint = job.stopWithSavepoint(false, checkpoints().toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
        assertThat(lambda.reserved(VICTIM)).as("a stop gives nothing back").isEqualTo(5);

        var env = LocalJob.resuming(1, checkpoints(), Duration.ofMillis(300), savepoint);
        job = run(env, Books.alerting(enforcing));
        Waiting.until(() -> lambda.reserved(VICTIM) == 40, PATIENCE);
    }

    private JobClient run(StreamExecutionEnvironment env, GuardSettings settings) throws Exception {
        SurgeGuardJob.build(env, settings, LocalJob.acting(folder, MotoServer.ACCOUNT, aws.endpoint()));
        return env.executeAsync("enforcement");
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }
}
