package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.Loopback;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.guard.file.RequestFiles;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs a drill against a running job. The drill's calls come back as samples, minute by minute. */
class DrillIT extends FloodTrial {

    private static final String CANARY = "canary-of-breakwater";
    private static final String KEY = "breakwater/drill/123456789012/eu-west-1/" + CANARY;
    private static final int RESERVED = 20;
    private int counted;
    private int port;

    @BeforeEach
    void aCanary() throws Exception {
        aws.invokable();
        lambda.create(FUNCTION, Map.of("team", "shop"));
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(FOUND));
        lambda.create(CANARY, Map.of("breakwater-canary", "true"));
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(CANARY).reservedConcurrentExecutions(RESERVED));
        port = Loopback.freePort();
        job.configure(proxy.endpoint(), pagerBehind(), "2s", "");
        Path file = folder.resolve("breakwater.yaml");
        String canary = """
                policies:
                  - name: canary
                    match: { function: canary-of-breakwater }
                    warn: { minUsdPerHour: 0.002 }
                    page: { minUsdPerHour: 0.002 }
                    throttle: { minUsdPerHour: 0.002, beforeFirstWeek: on, worth: 0, hold: 1m, maxHold: 2m }
                """;
        Files.writeString(
                file,
                Files.readString(file).replace("policies:\n", canary) + "health: { listen: \"127.0.0.1:" + port
                        + "\" }\n");
    }

    @Test
    @Tag("full")
    void provesPageLimitAndExactRestoreAndTheLedgerAndTheMetricsSaySo() throws Exception {
        told = System.currentTimeMillis() / 60_000 - 4;
        for (long m = told - 2 * 1440; m < told; m++)
            samples.minute(FUNCTION, m, 3_000).minute(CANARY, m, 1);
        samples.into(job.landing(), "1-history");
        job.start();
        job.await("history to be in a checkpoint", PATIENCE, () -> job.checkpoints() > 0);

        Process drill = drill("--yes", "--rate", "20");
        await("the end of the drill", PATIENCE.multipliedBy(2), () -> !drill.isAlive());
        String said = said(drill);
        assertThat(drill.exitValue()).as(said).isZero();
        assertThat(said)
                .containsPattern("drill passed: paged after \\d+ s, limit seen at AWS after \\d+ s, earlier value "
                        + "restored");
        assertThat(lambda.reserved(CANARY)).isEqualTo(RESERVED);
        int calls = proxy.calls("lambda:Invoke").size();
        assertThat(calls).isBetween(100, 9_600);
        assertThat(job.ledger("held")).anyMatch(l -> l.path("function").asText().equals(CANARY));
        assertThat(pager.alerts()).anyMatch(a -> a.summary().contains(CANARY));

        await(
                "the ledger's line",
                () -> job.ledger("request").stream()
                        .anyMatch(l -> l.path("detail").asText().matches("drill, by .*, from drill: passed: paged.*")));
        assertThat(job.decisions("request"))
                .anyMatch(d -> d.path("reason").asText().equals("drilled"));
        await(
                "the figures",
                () -> get("/metrics").matches("(?s).*breakwater_drill_passed_timestamp_seconds[^\n]* 1\\.[0-9]+E9.*"));
        assertThat(get("/health")).contains("\"brakeProven\":\"20");
        assertThat(JobProcess.read(folder.resolve("pages/brake.json"))).contains("\"message\":\"proven 20");
        assertThat(job.command("status")).contains("brake proven ");
        assertThat(proxy.calls("lambda:Invoke"))
                .as("nothing is called any more")
                .hasSize(calls);
    }

    @Test
    void saysWhatItWouldDoAndCallsNothingWithoutYes() throws Exception {
        Process drill = drill();
        assertThat(said(drill)).contains("USD at most", "this is only the plan; use --yes to start the drill");
        assertThat(drill.exitValue()).isZero();
        assertThat(proxy.calls("lambda:Invoke")).isEmpty();
        assertThat(folder.resolve("ledger/requests")).doesNotExist();
    }

    @Test
    void whereNoJobRunsItFailsAndPagesAndCallsNothing() throws Exception {
        Process drill = drill("--yes");
        assertThat(said(drill)).contains("drill failed: no job runs on this configuration", "told: ");
        assertThat(drill.exitValue()).isEqualTo(1);
        assertThat(proxy.calls("lambda:Invoke")).isEmpty();
        Alert alert = pager.alert(KEY);
        assertThat(alert.open()).isTrue();
        assertThat(alert.summary()).contains("no job runs");
        assertThat(JobProcess.read(folder.resolve("pages/brake.json"))).contains("\"message\":\"failed 20");
    }

    @Test
    void refusesWhatIsNoCanaryAndWhatCannotBeSeen() throws Exception {
        assertThat(said(drill("--yes", FUNCTION)))
                .contains("checkout is not a canary: it lacks the tag breakwater-canary=true");
        for (String call : List.of("lambda:GetFunctionConfiguration", "lambda:ListTags")) {
            proxy.always(call, Fault.DENIED);
            assertThat(said(drill("--yes"))).contains(CANARY + " cannot be read");
            proxy.clear();
        }
        assertThat(proxy.calls("lambda:Invoke")).isEmpty();
        assertThat(pager.alerts()).isEmpty();
    }

    /** Makes the job seem to run, because a drill checks nothing else before it begins. */
    @Test
    void failsAndPagesWhereTheLimitCannotBeReadOrTheCanaryNotCalled() throws Exception {
        Map<String, String> taken = Map.of(
                "lambda:GetFunctionConcurrency", "drill failed: its limit cannot be read: AccessDenied",
                "lambda:Invoke", "drill failed: the canary cannot be called: AccessDenied");
        for (String call : List.of("lambda:GetFunctionConcurrency", "lambda:Invoke")) {
            assertThat(proxy.calls("lambda:Invoke")).isEmpty();
            RequestFiles.hears(folder.resolve("ledger/requests"), System.currentTimeMillis());
            proxy.always(call, Fault.DENIED);
            Process drill = drill("--yes");
            assertThat(said(drill)).contains(taken.get(call), "told: ");
            assertThat(drill.exitValue()).isEqualTo(1);
            proxy.clear();
        }
        assertThat(pager.alert(KEY).open()).isTrue();
        assertThat(pager.alert(KEY).summary()).contains("the canary cannot be called");
        assertThat(lambda.reserved(CANARY)).isEqualTo(RESERVED);
    }

    /** Sends each finished minute, with the canary's actual number of calls. */
    @Override
    void tell() {
        long now = System.currentTimeMillis() / 60_000;
        if (told == now) return;
        int calls = proxy.calls("lambda:Invoke").size();
        samples.minutes(told, now, m -> 3_000, FUNCTION)
                .minute(CANARY, now - 1, 1 + calls - counted)
                .into(job.landing(), "2-" + now);
        counted = calls;
        told = now;
    }

    private Process drill(String... more) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("drill", "-c", folder.resolve("breakwater.yaml").toString(), "--usd-at-most", "5"));
        command.addAll(List.of(more));
        ProcessBuilder builder = JobProcess.breakwater(command);
        builder.environment().putAll(aws.environment());
        builder.environment().put("PD_ROUTING_KEY", JobProcess.KEY);
        return builder.redirectOutput(folder.resolve("drill.log").toFile()).start();
    }

    private String said(Process drill) throws Exception {
        drill.waitFor();
        return Files.readString(folder.resolve("drill.log"), StandardCharsets.UTF_8);
    }

    private String get(String path) {
        try {
            HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return HttpClient.newHttpClient().send(get, BodyHandlers.ofString()).body();
        } catch (java.io.IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
