package dev.breakwater.connectors.lambda;

import static dev.breakwater.connectors.lambda.Requests.NOW;
import static dev.breakwater.connectors.lambda.Requests.RESERVED;
import static dev.breakwater.connectors.lambda.Requests.throttle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashChainedLedgerTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("ledger/ledger.jsonl");
    }

    @Test
    void linesAreChainedAcrossOpenings() throws IOException {
        append(effect("i-1", EffectOutcome.APPLIED));
        append(effect("i-2", EffectOutcome.TRANSIENT));
        append(effect("i-3", EffectOutcome.RELEASED));

        assertThat(HashChainedLedger.verify(file)).isEqualTo(new LedgerVerdict(true, 3, -1, ""));
        assertThat(Files.readString(file)).contains("\"seq\":3", "\"outcome\":\"RELEASED\"", "\"previous\":\"40\"");
    }

    @Test
    void aRepeatWithTheSameOutcomeAndValueIsNotWrittenEvenAfterAnOpening() throws IOException {
        append(effect("i-1", EffectOutcome.APPLIED));
        assertThat(append(effect("i-1", EffectOutcome.APPLIED, "held", 5))).isFalse();
        assertThat(append(effect("i-1", EffectOutcome.APPLIED, "marked again", 5)))
                .isTrue();
        assertThat(append(effect("i-1", EffectOutcome.DENIED))).isTrue();
        assertThat(append(effect("i-1", EffectOutcome.DENIED))).isFalse();
        assertThat(append(effect("i-1", EffectOutcome.DENIED, "as before", 40))).isTrue();
        append(effect("i-2", EffectOutcome.RELEASED, "restored", 40));
        assertThat(append(effect("i-2", EffectOutcome.ALREADY, "nothing of ours", 40)))
                .isFalse();
        assertThat(HashChainedLedger.verify(file).lines()).isEqualTo(5);
    }

    @Test
    void whatWasHeldIsKnownAfterAnOpening() throws IOException {
        append(effect("i-1", EffectOutcome.APPLIED));
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            assertThat(ledger.history(RESERVED, NOW)).isEqualTo(History.held(5, 40, Requests.UNTIL));
        }
    }

    @Test
    void eachLimitOfAFunctionHasItsOwnHistory() throws IOException {
        LeverRef queue = new LeverRef(Requests.REF, LeverKind.QUEUE, "4f1c");
        Mark lease = new Mark(Reservation.NONE, 5, Reservation.NONE, Requests.UNTIL, "bw", "i-1");
        CommitPlan plan =
                new CommitPlan(PlanKind.APPLY, lease, CommitPlan.MarkAct.WRITE, CommitPlan.Change.set(5), "limit set");
        append(Effect.of(NOW, Requests.by(LeverKind.QUEUE, "4f1c", throttle("i-1", 5)), plan, 40));
        assertThat(Files.readString(file)).contains("\"lever\":\"queue\",\"mapping\":\"4f1c\"");
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            assertThat(ledger.history(queue, NOW)).isEqualTo(History.held(5, Reservation.NONE, Requests.UNTIL));
            assertThat(ledger.history(RESERVED, NOW)).isEqualTo(History.NONE);
        }
    }

    @Test
    void aTornLastLineIsCutOffAndReported() throws IOException {
        append(effect("i-1", EffectOutcome.APPLIED));
        Files.writeString(file, "{\"seq\":2,\"pre", StandardOpenOption.APPEND);
        assertThat(HashChainedLedger.verify(file).brokenLine()).isEqualTo(2);

        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            assertThat(ledger.tornBytes()).isEqualTo(13);
            ledger.append(effect("i-2", EffectOutcome.APPLIED));
        }
        assertThat(HashChainedLedger.verify(file)).isEqualTo(new LedgerVerdict(true, 2, -1, ""));
    }

    @Test
    void theFirstBrokenLinkIsFound() throws IOException {
        for (int i = 1; i <= 4; i++) {
            append(effect("i-" + i, EffectOutcome.APPLIED));
        }
        List<String> lines = Files.readAllLines(file);
        Files.write(file, List.of(lines.get(0), lines.get(1).replace("i-2", "i-9"), lines.get(2), lines.get(3)));
        assertThat(HashChainedLedger.verify(file).brokenLine()).isEqualTo(2);

        Files.write(file, List.of(lines.get(0), lines.get(2), lines.get(3)));
        assertThat(HashChainedLedger.verify(file).brokenLine()).isEqualTo(2);

        Files.write(file, List.of(lines.get(1), lines.get(2)));
        assertThat(HashChainedLedger.verify(file).brokenLine()).isEqualTo(1);
    }

    @Test
    void aDamagedLastLineIsNotContinued() throws IOException {
        append(effect("i-1", EffectOutcome.APPLIED));
        Files.writeString(file, Files.readString(file).replace("i-1", "i-7"));
        assertThatThrownBy(() -> HashChainedLedger.open(file)).isInstanceOf(IOException.class);
    }

    @Test
    void onlyOneWriterAtATime() throws IOException {
        try (HashChainedLedger first = HashChainedLedger.open(file)) {
            assertThat(first.tornBytes()).isZero();
            assertThatThrownBy(() -> HashChainedLedger.open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another writer");
        }
    }

    @Test
    void aNameCannotForgeALine() throws IOException {
        String name = "x\"}\n{\"seq\":2\u2028\u0007";
        append(Effect.failed(NOW, throttle("i-1", name, 5), EffectOutcome.GONE, "a".repeat(10_000)));
        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(Files.size(file)).isLessThan(2_000);
        assertThat(HashChainedLedger.verify(file).whole()).isTrue();
    }

    @Test
    void aLedgerThatWasTakenAwayStopsActs() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            Files.delete(file);
            assertThatThrownBy(ledger::ensureWritable).isInstanceOf(IOException.class);
        }
    }

    private boolean append(Effect effect) throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            return ledger.append(effect);
        }
    }

    private static Effect effect(String intent, EffectOutcome outcome) {
        return effect(intent, outcome, "limit set", 5);
    }

    private static Effect effect(String intent, EffectOutcome outcome, String detail, int found) {
        Mark lease = new Mark(40, 5, Reservation.NONE, Requests.UNTIL, "bw", intent);
        CommitPlan plan =
                new CommitPlan(PlanKind.APPLY, lease, CommitPlan.MarkAct.WRITE, CommitPlan.Change.set(5), "limit set");
        Effect done = Effect.of(NOW, throttle(intent, 5), plan, 40);
        return new Effect(
                done.at(),
                done.intent(),
                done.account(),
                done.region(),
                done.function(),
                done.throttle(),
                outcome,
                done.limit(),
                done.previous(),
                done.restored(),
                done.untilMillis(),
                done.incident(),
                detail,
                done.lever(),
                done.mapping(),
                found);
    }
}
