package dev.breakwater.connectors.lambda.ledger;

import static dev.breakwater.connectors.lambda.ledger.Entries.ACCOUNT;
import static dev.breakwater.connectors.lambda.ledger.Entries.OPERATOR;
import static dev.breakwater.connectors.lambda.ledger.Entries.REGION;
import static dev.breakwater.connectors.lambda.ledger.Entries.intent;
import static dev.breakwater.connectors.lambda.ledger.Entries.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter.NewerAttempt;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.s3.BucketDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests chains in S3, where no lock excludes a second writer. */
@ExtendWith(AwsKeys.class)
class LedgerBucketTest {

    private static final int SMALL = 4_000;
    private static final int LINES = 40;

    private BucketDouble s3;
    private Path folder;

    @BeforeEach
    void open() {
        s3 = BucketDouble.start();
        folder = Folders.of(Folders.text("s3://b/run/chains", "eu-west-1", s3.endpoint()));
    }

    @AfterEach
    void close() {
        s3.close();
    }

    private LedgerWriter requests() {
        return LedgerWriter.of(folder, "requests", SMALL, Clock.systemUTC());
    }

    private LedgerWriter operator() {
        return LedgerWriter.of(folder, OPERATOR, SMALL, Clock.systemUTC());
    }

    private List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        LedgerFolder.entries(folder, entry -> keys.add(entry.cause().key()));
        return keys;
    }

    private ChainFiles segments() {
        return LedgerFolder.segments(folder, "requests");
    }

    private void isWhole(String as) throws IOException {
        for (LedgerFolder.Chain chain : LedgerFolder.chains(folder)) {
            assertThat(chain.verify().verdict().detail()).as(as).isEmpty();
        }
    }

    @Test
    void aLineIsThereWhenAppendReturnsAndIsOnePutHoweverManyAreGivenAtOnce() throws IOException {
        try (LedgerWriter writer = requests()) {
            for (int i = 1; i <= 3; i++) {
                writer.ensureWritable();
                writer.append(request("a-" + i), request("b-" + i));
                assertThat(s3.puts()).isEqualTo(i);
                assertThat(keys()).hasSize(2 * i);
            }
        }
        assertThat(s3.keys()).containsExactly("b/run/chains/requests/ledger.jsonl");
        isWhole("");
    }

    @Test
    void chainsAreReadAsFromADisk() throws IOException {
        try (LedgerWriter writer = operator();
                LedgerWriter requests = requests()) {
            assertThat(writer.beginAttempt(ACCOUNT, REGION, "host-1", 0)).isEqualTo(1);
            writer.append(intent("k1", "5"));
            requests.append(request("r-1"));
        }
        assertThat(LedgerFolder.chains(folder))
                .extracting(LedgerFolder.Chain::writer)
                .containsExactly(OPERATOR, "requests");
        LedgerMemory memory = LedgerMemory.read(folder);
        assertThat(memory.limit(Entries.CHECKOUT).values()).containsExactly("5");
        assertThat(memory.attempt(ACCOUNT, REGION)).isEqualTo(1);
        try (LedgerWriter again = operator()) {
            assertThat(again.beginAttempt(ACCOUNT, REGION, "host-2", 0)).isEqualTo(2);
        }
    }

    @Test
    void anAttemptThatANewerOneFollowsIsRefusedByTheConditionOfItsPutAndStops() throws IOException {
        try (LedgerWriter zombie = operator();
                LedgerWriter fresh = operator()) {
            zombie.beginAttempt(ACCOUNT, REGION, "host-1", 0);
            zombie.append(intent("k1", "5"));
            fresh.beginAttempt(ACCOUNT, REGION, "host-2", 0);
            assertThatThrownBy(() -> zombie.append(intent("k1", "6"))).isInstanceOf(NewerAttempt.class);
            assertThatThrownBy(zombie::ensureWritable).isInstanceOf(NewerAttempt.class);
            fresh.append(intent("k2", "9"));
        }
        List<String> values = new ArrayList<>();
        LedgerFolder.entries(folder, entry -> values.add(entry.change().value()));
        assertThat(values).containsExactly("", "5", "", "9");
    }

    @Test
    void anAttemptWhoseAnswerWasLostKnowsItsNumber() throws IOException {
        try (LedgerWriter writer = operator()) {
            s3.loseAnswers(1);
            s3.refuseNextHeads(2);
            int number = 0;
            for (int tries = 0; number == 0; tries++) {
                try {
                    number = writer.beginAttempt(ACCOUNT, REGION, "host-1", 0);
                } catch (IOException e) {
                    assertThat(tries).as(e.toString()).isLessThan(50);
                }
            }
            writer.append(intent("k1", "5"));
            assertThat(LedgerMemory.read(folder).attempt(ACCOUNT, REGION)).isEqualTo(number);
        }
        isWhole("");
    }

    @Test
    void writersThatRaceNeitherForkNorLoseNorDoubleALine() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        CyclicBarrier begin = new CyclicBarrier(3);
        List<Future<Boolean>> shared = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            shared.add(threads.submit(() -> {
                try (LedgerWriter writer = requests()) {
                    writer.ensureWritable();
                    begin.await();
                    for (int i = 0; i < LINES; i++) append(writer, name + "-" + i);
                    assertThat(writer.stopped()).isEmpty();
                    return writer.isShared();
                }
            }));
        }
        List<Boolean> told = new ArrayList<>();
        for (Future<Boolean> one : shared) told.add(one.get());
        threads.shutdown();
        assertThat(told).as("somebody was overtaken and knows").contains(true);

        isWhole("");
        assertThat(keys()).hasSize(3 * LINES).doesNotHaveDuplicates();
        assertThat(segments().numbers()).hasSizeGreaterThan(5);
    }

    @Test
    void lostAnswersAndOutagesNeitherForkNorLoseNorDoubleALine() throws IOException {
        long seed = 14;
        Random chance = new Random(seed);
        try (LedgerWriter writer = requests()) {
            for (int i = 0; i < 3 * LINES; i++) {
                if (chance.nextInt(4) == 0) s3.loseAnswers(1 + chance.nextInt(3));
                if (chance.nextInt(4) == 0) s3.refuse(chance.nextInt(12));
                if (chance.nextBoolean()) append(writer, "i-" + i);
                else writer.note(request("i-" + i));
            }
            s3.refuse(0);
            append(writer, "last");
            assertThat(writer.isShared()).as("its own lines are nobody else's").isFalse();
        }
        isWhole("seed " + seed);
        List<String> all = new ArrayList<>(
                IntStream.range(0, 3 * LINES).mapToObj(i -> "i-" + i).toList());
        all.add("last");
        assertThat(keys()).containsExactlyElementsOf(all);
    }

    @Test
    void aLineThatArrivedThoughNobodySaidSoIsNotWrittenAgain() throws IOException {
        try (LedgerWriter writer = requests()) {
            assertThat(append(writer, "i-0")).isEqualTo(1);
            s3.loseAnswers(1);
            s3.refuseNextHeads(2);
            append(writer, "i-1");
        }
        assertThat(keys()).containsExactly("i-0", "i-1");
    }

    @Test
    void behindAFileThatWasClosedTheNextOneIsBegun() throws IOException {
        try (LedgerWriter writer = requests()) {
            for (int i = 0; i < LINES; i++) append(writer, "i-" + i);
        }
        int newest = segments().newest();
        assertThat(newest).isGreaterThan(2);
        // the process that closed the file died before the next file was begun
        Files.delete(segments().file(newest));
        int left = keys().size();
        try (LedgerWriter writer = requests()) {
            append(writer, "z");
            assertThat(writer.stopped()).isEmpty();
        }
        assertThat(segments().newest()).isEqualTo(newest);
        isWhole("");
        assertThat(keys()).hasSize(left + 1);
    }

    @Test
    void anOutageIsNotTakenForAChainThatIsGone() throws IOException {
        try (LedgerWriter writer = requests()) {
            append(writer, "i-1");
            for (int calls = 0; calls < 12; calls++) {
                try (LedgerWriter other = requests()) {
                    s3.refuse(calls);
                    other.isWritable();
                    assertThat(other.stopped()).isEmpty();
                }
            }
            s3.refuse(0);
            append(writer, "i-2");
        }
        assertThat(s3.keys()).containsExactly("b/run/chains/requests/ledger.jsonl");
        assertThat(keys()).containsExactly("i-1", "i-2");
        isWhole("");
    }

    /** Writes lines again that were not written. */
    private static int append(LedgerWriter writer, String key) {
        LedgerEntry entry = request(key);
        for (int tries = 1; ; tries++) {
            try {
                writer.append(entry);
                return tries;
            } catch (IOException e) {
                assertThat(tries).as(e.toString()).isLessThan(500);
            }
        }
    }
}
