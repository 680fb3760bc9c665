package dev.breakwater.cli;

import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.EventSourceMappings;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A running job, seen from outside, with a flood of its only function that continues minute by minute. */
abstract class FloodTrial {

    static final Duration PATIENCE = Duration.ofMinutes(4);
    static final String FUNCTION = "checkout";
    static final String SET = "lambda:PutFunctionConcurrency";
    /** The earlier reservation, and the value of the throttle. */
    static final int FOUND = 60;

    static final int LIMIT = 45;

    @TempDir
    Path folder;

    final MetricStreamFiles samples = new MetricStreamFiles(MotoServer.ACCOUNT);
    MotoServer aws;
    FaultProxy proxy;
    FaultProxy toPager;
    EmulatedFunctions lambda;
    PagerDutyDouble pager;
    JobProcess job;
    /** The minute after the last one sent. */
    long told;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        lambda.create(FUNCTION, Map.of("team", "shop"));
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(FOUND));
        proxy = FaultProxy.before(aws.endpoint()).answering(new EventSourceMappings(0));
        pager = PagerDutyDouble.start();
        toPager = FaultProxy.before(pager.endpoint());
        job = new JobProcess(folder, aws);
    }

    @AfterEach
    void stop() throws Exception {
        job.stop();
        toPager.close();
        pager.close();
        proxy.close();
        lambda.close();
        aws.close();
    }

    /** Sends two usual days, then a flood that continues while the test waits. */
    void run(String throttle) throws Exception {
        run("4s", throttle);
    }

    /** Does the same with another checkpoint interval. */
    void run(String checkpoint, String throttle) throws Exception {
        job.configure(proxy.endpoint(), pagerBehind(), checkpoint, ", " + throttle);
        told = System.currentTimeMillis() / 60_000 - 4;
        samples.minutes(told - 2 * 1440, told, m -> 3_000, FUNCTION).into(job.landing(), "1-history");
        job.start();
        job.await("history to be in a checkpoint", PATIENCE, () -> job.checkpoints() > 0);
    }

    /** Sends each finished minute. A throttle removes a third of the calls. */
    void tell() {
        long now = System.currentTimeMillis() / 60_000;
        if (told == now) return;
        int calls = lambda.reserved(FUNCTION) == FOUND ? 90_000 : 60_000;
        samples.minutes(told, now, m -> calls, FUNCTION).into(job.landing(), "2-flood-" + now);
        told = now;
    }

    /** Waits while the flood continues. */
    void await(String what, BooleanSupplier condition) throws Exception {
        await(what, PATIENCE, condition);
    }

    void await(String what, Duration patience, BooleanSupplier condition) throws Exception {
        job.await(what, patience, () -> {
            tell();
            return condition.getAsBoolean();
        });
    }

    URI pagerBehind() {
        return URI.create(toPager.endpoint() + pager.endpoint().getPath());
    }

    String arn() {
        return "arn:aws:lambda:" + MetricStreamFiles.REGION + ":" + MotoServer.ACCOUNT + ":function:" + FUNCTION;
    }

    /** Returns Breakwater's tags. */
    Map<String, String> tags() {
        Map<String, String> ours =
                new TreeMap<>(lambda.lambda().listTags(r -> r.resource(arn())).tags());
        ours.keySet().removeIf(key -> !key.startsWith("breakwater:"));
        return ours;
    }
}
