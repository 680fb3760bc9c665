package dev.breakwater.connectors.lambda.ledger;

import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static dev.breakwater.connectors.lambda.act.Requests.RESERVED;
import static dev.breakwater.connectors.lambda.act.Requests.throttle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.CommitPlan;
import dev.breakwater.connectors.lambda.act.PlanKind;
import dev.breakwater.connectors.lambda.act.Requests;
import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import dev.breakwater.connectors.lambda.mark.Mark;
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

        assertThat(HashChainedLedger.verify(file)).isEqualTo(LedgerVerdict.whole(3));
        assertThat(Files.readString(file)).contains("\"seq\":3", "\"outcome\":\"RELEASED\"", "\"previous\":\"40\"");
    }

    @Test
    void aLineNamesTheBookThatDecidedItsActAndReadsSo() throws IOException {
        ThrottleRequest decided = Requests.by("0e0e0e0e0e0e", throttle("i-1", 5));
        append(decided.ended(NOW, EffectOutcome.DENIED, "no"));
        append(effect("i-2", EffectOutcome.APPLIED));
        List<String> lines = Files.readAllLines(file);
        assertThat(EffectJson.read(lines.get(0)).effect().book()).isEqualTo("0e0e0e0e0e0e");
        assertThat(lines.get(1)).doesNotContain("book");
        assertThat(EffectJson.read(lines.get(1)).effect().book()).isEmpty();
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
        append(plan.done(NOW, Requests.by(LeverKind.QUEUE, "4f1c", throttle("i-1", 5)), 40));
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
        assertThat(HashChainedLedger.verify(file)).isEqualTo(LedgerVerdict.whole(2));
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
    void behindADamagedLineANewChainBeginsThatNamesTheLastGoodHashAndNoNewThrottle() throws IOException {
        append(effect("i-1", EffectOutcome.APPLIED));
        append(effect("i-2", EffectOutcome.APPLIED));
        String good = LedgerChain.hashOf(Files.readAllLines(file).get(0));
        Files.writeString(file, Files.readString(file).replace("i-2", "i-7"));

        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            assertThat(ledger.stopped()).contains("line 2", "was changed");
            ledger.ensureWritable();
            ledger.append(effect("r-1", EffectOutcome.RELEASED));
        }

        assertThat(Files.readString(file)).contains("i-7").doesNotContain("r-1");
        List<String> fresh = Files.readAllLines(file.resolveSibling("ledger-2.jsonl"));
        assertThat(fresh.get(0)).contains("\"chain\":\"anew\"", "\"prev\":\"" + good);
        LedgerVerdict verdict = HashChainedLedger.verify(file);
        assertThat(verdict.whole()).isFalse();
        assertThat(verdict.brokenLine()).isEqualTo(2);
        assertThat(verdict.anew()).startsWith("begins anew after line 1: ").contains("line 2");
        try (HashChainedLedger again = HashChainedLedger.open(file)) {
            assertThat(again.stopped()).contains("line 2");
        }
    }

    @Test
    void anOperatorAcceptsANewChainAndThrottlesMayBeginAgain() throws IOException {
        append(effect("i-1", EffectOutcome.APPLIED));
        Files.writeString(file, Files.readString(file).replace("i-1", "i-7"));
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            Files.writeString(file.resolveSibling("ledger.accepted"), "some other hash");
            ledger.ensureWritable();
            assertThat(ledger.stopped()).isNotEmpty();

            assertThat(LedgerFiles.accept(file)).contains("line 1");
            ledger.ensureWritable();
            assertThat(ledger.stopped()).isEmpty();
        }
        try (HashChainedLedger again = HashChainedLedger.open(file)) {
            assertThat(again.stopped()).isEmpty();
        }
        assertThat(LedgerFiles.accept(file)).isEmpty();
        assertThat(HashChainedLedger.verify(file).anew()).isNotEmpty();
    }

    @Test
    void aLedgerDeletedUnderItsWriterDoesNotVerifyAsWholeAndNothingHeldIsForgotten() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            ledger.append(effect("i-1", EffectOutcome.APPLIED));
            Files.delete(file);
            ledger.ensureWritable();
            assertThat(ledger.stopped()).contains("are gone");
            assertThat(ledger.history(RESERVED, NOW).held()).isTrue();
        }
        LedgerVerdict verdict = HashChainedLedger.verify(file);
        assertThat(verdict.whole()).isFalse();
        assertThat(verdict.anew()).startsWith("begins anew after line 1");
        try (HashChainedLedger again = HashChainedLedger.open(file)) {
            assertThat(again.history(RESERVED, NOW)).isEqualTo(History.held(5, 40, Requests.UNTIL));
        }
    }

    @Test
    void aLedgerCutUnderItsWriterDoesNotVerifyAsWhole() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            ledger.append(effect("i-1", EffectOutcome.APPLIED));
            ledger.append(effect("i-2", EffectOutcome.APPLIED));
            Files.writeString(file, Files.readAllLines(file).get(0) + "\n");
            ledger.ensureWritable();
            assertThat(ledger.stopped()).contains("are gone");
        }
        assertThat(HashChainedLedger.verify(file).whole()).isFalse();
    }

    @Test
    void aSegmentBeginsWithAllThatIsNotGivenBackSoThatOldOnesCanGo() throws IOException {
        Effect hand = effect("other", "h-1", EffectOutcome.OVERRIDDEN, System.currentTimeMillis());
        try (HashChainedLedger ledger = HashChainedLedger.open(file, 2_000)) {
            ledger.append(effect("i-1", EffectOutcome.APPLIED));
            ledger.append(hand);
            for (int i = 0; i < 20; i++) {
                ledger.append(effect("gone-" + i, "x-" + i, EffectOutcome.APPLIED, NOW));
                ledger.append(effect("gone-" + i, "r-" + i, EffectOutcome.RELEASED, NOW));
            }
        }
        List<Integer> numbers = Segments.of(file).numbers();
        assertThat(numbers).hasSizeGreaterThan(3).startsWith(1, 2, 3);
        assertThat(HashChainedLedger.verify(file).whole()).isTrue();
        assertThat(Files.readString(Segments.of(file).file(3))).contains("\"carried\":true", "i-1", "h-1");

        for (int old : numbers.subList(0, numbers.size() - 1))
            Files.delete(Segments.of(file).file(old));
        assertThat(HashChainedLedger.verify(file).whole()).isTrue();
        try (HashChainedLedger ledger = HashChainedLedger.open(file, 2_000)) {
            assertThat(ledger.history(RESERVED, NOW)).isEqualTo(History.held(5, 40, Requests.UNTIL));
            LeverRef other = LeverRef.reservation(hand.ref());
            assertThat(ledger.history(other, hand.at()).leftAloneUntil()).isEqualTo(hand.untilMillis());
            assertThat(ledger.append(effect("i-9", EffectOutcome.DENIED))).isTrue();
        }
        assertThat(HashChainedLedger.verify(file).whole()).isTrue();
    }

    @Test
    void aChangedLineInAnOldSegmentIsFound() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file, 500)) {
            for (int i = 0; i < 5; i++) ledger.append(effect("i-" + i, EffectOutcome.DENIED, "why", i));
        }
        Path second = Segments.of(file).file(2);
        Files.writeString(second, Files.readString(second).replace("DENIED", "UNKNOWN"));
        assertThat(HashChainedLedger.verify(file).whole()).isFalse();
    }

    @Test
    void readsAndGoesOnWithALedgerOfTheFirstRelease() throws IOException {
        String body =
                "{\"seq\":1,\"prev\":\"" + LedgerChain.ROOT + "\",\"at\":\"2025-11-24T16:00:00Z\",\"intent\":\"i-1\","
                        + "\"account\":\"123456789012\",\"region\":\"eu-west-1\",\"function\":\"checkout\",\"act\":\"throttle\","
                        + "\"outcome\":\"APPLIED\",\"limit\":\"5\",\"previous\":\"none\",\"until\":\"2025-11-24T16:15:00Z\","
                        + "\"incident\":\"inc\",\"detail\":\"limit set\"}";
        Files.createDirectories(file.getParent());
        Files.writeString(file, LedgerChain.seal(body) + "\n");
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            assertThat(ledger.stopped()).isEmpty();
            assertThat(ledger.history(RESERVED, NOW)).isEqualTo(History.held(5, Reservation.NONE, Requests.UNTIL));
            ledger.append(effect("i-2", EffectOutcome.RELEASED));
        }
        assertThat(HashChainedLedger.verify(file)).isEqualTo(LedgerVerdict.whole(2));
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
        append(throttle("i-1", name, 5).ended(NOW, EffectOutcome.GONE, "a".repeat(10_000)));
        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(Files.size(file)).isLessThan(2_000);
        assertThat(HashChainedLedger.verify(file).whole()).isTrue();
    }

    private boolean append(Effect effect) throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            return ledger.append(effect);
        }
    }

    private static Effect effect(String intent, EffectOutcome outcome) {
        return effect(intent, outcome, "limit set", 5);
    }

    private static Effect effect(String function, String intent, EffectOutcome outcome, long at) {
        Effect e = effect(intent, outcome, "limit set", 5);
        return new Effect(
                at,
                e.intent(),
                e.account(),
                e.region(),
                function,
                e.throttle(),
                e.outcome(),
                e.limit(),
                e.previous(),
                e.restored(),
                at + 24 * 3_600_000L,
                e.incident(),
                e.detail(),
                e.lever(),
                e.mapping(),
                e.found(),
                "");
    }

    private static Effect effect(String intent, EffectOutcome outcome, String detail, int found) {
        Mark lease = new Mark(40, 5, Reservation.NONE, Requests.UNTIL, "bw", intent);
        CommitPlan plan =
                new CommitPlan(PlanKind.APPLY, lease, CommitPlan.MarkAct.WRITE, CommitPlan.Change.set(5), "limit set");
        Effect done = plan.done(NOW, throttle(intent, 5), 40);
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
                found,
                "");
    }
}
