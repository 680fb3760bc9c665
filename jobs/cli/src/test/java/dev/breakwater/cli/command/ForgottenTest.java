package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an account that left is forgotten from the ledger alone, which lists the limits that may remain. */
class ForgottenTest {

    private static final String LEFT = "111122223333";
    private static final String STAYS = "444455556666";
    private static final Instant AT = Instant.parse("2026-11-29T05:00:00Z");

    @TempDir
    Path folder;

    private Path chains;
    private String config;

    @BeforeEach
    void ledger() throws IOException {
        chains = folder.resolve("ledger/chains");
        config = Files.writeString(
                        folder.resolve("breakwater.yaml"),
                        "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n")
                .toString();
        write(
                LEFT,
                line(Kind.INTENT, LEFT, "checkout", "t1").value("5").found("40"),
                line(Kind.INTENT, LEFT, "over", "t2").value("5").found("none"),
                line(Kind.RETURNED, LEFT, "over", "t2").found("none"));
        write(STAYS, line(Kind.INTENT, STAYS, "checkout", "t3").value("7").found("none"));
    }

    @Test
    void whatMayStillStandIsSaidAndTheAccountsLeasesAreOver() throws IOException {
        CommandLines.Run run = CommandLines.run("release", "--forget", LEFT, "-c", config);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "account " + LEFT + " is forgotten: this throttle may remain there",
                        LEFT + "/eu-west-1/checkout may still have our limit (5). Set it back to 40 by hand");
        LedgerMemory memory = LedgerMemory.read(chains);
        assertThat(limit(memory, LEFT).ended()).isEqualTo("forgotten");
        assertThat(limit(memory, LEFT).last().detail()).contains("Set it back to 40 by hand");
        assertThat(limit(memory, STAYS).isEnded()).isFalse();
    }

    @Test
    void aLeaseThatBeginsLaterIsNotForgotten() throws IOException {
        CommandLines.run("release", "--forget", LEFT, "-c", config);
        write(LEFT, line(Kind.INTENT, LEFT, "checkout", "t9").value("5").found("40"));
        assertThat(limit(LedgerMemory.read(chains), LEFT).isEnded()).isFalse();
    }

    @Test
    void itNeedsTheLedgerAndNothingElse() {
        assertThat(CommandLines.run("release", "--forget", LEFT).exit()).isEqualTo(2);
        CommandLines.Run both = CommandLines.run("release", "checkout", "--forget", LEFT, "-c", config);
        assertThat(both.exit()).isEqualTo(2);
        assertThat(both.err()).contains("name one FUNCTION, or --all, or --forget ACCOUNT");
    }

    private static LedgerMemory.Limit limit(LedgerMemory memory, String account) {
        return memory.limit(new LimitKey(account, "eu-west-1", "checkout", "reservation", ""));
    }

    private static LedgerEntry line(Kind kind, String account, String function, String lease) {
        return LedgerEntry.of(kind, AT)
                .limit(new LimitKey(account, "eu-west-1", function, "reservation", ""))
                .lease(lease, AT.plusSeconds(600));
    }

    private void write(String account, LedgerEntry... lines) throws IOException {
        try (LedgerWriter chain = LedgerWriter.of(
                chains, LedgerFolder.operator(account, "eu-west-1"), LedgerWriter.SEGMENT_BYTES, Clock.systemUTC())) {
            chain.append(lines);
        }
    }
}
