package dev.breakwater.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.command.StatusCommand;
import dev.breakwater.engine.control.Request;
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
                .startsWith("not yet accepted until ")
                .contains("no page and no throttle for function checkout (111122223333 eu-west-1)");
        List<RequestFiles.Read> all = RequestFiles.all(ledger.resolve("requests"));
        assertThat(all).hasSize(1);
        Request a = all.get(0).request();
        assertThat(a.scope()).isEqualTo(Scope.function("111122223333", "eu-west-1", "checkout"));
        assertThat(Instant.ofEpochMilli(a.until())).isEqualTo(all.get(0).at().plus(Duration.ofDays(35)));
        assertThat(all.get(0).file().getFileName().toString()).matches("accept-1a2b3c4d5e6f-\\d+\\.json");
        assertThat(StatusCommand.line(a)).contains("/checkout", " accepted until ", " (1a2b3c4d5e6f)");
    }

    @Test
    void saysFirstThatAThrottleIsGivenBack() throws IOException {
        decided("throttle", "1a2b3c4d5e6f", "function", "\"checkout\"", "null");
        assertThat(accept("1a2b3c4d5e6f", "--for", "12h").out()).startsWith("the throttle is released, and no limit");
        decided("given-back", "1a2b3c4d5e6f", "function", "\"checkout\"", "null");
        assertThat(accept("1a2b3c4d5e6f").out()).doesNotContain("given back");
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
        assertThat(accept("000000000000").err())
                .contains(
                        "no incident 000000000000 in ",
                        "/ledger. This command needs a running job",
                        "breakwater tune --wanted");
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
