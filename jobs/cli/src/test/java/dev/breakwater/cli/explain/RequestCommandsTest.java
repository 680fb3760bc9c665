package dev.breakwater.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code approve}, {@code hold} and {@code protect} write the request for the job, or refuse it with a
 * reason.
 */
class RequestCommandsTest {

    private static final String INCIDENT = "1a2b3c4d5e6f";
    private static final Scope CHECKOUT = Scope.function("111122223333", "eu-west-1", "checkout");

    @TempDir
    Path folder;

    private Path config;
    private Path ledger;

    @BeforeEach
    void aJobsFolder() throws IOException {
        config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n"
                        + "requests: { path: ./asked }\n");
        ledger = Files.createDirectories(folder.resolve("ledger"));
        decided("open", "");
    }

    @Test
    void anApprovalLiesWhereTheJobHearsIt() throws IOException {
        decided("propose", ",\"limit\":12,\"until\":\"2999-01-01T00:00:00Z\"");
        RequestFiles.hears(folder.resolve("asked"), System.currentTimeMillis());
        CommandLines.Run said = run("approve", INCIDENT);
        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .startsWith("approved: a throttle of function checkout (111122223333 eu-west-1); a running job");
        assertThat(asked()).singleElement().satisfies(r -> {
            assertThat(r.kind()).isEqualTo(Request.Kind.APPROVE);
            assertThat(r.scope()).isEqualTo(CHECKOUT);
            assertThat(r.incident()).isEqualTo(INCIDENT);
            assertThat(r.by()).isEqualTo(TerminalCommand.user());
            assertThat(r.from()).isEqualTo("cli");
        });
    }

    @Test
    void aNoHasATime() throws IOException {
        decided("propose", ",\"limit\":12,\"until\":\"2999-01-01T00:00:00Z\"");
        assertThat(run("decline", INCIDENT, "--for", "8h").out())
                .contains("declined: no throttle of function checkout (111122223333 eu-west-1) is proposed until ");
        assertThat(asked()).singleElement().satisfies(r -> {
            assertThat(r.kind()).isEqualTo(Request.Kind.DECLINE);
            assertThat(r.incident()).isEqualTo(INCIDENT);
            assertThat(r.until() - r.at()).isEqualTo(8 * 3_600_000L);
        });
        decided("expire", "");
        assertThat(run("decline", INCIDENT).err()).contains("the proposal has expired");
        decided("expire", ",\"reason\":\"declined\"");
        assertThat(run("approve", INCIDENT).err()).contains("a person declined the proposed throttle");
    }

    @Test
    void aRequestThatNoJobReadsSaysSo() throws IOException {
        assertThat(run("protect", "checkout").out())
                .startsWith("not yet protected: no throttle of function checkout")
                .endsWith("; no running job reads requests, so the request waits until one runs\n");
        assertThat(asked()).hasSize(1);
    }

    @Test
    void aJobThatDoesNotReportIsNotSaidToReadIt() throws IOException {
        Files.writeString(ledger.resolve("heartbeat.json"), "{\"at\":\"2020-01-01T00:00:00Z\"}");
        assertThat(run("protect", "checkout").out())
                .endsWith(
                        "; the job has not reported since 2020-01-01T00:00Z, so the request waits until it runs again\n");
        assertThat(asked()).hasSize(1);
    }

    /** A job that died a moment ago counts as running, so a person must see how old its last report is. */
    @Test
    void theAnswerSaysHowLongAgoTheJobReported() throws IOException {
        Files.writeString(
                ledger.resolve("heartbeat.json"), "{\"at\":\"" + Instant.now().minusSeconds(40) + "\"}");
        assertThat(run("protect", "checkout").out())
                .startsWith("protected: ")
                .containsPattern("; the job, which reported 4\\d s ago, reads it within seconds");
    }

    @Test
    void whatIsOverCannotBeApproved() throws IOException {
        assertThat(run("approve", INCIDENT).err()).contains("no throttle is proposed");
        decided("propose", ",\"until\":\"2020-01-01T00:00:00Z\"");
        assertThat(run("approve", INCIDENT).err()).contains("the proposal has expired");
        decided("propose", ",\"until\":\"2999-01-01T00:00:00Z\"");
        decided("expire", "");
        assertThat(run("approve", INCIDENT).err()).contains("the proposal has expired");
        decided("propose", ",\"until\":\"2999-01-01T00:00:00Z\"");
        decided("throttle", "");
        assertThat(run("approve", INCIDENT).err()).contains("a throttle has already been requested or set");
        decided("close", "");
        assertThat(run("approve", INCIDENT).err()).contains("its incident is over");
        assertThat(run("approve", "000000000000").err()).contains("no incident 000000000000");
        assertThat(run("approve", "checkout").exit()).isEqualTo(2);
        assertThat(asked()).isEmpty();
    }

    @Test
    void withoutABaselineNoThrottleIsApprovedAndThePersonLearnsWhatToDoInstead() throws IOException {
        String open = "{\"incident\":\"" + INCIDENT + "\",\"scope\":\"function\",\"account\":\"111122223333\","
                + "\"region\":\"eu-west-1\",\"function\":\"checkout\",\"kind\":\"%s\"}\n";
        Path file = ledger.resolve("open.jsonl");
        Files.writeString(file, open.formatted("new-function"));
        CommandLines.Run refused = run("approve", INCIDENT, "--now");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains("a safe limit is unknown", "You can choose N")
                .contains("aws lambda put-function-concurrency --function-name "
                        + "arn:aws:lambda:eu-west-1:111122223333:function:checkout "
                        + "--reserved-concurrent-executions N --region eu-west-1");
        assertThat(asked()).isEmpty();
        Files.writeString(file, open.formatted("flood"));
        assertThat(run("approve", INCIDENT, "--now").exit()).isZero();
        assertThat(asked()).hasSize(1);
    }

    @Test
    void ofABudgetTheFunctionIsNamed() throws IOException {
        line("{\"at\":\"2026-08-05T14:23:00Z\",\"scope\":\"group\",\"group\":\"shop\",\"account\":\"111122223333\","
                + "\"region\":\"*\",\"type\":\"open\",\"incident\":\"cccccccccccc\",\"budget\":{}}");
        for (String function : List.of("checkout", "mail")) {
            line("{\"at\":\"2026-08-05T14:24:00Z\",\"scope\":\"function\",\"function\":\"" + function
                    + "\",\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"type\":\"propose\","
                    + "\"until\":\"2999-01-01T00:00:00Z\",\"incident\":\"cccccccccccc\"}");
        }
        CommandLines.Run unclear = run("approve", "cccccccccccc");
        assertThat(unclear.exit()).isEqualTo(2);
        assertThat(unclear.err()).contains("more than one fits", "function checkout", "function mail");
        assertThat(run("approve", "cccccccccccc", "mail").out()).contains("function mail");
        assertThat(asked())
                .singleElement()
                .satisfies(r -> assertThat(r.scope().key()).isEqualTo("mail"));
    }

    @Test
    void aHoldNeedsSomethingHeld() throws IOException {
        assertThat(run("hold", "checkout").err()).contains("no limit is held");
        decided("held", ",\"limit\":12");
        assertThat(run("hold", "checkout").out())
                .startsWith("not yet held longer: function checkout (111122223333 eu-west-1) to the end of its lease;");
        assertThat(run("hold", "checkout", "--for", "90m").out()).contains(" until ", ", or to the end of its lease");
        assertThat(asked())
                .extracting(r -> r.until() < 0 ? 0 : r.until() - r.at())
                .containsExactlyInAnyOrder(0L, Duration.ofMinutes(90).toMillis());
        assertThat(run("hold", "checkout", "--for", "soon").err()).contains("from 1m to 90d", "this is soon");
    }

    @Test
    void aFunctionOfWhichNothingWasDecidedIsProtectedWhereItsPlaceIsNamed() throws IOException {
        assertThat(run("protect", "mail").err()).contains("name its --account and --region");
        assertThat(run("protect", "mail", "--account", "111122223333", "--region", "eu-west-1")
                        .out())
                .startsWith("not yet protected: no throttle of function mail (111122223333 eu-west-1) until ");
        assertThat(run("protect", "checkout", "--for", "3d").out()).contains("function checkout");
        assertThat(run("protect", "checkout", "--for", "30m").err()).contains("from 1h to 90d");
        assertThat(asked())
                .extracting(r -> Duration.ofMillis(r.until() - r.at()))
                .containsExactlyInAnyOrder(Duration.ofHours(24), Duration.ofDays(3));
    }

    private List<Request> asked() throws IOException {
        return RequestFiles.all(folder.resolve("asked")).stream()
                .map(RequestFiles.Read::request)
                .toList();
    }

    private CommandLines.Run run(String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("-c", config.toString()));
        return CommandLines.run(args.toArray(String[]::new));
    }

    private void decided(String type, String more) throws IOException {
        line("{\"at\":\"2026-08-05T14:23:00Z\",\"scope\":\"function\",\"function\":\"checkout\",\"group\":null,"
                + "\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"type\":\"" + type + "\",\"incident\":\""
                + INCIDENT + "\"" + more + "}");
    }

    private void line(String line) throws IOException {
        Files.writeString(
                ledger.resolve("decisions.jsonl"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
