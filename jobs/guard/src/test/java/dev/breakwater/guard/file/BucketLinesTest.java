package dev.breakwater.guard.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.s3.BucketDouble;
import dev.breakwater.guard.file.JsonLinesSink.FilePosition;
import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.SpendRow;
import dev.breakwater.ledger.folder.Followed;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.ledger.folder.SegmentedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests a live run's files of lines in S3. */
@Tag("slow")
@ExtendWith(AwsKeys.class)
class BucketLinesTest {

    private static final long LARGE = 1 << 20;
    private static final long SMALL = 200;

    private BucketDouble s3;
    private Path file;

    @BeforeEach
    void open() {
        s3 = BucketDouble.start();
        file = Folders.of(Folders.text("s3://b/run", "eu-west-1", s3.endpoint()) + "/spend.jsonl");
    }

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    void theLinesBetweenTwoCheckpointsAreOnePut() throws IOException {
        JsonLinesWriter writer = writer(LARGE, 0, Long.MAX_VALUE);
        write(writer, 0, 5);
        assertThat(lines()).isEmpty();
        assertThat(writer.waiting()).isEqualTo(5);
        checkpoint(writer);
        assertThat(lines()).containsExactlyElementsOf(numbers(5));
        assertThat(writer.waiting()).isZero();
        checkpoint(writer);
        assertThat(s3.puts()).isEqualTo(1);
    }

    @Test
    void aLargeFileIsSetAsideAndAllPartsAreRead() throws IOException {
        JsonLinesWriter writer = writer(SMALL, 0, Long.MAX_VALUE);
        for (int i = 0; i < 40; i++) {
            write(writer, i, i + 1);
            checkpoint(writer);
            assertThat(lines()).containsExactlyElementsOf(numbers(i + 1));
        }
        assertThat(new SegmentedFile(file).parts()).hasSizeGreaterThan(5);
        assertThat(writer(SMALL, 0, Long.MAX_VALUE).snapshotState(9).get(0).part())
                .isEqualTo(new SegmentedFile(file).parts().size());
    }

    @Test
    void aRestartCutsTheFileToItsCheckpoint() throws IOException {
        JsonLinesWriter writer = writer(SMALL, 0, Long.MAX_VALUE);
        write(writer, 0, 5);
        FilePosition kept = checkpoint(writer);
        for (int i = 5; i < 30; i++) {
            write(writer, i, i + 1);
            checkpoint(writer);
        }
        JsonLinesWriter again = writer(SMALL, kept.part(), kept.length());
        write(again, 5, 12);
        checkpoint(again);
        assertThat(lines()).containsExactlyElementsOf(numbers(12));
    }

    @Test
    void whoDiedWhileItSetAFileAsideLeavesNothingTwice() throws IOException {
        JsonLinesWriter writer = writer(SMALL, 0, Long.MAX_VALUE);
        write(writer, 0, 10);
        checkpoint(writer);
        Files.copy(file, new SegmentedFile(file).part(1));
        JsonLinesWriter again = writer(SMALL, 0, Long.MAX_VALUE);
        write(again, 10, 12);
        checkpoint(again);
        assertThat(lines()).containsExactlyElementsOf(numbers(12));
    }

    @Test
    void lostAnswersAndOutagesNeitherLoseNorDoubleALine() throws IOException {
        Random chance = new Random(14);
        JsonLinesWriter writer = writer(SMALL, 0, Long.MAX_VALUE);
        for (int i = 0; i < 120; i++) {
            if (chance.nextInt(3) == 0) s3.loseAnswers(1 + chance.nextInt(3));
            if (chance.nextInt(3) == 0) s3.refuseNextHeads(chance.nextInt(6));
            if (chance.nextInt(4) == 0) s3.refuse(chance.nextInt(12));
            write(writer, i, i + 1);
            FilePosition kept = checkpoint(writer);
            if (chance.nextInt(10) > 0) continue;
            s3.refuse(0);
            writer = writer(SMALL, kept.part(), kept.length());
            for (OutputLine row : kept.waiting()) writer.add(row);
        }
        s3.loseAnswers(0);
        s3.refuse(0);
        s3.refuseNextHeads(0);
        checkpoint(writer);
        assertThat(lines()).containsExactlyElementsOf(numbers(120));
    }

    @Test
    void ofTwoRunsThatWriteNoneTakesTheOthersLines() throws IOException {
        JsonLinesWriter first = writer(LARGE, 0, Long.MAX_VALUE);
        JsonLinesWriter second = writer(LARGE, 0, Long.MAX_VALUE);
        for (int i = 0; i < 20; i += 2) {
            write(first, i, i + 1);
            write(second, i + 1, i + 2);
            for (int tries = 0; tries < 2; tries++) {
                checkpoint(first);
                checkpoint(second);
            }
        }
        assertThat(lines()).containsExactlyInAnyOrderElementsOf(numbers(20));
    }

    @Test
    void whoFollowsAFileInABucketTakesEachLineOnce() throws IOException {
        List<String> seen = new ArrayList<>();
        Followed<SpendRow> followed =
                new Followed<>(new RunFolder(file.getParent()), LedgerFile.SPEND, row -> seen.add(row.function()));
        JsonLinesWriter writer = writer(LARGE, 0, Long.MAX_VALUE);
        for (int i = 0; i < 5; i++) {
            write(writer, i, i + 1);
            checkpoint(writer);
            assertThat(followed.cut()).isFalse();
            followed.read();
            assertThat(seen).containsExactlyElementsOf(numbers(i + 1));
        }
    }

    private JsonLinesWriter writer(long rotateAt, int part, long keep) throws IOException {
        return new JsonLinesWriter(new LinesFile(file, rotateAt, part, keep), -1);
    }

    private static void write(JsonLinesWriter writer, int from, int to) throws IOException {
        for (int i = from; i < to; i++) writer.write(row(i), null);
    }

    private static OutputLine row(int i) {
        return new OutputLine(i, "f", "{\"day\":\"2026-08-05\",\"function\":\"" + i + "\"}");
    }

    private static FilePosition checkpoint(JsonLinesWriter writer) throws IOException {
        writer.flush(false);
        return writer.snapshotState(1).get(0);
    }

    private List<String> lines() throws IOException {
        return new RunFolder(file.getParent())
                .rows(LedgerFile.SPEND, r -> true).stream()
                        .map(SpendRow::function)
                        .toList();
    }

    private static List<String> numbers(int to) {
        return IntStream.range(0, to).mapToObj(String::valueOf).toList();
    }
}
