package dev.breakwater.connectors.lambda.ledger;

import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static dev.breakwater.connectors.lambda.act.Requests.release;
import static dev.breakwater.connectors.lambda.act.Requests.throttle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCursorTest {

    private static final int MOST = 100;

    @TempDir
    private Path folder;

    private Path file;
    private LedgerCursor cursor;

    @BeforeEach
    void begin() {
        file = folder.resolve("ledger/ledger.jsonl");
        cursor = new LedgerCursor(file, LedgerSplit.FROM_THE_START);
    }

    @Test
    void waitsForALedgerThatIsNotThereYetAndReadsEachLineOnce() throws IOException {
        assertThat(read()).isEmpty();
        write("i-1", "i-2");
        assertThat(read()).containsExactly("i-1", "i-2");
        assertThat(read()).isEmpty();
        write("i-3");
        assertThat(read()).containsExactly("i-3");
    }

    @Test
    void goesOnFromItsPosition() throws IOException {
        write("i-1");
        assertThat(read()).containsExactly("i-1");
        write("i-2", "i-3", "i-4");
        assertThat(intents(cursor.next(2))).containsExactly("i-2", "i-3");
        restart();
        assertThat(read()).containsExactly("i-4");
    }

    @Test
    void whoKnowsNothingHearsWhatIsNotGivenBackAndNotHowItCameToThat() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            ledger.append(applied("i-1"));
            ledger.append(applied("i-2"));
            ledger.append(release("r-1", "f-i-1").ended(NOW, EffectOutcome.RELEASED, "restored"));
            assertThat(read()).containsExactly("i-2");
            ledger.append(release("r-2", "f-i-2").ended(NOW, EffectOutcome.RELEASED, "restored"));
            assertThat(read()).containsExactly("r-2");
        }
    }

    @Test
    void whoKnowsNothingHearsFirstThatALimitIsOnItsWayBackThenThatItWasSet() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            ledger.append(applied("i-1"));
            ledger.append(unanswered(release("r-1", "f-i-1"), 5));
            ledger.append(applied("i-2"));
            ledger.append(unanswered(throttle("i-3", "f-i-2", 8), 5));
            assertThat(read()).containsExactly("r-1", "i-1", "i-2", "i-3");
        }
    }

    @Test
    void whoKnowsNothingHearsTheLimitThatWasFoundToStandThoughNoAnswerCameWhenItWasSet() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            ledger.append(applied("i-1"));
            ledger.append(unanswered(throttle("i-2", "f-i-1", 8), 5));
            ledger.append(unanswered(throttle("i-2", "f-i-1", 8), 8));
            assertThat(cursor.next(MOST))
                    .extracting(Effect::outcome, Effect::limit, Effect::book)
                    .containsExactly(tuple(EffectOutcome.APPLIED, 8, "book of i-2"));
        }
    }

    @Test
    void whoKnowsNothingHearsTheLimitThatTheNextStepFoundThoughNoAnswerCameWhenItWasSet() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            ledger.append(applied("i-1"));
            ledger.append(unanswered(throttle("i-2", "f-i-1", 8), 5));
            ledger.append(unanswered(throttle("i-3", "f-i-1", 16), 8));
            assertThat(cursor.next(MOST))
                    .extracting(Effect::outcome, Effect::limit, Effect::found)
                    .containsExactly(tuple(EffectOutcome.APPLIED, 8, 8), tuple(EffectOutcome.TRANSIENT, 16, 8));
        }
    }

    @Test
    void aLineThatIsNotWholeYetIsReadLater() throws IOException {
        write("i-1");
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, 40));
        assertThat(read()).isEmpty();
        Files.writeString(file, whole);
        assertThat(read()).containsExactly("i-1");
    }

    @Test
    void whatMakesNoSenseIsCountedAndPassedOver() throws IOException {
        write("i-1");
        assertThat(read()).containsExactly("i-1");
        Files.writeString(file, "nonsense\n{\"seq\":2}\n" + "x".repeat(100_000) + "\n", StandardOpenOption.APPEND);
        assertThat(read()).isEmpty();
        assertThat(cursor.malformed()).isEqualTo(3);
        restart();
        assertThat(read()).isEmpty();
        assertThat(Files.exists(Segments.of(file).lost())).isFalse();
    }

    @Test
    void readsOverSegmentsWithoutTellingTwiceWhatIsCarried() throws IOException {
        List<String> told = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            written.add("i-" + i);
            write(300, "i-" + i);
            if (i % 4 == 0) told.addAll(read());
            if (i % 7 == 0) restart();
        }
        for (List<String> more = read(); !more.isEmpty(); more = read()) told.addAll(more);
        assertThat(Segments.of(file).numbers()).hasSizeGreaterThan(5);
        assertThat(told).isEqualTo(written);
    }

    @Test
    void withoutOldSegmentsItBeginsWithAllThatIsNotGivenBack() throws IOException {
        for (int i = 0; i < 10; i++) write(300, "i-" + i);
        List<Integer> numbers = Segments.of(file).numbers();
        for (int old : numbers.subList(0, numbers.size() - 1))
            Files.delete(Segments.of(file).file(old));
        List<String> told = new ArrayList<>();
        for (List<String> more = read(); !more.isEmpty(); more = read()) told.addAll(more);
        // each line here holds another limit
        assertThat(told).containsExactly("i-0", "i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8", "i-9");
    }

    @Test
    void aLedgerThatIsGoneIsReadFromItsStartAndTheWriterIsTold() throws IOException {
        write("i-1", "i-2");
        read();
        Files.delete(file);
        write("i-3");
        restart();

        assertThat(read()).containsExactly("i-3");

        assertThat(Segments.of(file).lost()).content().contains("not there any more");
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            ledger.ensureWritable();
            assertThat(ledger.stopped()).contains("not there any more");
        }
        assertThat(HashChainedLedger.verify(file).whole()).isFalse();
        assertThat(Files.exists(Segments.of(file).lost())).isFalse();
        assertThat(read()).isEmpty();
    }

    @Test
    void aLedgerOfTheSameLengthThatIsAnotherIsSeenToo() throws IOException {
        write("i-1", "i-2");
        read();
        Files.delete(file);
        write("i-3", "i-4", "i-5");
        assertThat(read()).containsExactly("i-3", "i-4", "i-5");
        assertThat(Files.exists(Segments.of(file).lost())).isTrue();
    }

    @Test
    void aNewChainOfTheRunningWriterIsFollowed() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            ledger.append(applied("i-1"));
            assertThat(read()).containsExactly("i-1");
            Files.delete(file);
            ledger.ensureWritable();
            ledger.append(applied("i-2"));
        }
        List<String> told = new ArrayList<>(read());
        told.addAll(read());
        assertThat(told).containsExactly("i-1", "i-2");
    }

    private void restart() throws IOException {
        LedgerSplitSerializer serializer = new LedgerSplitSerializer();
        cursor = new LedgerCursor(file, serializer.deserialize(1, serializer.serialize(cursor.position())));
    }

    private List<String> read() {
        return intents(cursor.next(MOST));
    }

    private static List<String> intents(List<Effect> effects) {
        return effects.stream().map(Effect::intent).toList();
    }

    private void write(String... intents) throws IOException {
        write(1 << 20, intents);
    }

    private void write(long segmentBytes, String... intents) throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file, segmentBytes)) {
            for (String intent : intents) ledger.append(applied(intent));
        }
    }

    /** A limit was read, and no answer came to what was tried. */
    private static Effect unanswered(ThrottleRequest tried, int found) {
        return new Effect(
                NOW,
                tried.intent(),
                tried.account(),
                tried.region(),
                tried.function(),
                tried.throttle(),
                EffectOutcome.TRANSIENT,
                tried.limit(),
                tried.previous(),
                Effect.NOT_RESTORED,
                tried.untilMillis(),
                tried.incident(),
                "no answer",
                tried.lever(),
                tried.mapping(),
                found,
                "book of " + tried.intent());
    }

    private static Effect applied(String intent) {
        Mark lease = new Mark(40, 5, Reservation.NONE, Requests.UNTIL, "bw", intent);
        CommitPlan plan =
                new CommitPlan(PlanKind.APPLY, lease, CommitPlan.MarkAct.WRITE, CommitPlan.Change.set(5), "limit set");
        return plan.done(NOW, throttle(intent, "f-" + intent, 5), 40);
    }
}
