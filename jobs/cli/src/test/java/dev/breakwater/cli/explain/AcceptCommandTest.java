package dev.breakwater.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.command.StatusCommand;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Weekly;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptCommandTest {

    @TempDir
    Path folder;

    private Path config;
    private Path ledger;

    @BeforeEach
    void aJobsFolder() throws IOException {
        config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n");
        ledger = Files.createDirectories(folder.resolve("ledger"));
        decided("open", "1a2b3c4d5e6f", "function", "\"checkout\"", "null");
    }

    @Test
    void leavesTheWordWhereTheJobHearsIt() throws IOException {
        CommandLines.Run said = accept("1a2b3c4d5e6f");
        assertThat(said.err()).isEmpty();
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .startsWith("accepted until ")
                .contains("no page and no throttle for function checkout (111122223333 eu-west-1)");
        List<RequestFiles.Read> all = RequestFiles.all(ledger.resolve("requests"));
        assertThat(all).hasSize(1);
        Request a = all.get(0).request();
        assertThat(a.scope()).isEqualTo(Scope.function("111122223333", "eu-west-1", "checkout"));
        assertThat(Instant.ofEpochMilli(a.until())).isEqualTo(all.get(0).at().plus(Duration.ofDays(30)));
        assertThat(all.get(0).file().getFileName().toString()).matches("accept-1a2b3c4d5e6f-\\d+\\.json");
    }

    @Test
    void saysFirstThatAThrottleIsGivenBack() throws IOException {
        decided("throttle", "1a2b3c4d5e6f", "function", "\"checkout\"", "null");
        assertThat(accept("1a2b3c4d5e6f", "--for", "12h").out()).startsWith("the throttle is released, and no limit");
        decided("given-back", "1a2b3c4d5e6f", "function", "\"checkout\"", "null");
        assertThat(accept("1a2b3c4d5e6f").out()).doesNotContain("given back");
    }

    @Test
    void weeklyTakesTheTimeOfTheWeekAndTheSizeFromTheFilesOfTheRun() throws IOException {
        over("1a2b3c4d5e6f", "2026-08-05T16:23:00Z");
        CommandLines.Run said = accept("1a2b3c4d5e6f", "--weekly");
        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .startsWith("accepted each week Wed 13:23 to Wed 17:23 UTC, up to 7.20 USD an hour until ")
                .contains("no page and no throttle for function checkout (111122223333 eu-west-1)");
        RequestFiles.Read read = RequestFiles.all(ledger.resolve("requests")).get(0);
        assertThat(read.request().weekly().times()).as("3.60 of 0.60").isEqualTo(6);
        assertThat(Instant.ofEpochMilli(read.request().until()))
                .isEqualTo(read.at().plus(Duration.ofDays(90)));
        assertThat(StatusCommand.line(read.request()))
                .contains("/checkout", " accepted each week Wed 13:23 to Wed 17:23 UTC, ", " (1a2b3c4d5e6f)");
    }

    @Test
    void whatIsNoTimeOfTheWeekIsAnErrorThatSaysWhatToDo() throws IOException {
        assertThat(accept("1a2b3c4d5e6f", "--weekly").err())
                .contains("do not contain the time and size of the surge, so accept it for any time");
        decided("open", "2a2b3c4d5e6f", "function", "\"cart\"", "null");
        over("2a2b3c4d5e6f", "2026-08-06T14:24:00Z");
        assertThat(accept("2a2b3c4d5e6f", "--weekly").err()).contains("longer than a day, so accept it for any time");
        assertThat(RequestFiles.all(ledger.resolve("requests"))).isEmpty();
    }

    @Test
    void ofOneThatGoesOnItIsTheTimeUntilNow() throws IOException {
        Instant onset = Instant.now().minus(Duration.ofMinutes(40));
        line("{\"at\":\"" + onset + "\",\"scope\":\"function\",\"function\":\"cart\",\"account\":\"111122223333\","
                + "\"region\":\"eu-west-1\",\"type\":\"open\",\"incident\":\"3a2b3c4d5e6f\",\"finding\":{\"onset\":\""
                + onset + "\",\"observed\":{\"usdPerHour\":4}}}");
        Files.writeString(
                ledger.resolve("open.jsonl"),
                "{\"incident\":\"3a2b3c4d5e6f\",\"scope\":\"function\",\"account\":\"111122223333\","
                        + "\"region\":\"eu-west-1\",\"function\":\"cart\",\"onset\":\"" + onset + "\",\"asOf\":\""
                        + Instant.now() + "\",\"observed\":{\"usdPerHour\":4},\"expected\":{\"usdPerHour\":0},"
                        + "\"excessUsd\":2}\n");
        assertThat(accept("3a2b3c4d5e6f", "--weekly", "--for", "28d").out()).contains("up to 8.00 USD an hour");
        Weekly weekly =
                RequestFiles.all(ledger.resolve("requests")).get(0).request().weekly();
        assertThat(weekly.to() - weekly.from()).isBetween(40L, 45L);
    }

    private void over(String incident, String end) throws IOException {
        Files.writeString(
                ledger.resolve("incidents.jsonl"),
                "{\"incident\":\"" + incident + "\",\"scope\":\"function\",\"account\":\"111122223333\","
                        + "\"region\":\"eu-west-1\",\"function\":\"checkout\",\"onset\":\"2026-08-05T14:23:00Z\","
                        + "\"endedAt\":\"" + end + "\",\"observed\":{\"usdPerHour\":1.5},"
                        + "\"expected\":{\"usdPerHour\":0.6},\"excessUsd\":6}\n");
    }

    @Test
    void groupsAndAccountsCanBeAcceptedToo() throws IOException {
        decided("open", "aaaaaaaaaaaa", "group", "null", "\"shop\"");
        decided("open", "bbbbbbbbbbbb", "account", "null", "null");
        assertThat(accept("aaaaaaaaaaaa").out()).contains("for group shop (111122223333 eu-west-1)");
        assertThat(accept("bbbbbbbbbbbb").out()).contains("for account (111122223333 eu-west-1)");
        assertThat(RequestFiles.all(ledger.resolve("requests")))
                .extracting(r -> r.request().scope())
                .contains(Scope.group("111122223333", "eu-west-1", "shop"), Scope.account("111122223333", "eu-west-1"));
    }

    @Test
    void whatCannotBeAcceptedIsAnErrorThatSaysWhatToDo() throws IOException {
        assertThat(accept("checkout").err()).contains("INCIDENT is 12 hex digits");
        assertThat(accept("fleet-1a2b3c4d5e6f").err()).contains("accept each listed incident");
        assertThat(accept("000000000000").err()).contains("no incident 000000000000 in ");
        for (String time : List.of("30m", "0h", "91d", "2161h", "forever")) {
            CommandLines.Run said = accept("1a2b3c4d5e6f", "--for", time);
            assertThat(said.exit()).isEqualTo(2);
            assertThat(said.err()).contains("from 1h to 90d", "this is " + time);
        }
        line("{\"at\":\"2026-08-05T14:23:00Z\",\"scope\":\"group\",\"group\":\"shop\",\"account\":\"111122223333\","
                + "\"region\":\"*\",\"type\":\"open\",\"incident\":\"cccccccccccc\",\"budget\":{}}");
        assertThat(accept("cccccccccccc").err()).contains("is about a budget");
        assertThat(RequestFiles.all(ledger.resolve("requests"))).isEmpty();
    }

    private CommandLines.Run accept(String incident, String... more) {
        String[] args = new String[4 + more.length];
        args[0] = "accept";
        args[1] = incident;
        args[2] = "-c";
        args[3] = config.toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return CommandLines.run(args);
    }

    private void decided(String type, String incident, String scope, String function, String group) throws IOException {
        line("{\"at\":\"2026-08-05T14:23:00Z\",\"scope\":\"" + scope + "\",\"function\":" + function + ",\"group\":"
                + group + ",\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"type\":\"" + type
                + "\",\"incident\":\"" + incident + "\"}");
    }

    private void line(String line) throws IOException {
        Files.writeString(
                ledger.resolve("decisions.jsonl"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
