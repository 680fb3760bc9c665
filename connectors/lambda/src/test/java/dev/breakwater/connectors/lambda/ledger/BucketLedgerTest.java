package dev.breakwater.connectors.lambda.ledger;

import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static dev.breakwater.connectors.lambda.act.Requests.RESERVED;
import static dev.breakwater.connectors.lambda.act.Requests.throttle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.testkit.s3.BucketDouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger in S3, where no lock holds a second writer off. */
class BucketLedgerTest {

    private static final int SMALL = 4_000;
    private static final int LINES = 40;

    private BucketDouble s3;
    private Path file;

    @BeforeEach
    void open() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        s3 = BucketDouble.start();
        file = Folders.of(Folders.text("s3://b/run", "eu-west-1", s3.endpoint()) + "/ledger.jsonl");
    }

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    void linesAreChainedAcrossOpeningsAndReadAsFromADisk() throws IOException {
        LedgerCursor cursor = new LedgerCursor(file, LedgerSplit.FROM_THE_START);
        assertThat(cursor.next(10)).isEmpty();
        append(effect("i-1"));
        append(effect("i-2"));
        assertThat(HashChainedLedger.verify(file)).isEqualTo(LedgerVerdict.whole(2));
        assertThat(cursor.next(10)).extracting(Effect::intent).containsExactly("i-2");
        append(effect("i-3"));
        assertThat(cursor.next(10)).extracting(Effect::intent).containsExactly("i-3");
        assertThat(LedgerFiles.exists(file)).isTrue();
        assertThat(LedgerFiles.memory(file).held()).extracting(Effect::intent).containsExactly("i-3");
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            assertThat(ledger.history(RESERVED, NOW).held()).isTrue();
        }
    }

    @Test
    void aLineIsThereWhenAppendReturnsAndIsOnePut() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            for (int i = 1; i <= 3; i++) {
                ledger.ensureWritable();
                ledger.append(effect("i-" + i));
                assertThat(s3.puts()).isEqualTo(i);
                assertThat(intents()).hasSize(i);
            }
        }
    }

    @Test
    void ofTwoWritersOneGoesOnBehindTheOther() throws IOException {
        try (HashChainedLedger first = HashChainedLedger.open(file, SMALL);
                HashChainedLedger second = HashChainedLedger.open(file, SMALL)) {
            for (int i = 0; i < LINES; i++) {
                assertThat(tries(first, effect("a-" + i))).isEqualTo(i == 0 ? 1 : 2);
                assertThat(tries(second, effect("b-" + i))).isEqualTo(2);
            }
            assertThat(first.stopped()).isEmpty();
            assertThat(second.stopped()).isEmpty();
        }
        assertThat(Segments.of(file).numbers()).hasSizeGreaterThan(5);
        assertThat(HashChainedLedger.verify(file).detail()).isEmpty();
        assertThat(intents()).hasSize(2 * LINES).doesNotHaveDuplicates();
    }

    @Test
    void writersThatRaceNeitherForkNorLoseNorDoubleALine() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        CyclicBarrier begin = new CyclicBarrier(3);
        List<Future<Integer>> tries = new ArrayList<>();
        for (String writer : List.of("a", "b", "c")) tries.add(threads.submit(writes(writer, begin)));
        int all = 0;
        for (Future<Integer> one : tries) all += one.get();
        threads.shutdown();

        assertThat(HashChainedLedger.verify(file).detail()).isEmpty();
        assertThat(intents()).hasSize(3 * LINES).doesNotHaveDuplicates();
        assertThat(all).as("somebody was overtaken").isGreaterThan(3 * LINES);
    }

    private Callable<Integer> writes(String writer, CyclicBarrier begin) {
        return () -> {
            int tries = 0;
            try (HashChainedLedger ledger = HashChainedLedger.open(file, SMALL)) {
                begin.await();
                for (int i = 0; i < LINES; i++) tries += tries(ledger, effect(writer + "-" + i));
                assertThat(ledger.stopped()).isEmpty();
            }
            return tries;
        };
    }

    @Test
    void lostAnswersAndOutagesNeitherForkNorLoseNorDoubleALine() throws IOException {
        long seed = 14;
        Random chance = new Random(seed);
        try (HashChainedLedger ledger = HashChainedLedger.open(file, SMALL)) {
            for (int i = 0; i < 3 * LINES; i++) {
                if (chance.nextInt(4) == 0) s3.loseAnswers(1 + chance.nextInt(3));
                if (chance.nextInt(4) == 0) s3.refuse(chance.nextInt(12));
                tries(ledger, effect("i-" + i));
            }
        }
        s3.refuse(0);
        assertThat(HashChainedLedger.verify(file).detail()).as("seed " + seed).isEmpty();
        assertThat(intents())
                .containsExactlyElementsOf(
                        IntStream.range(0, 3 * LINES).mapToObj(i -> "i-" + i).toList());
    }

    @Test
    void aLineThatArrivedThoughNobodySaidSoIsNotWrittenAgain() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            assertThat(tries(ledger, effect("i-0"))).isEqualTo(1);
            Effect effect = effect("i-1");
            s3.loseAnswers(1);
            s3.refuseNextHeads(2);
            assertThat(tries(ledger, effect)).isEqualTo(2);
        }
        assertThat(intents()).containsExactly("i-0", "i-1");
    }

    @Test
    void behindASegmentThatWasClosedTheNextOneIsBegun() throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file, SMALL)) {
            for (int i = 0; i < LINES; i++) ledger.append(effect("i-" + i));
        }
        int newest = Segments.of(file).newest();
        assertThat(newest).isGreaterThan(2);
        // whoever closed it died before the next one was begun
        Files.delete(Segments.of(file).file(newest));
        int left = intents().size();
        append(effect("z"));
        assertThat(Segments.of(file).newest()).isEqualTo(newest);
        assertThat(HashChainedLedger.verify(file).detail()).isEmpty();
        assertThat(intents()).hasSize(left + 1);
    }

    @Test
    void anOutageIsNotTakenForALedgerThatIsGone() throws IOException {
        append(effect("i-1"));
        LedgerCursor cursor = new LedgerCursor(file, LedgerSplit.FROM_THE_START);
        assertThat(cursor.next(10)).hasSize(1);
        for (int calls = 0; calls < 12; calls++) {
            s3.refuse(calls);
            try {
                assertThat(cursor.next(10)).isEmpty();
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessageContaining("cannot be read");
            }
        }
        s3.refuse(0);
        assertThat(s3.keys()).containsExactly("b/run/ledger.jsonl");
    }

    /** As the committer does: what was not written is tried again. */
    private static int tries(HashChainedLedger ledger, Effect effect) {
        for (int tries = 1; ; tries++) {
            try {
                ledger.ensureWritable();
                ledger.append(effect);
                return tries;
            } catch (IOException e) {
                assertThat(tries).as(e.toString()).isLessThan(500);
            }
        }
    }

    private void append(Effect effect) throws IOException {
        try (HashChainedLedger ledger = HashChainedLedger.open(file, SMALL)) {
            ledger.append(effect);
        }
    }

    private List<String> intents() throws IOException {
        List<String> intents = new ArrayList<>();
        LedgerFiles.effects(file, e -> intents.add(e.intent()));
        return intents;
    }

    /** One that would be written again each time that it is tried. */
    private static Effect effect(String intent) {
        return throttle(intent, 5).ended(NOW, EffectOutcome.APPLIED, "limit set");
    }
}
