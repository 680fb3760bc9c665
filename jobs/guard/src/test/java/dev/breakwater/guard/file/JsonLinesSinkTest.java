package dev.breakwater.guard.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.guard.file.JsonLinesSink.FilePosition;
import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.guard.wire.ArrivalMarks;
import dev.breakwater.ledger.folder.SegmentedFile;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSinkTest {

    private static final long PATIENCE = 100;
    private static final long SEGMENT = 64L << 20;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("deep").resolve("out.jsonl");
    }

    @Test
    void writesALineWhenTheFeedIsItsPatiencePastTheLinesTime() throws Exception {
        try (var writer = open(sorted())) {
            writer.write(row(1_000, "a"), null);
            passed(writer, 1_000 + PATIENCE);
            writer.flush(false);
            assertThat(lines()).isEmpty();
            passed(writer, 1_001 + PATIENCE);
            assertThat(lines()).containsExactly("1000a");
        }
    }

    @Test
    void aLineWaitsForTheAccountThatIsFurthestBehindUnlessThatIsADay() throws Exception {
        long ahead = ArrivalMarks.clock("111122223333", "eu-west-1");
        long behind = ArrivalMarks.clock("444455556666", "eu-west-1");
        try (var writer = open(sorted())) {
            writer.write(row(5 * 60_000, "a"), null);
            send(writer, 0, ahead, 3);
            send(writer, 3, behind, 4);
            send(writer, 6, ahead, 9);
            assertThat(lines()).isEmpty();
            send(writer, 9, behind, 6);
            assertThat(lines()).containsExactly("300000a");
            writer.write(row(8 * 60_000, "b"), null);
            send(writer, 12, ahead, 6 + 1_441);
            assertThat(lines()).hasSize(2);
        }
    }

    private static void send(StatefulSinkWriter<OutputLine, ?> writer, int sent, long clock, long minute)
            throws Exception {
        for (long mark : ArrivalMarks.of(ArrivalMarks.FIRST + sent, clock, minute)) {
            writer.writeWatermark(new Watermark(mark));
        }
    }

    private static void passed(StatefulSinkWriter<OutputLine, ?> writer, long millis) throws IOException {
        ((JsonLinesWriter) writer).passed(millis);
    }

    @Test
    void sortsByTimeThenOrderWhateverTheOrderOfArrival() throws Exception {
        List<OutputLine> rows = new ArrayList<>();
        for (int time = 10; time < 20; time++) for (String order : List.of("a", "b", "c")) rows.add(row(time, order));
        List<String> expected = rows.stream().map(OutputLine::json).toList();
        Collections.shuffle(rows, new Random(5));
        try (var writer = open(sorted())) {
            for (OutputLine row : rows) writer.write(row, null);
            passed(writer, 15 + PATIENCE);
            assertThat(lines()).isEqualTo(expected.subList(0, 15));
            writer.writeWatermark(Watermark.MAX_WATERMARK);
            assertThat(lines()).isEqualTo(expected);
        }
    }

    @Test
    void aLiveFileHasOneWriterAndTheSecondIsToldSo() throws Exception {
        assertThat(JsonLinesSink.isTaken(file)).as("not there yet").isFalse();
        try (var writer = open(JsonLinesSink.appending(file.toString(), SEGMENT))) {
            writer.write(row(1, "a"), null);
            assertThat(JsonLinesSink.isTaken(file)).isTrue();
            assertThatThrownBy(() -> open(JsonLinesSink.appending(file.toString(), SEGMENT)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another run writes " + file);
            writer.write(row(2, "b"), null);
        }
        assertThat(lines()).containsExactly("1a", "2b");
    }

    @Test
    void endOfInputWritesEvenWhatIsSortedLast() throws Exception {
        try (var writer = open(sorted())) {
            writer.write(row(Long.MAX_VALUE - 1, "last"), null);
            writer.write(row(5, "first"), null);
            writer.flush(true);
        }
        assertThat(lines()).containsExactly("5first", Long.MAX_VALUE - 1 + "last");
    }

    @Test
    void aRepeatedLineIsKeptOnceAndTwoLinesOfOneOrderAreBothKept() throws Exception {
        try (var writer = open(sorted())) {
            writer.write(new OutputLine(5, "a", "one"), null);
            writer.write(new OutputLine(5, "a", "two"), null);
            writer.write(new OutputLine(5, "a", "one"), null);
            writer.flush(true);
        }
        assertThat(lines()).containsExactly("one", "two");
    }

    @Test
    void aNewRunReplacesASortedFile() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "from an earlier run\n");
        try (var writer = open(sorted())) {
            writer.write(row(5, "a"), null);
            writer.flush(true);
        }
        assertThat(lines()).containsExactly("5a");
    }

    @Test
    void aRestartCutsTheFileBackToTheCheckpointAndKeepsTheWaitingLines() throws Exception {
        List<FilePosition> checkpoint;
        try (var writer = open(sorted())) {
            writer.write(row(10, "ä"), null);
            writer.write(row(500, "waits"), null);
            passed(writer, 400);
            checkpoint = stored(writer.snapshotState(1));
            writer.write(row(20, "after the checkpoint"), null);
            passed(writer, 900);
        }
        assertThat(lines()).containsExactly("10ä", "20after the checkpoint", "500waits");
        try (var writer = restore(sorted(), checkpoint)) {
            assertThat(lines()).containsExactly("10ä");
            writer.write(row(20, "after the checkpoint"), null);
            writer.flush(true);
        }
        assertThat(lines()).containsExactly("10ä", "20after the checkpoint", "500waits");
    }

    @Test
    void anUnfinishedLineOfACrashIsCutAway() throws Exception {
        List<FilePosition> checkpoint;
        try (var writer = open(appending())) {
            writer.write(row(10, "whole"), null);
            checkpoint = stored(writer.snapshotState(1));
        }
        Files.writeString(file, Files.readString(file) + "20ha");
        try (var writer = restore(appending(), checkpoint)) {
            writer.write(row(20, "half"), null);
        }
        assertThat(lines()).containsExactly("10whole", "20half");
    }

    @Test
    void anAppendingFileIsContinuedAndWrittenAsItComes() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "from an earlier run\n");
        try (var writer = open(appending())) {
            writer.write(row(10, "b"), null);
            writer.write(row(5, "a"), null);
            assertThat(lines()).containsExactly("from an earlier run", "10b", "5a");
        }
    }

    @Test
    void anAppendingFileIsContinuedAfterACheckpointThatKnewNothingOfIt() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "from an earlier run\n");
        try (var writer = restore(appending(), List.of())) {
            writer.write(row(10, "b"), null);
        }
        assertThat(lines()).containsExactly("from an earlier run", "10b");
    }

    @Test
    void isRefusedAtAnotherParallelism() throws Exception {
        for (JsonLinesSink sink : List.of(sorted(), appending())) {
            for (List<FilePosition> checkpoint :
                    List.of(List.<FilePosition>of(), List.of(new FilePosition(1, 0, List.of())))) {
                assertThatThrownBy(() -> sink.restoreWriter(at(2), checkpoint))
                        .hasMessageContaining("runs at parallelism 1, not 2");
            }
        }
    }

    @Test
    void anAppendingFileWritesALineOfTheLastInstantToo() throws Exception {
        try (var writer = open(appending())) {
            writer.write(row(Long.MAX_VALUE - 1, "a"), null);
            assertThat(lines()).hasSize(1);
        }
    }

    @Test
    void aLiveFileOnAFullDiskFailsNothingAndIsWrittenLater() throws Exception {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        try (var writer = open(appending())) {
            writer.write(row(1, "a"), null);
            writer.write(row(2, "b"), null);
            assertThat(writer.waiting()).isEqualTo(2);
            List<FilePosition> checkpoint = stored(writer.snapshotState(1));
            assertThat(checkpoint)
                    .singleElement()
                    .satisfies(p -> assertThat(p.waiting()).hasSize(2));
            Files.delete(file);
            writer.write(row(3, "c"), null);
            assertThat(writer.waiting()).isZero();
        }
        assertThat(lines()).containsExactly("1a", "2b", "3c");
    }

    @Test
    void aLiveFileThatCannotBeOpenedFailsNothingAndIsWrittenLater() throws Exception {
        Files.createDirectories(file);
        try (var writer = open(appending())) {
            writer.write(row(1, "a"), null);
            List<FilePosition> checkpoint = stored(writer.snapshotState(1));
            Files.delete(file);
            try (var restarted = restore(appending(), checkpoint)) {
                restarted.flush(false);
                passed(restarted, 10);
                assertThat(lines()).containsExactly("1a");
            }
        }
    }

    /** An interrupt closes the file. It is the only way to make every call on an open file fail. */
    @Test
    void aFailedWriteFailsNothingAndLeavesNoHalfALine() throws Exception {
        try (var writer = open(appending())) {
            writer.write(row(1, "a"), null);
            Thread.currentThread().interrupt();
            writer.write(row(2, "b"), null);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(writer.waiting()).isEqualTo(1);
            Files.writeString(file, "2ha", StandardOpenOption.APPEND);
            writer.write(row(3, "c"), null);
        }
        assertThat(lines()).containsExactly("1a", "2b", "3c");
    }

    @Test
    void aFailedForceFailsNoCheckpoint() throws Exception {
        try (var writer = open(appending())) {
            writer.write(row(1, "a"), null);
            Thread.currentThread().interrupt();
            List<FilePosition> checkpoint = writer.snapshotState(1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(checkpoint).containsExactly(new FilePosition(1, 3, List.of()));
            writer.snapshotState(2);
            writer.write(row(2, "b"), null);
        }
        assertThat(lines()).containsExactly("1a", "2b");
    }

    @Test
    void aRecordingsFileMustBeWhole() throws Exception {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        try (var writer = open(sorted())) {
            writer.write(row(1, "a"), null);
            assertThatThrownBy(() -> writer.flush(true)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void ofTooManyLinesThatWaitTheOldestAreDroppedAndCounted() throws Exception {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        try (var writer = open(appending())) {
            for (int i = 0; i < JsonLinesWriter.MOST_WAITING + 5; i++) writer.write(row(i, "x"), null);
            assertThat(writer.waiting()).isEqualTo(JsonLinesWriter.MOST_WAITING);
            assertThat(writer.dropped()).isEqualTo(5);
            Files.delete(file);
            passed(writer, 1_000_000);
            assertThat(lines()).hasSize(JsonLinesWriter.MOST_WAITING).startsWith("5x");
        }
    }

    @Test
    void aLargeLiveFileIsSetAsideAndAllPartsAreReadInTheirOrder() throws Exception {
        JsonLinesSink small = JsonLinesSink.appending(file.toString(), 30);
        List<String> expected = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (var writer = open(small)) {
                for (int i = 0; i < 60; i++) {
                    OutputLine row = row(100 * run + i, "line");
                    expected.add(row.json());
                    writer.write(row, null);
                    assertThat(JsonLinesSink.isTaken(file)).isTrue();
                }
            }
        }
        Files.writeString(file.resolveSibling("out-old.jsonl"), "not a part\n");
        List<Path> parts = new SegmentedFile(file).parts();
        assertThat(parts).hasSizeGreaterThan(10).last().isEqualTo(file);
        for (Path part : parts) assertThat(Files.size(part)).isLessThan(30 + 10);
        assertThat(allLines()).isEqualTo(expected);
    }

    @Test
    void aRestartGoesOnInThePartOfTheCheckpoint() throws Exception {
        JsonLinesSink small = JsonLinesSink.appending(file.toString(), 10);
        List<FilePosition> checkpoint;
        try (var writer = open(small)) {
            for (int i = 100; i < 108; i++) writer.write(row(i, "a"), null);
            checkpoint = stored(writer.snapshotState(1));
            for (int i = 108; i < 130; i++) writer.write(row(i, "a"), null);
        }
        try (var writer = restore(small, checkpoint)) {
            assertThat(allLines()).hasSize(8).last().isEqualTo("107a");
            for (int i = 108; i < 112; i++) writer.write(row(i, "a"), null);
        }
        assertThat(allLines()).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void whatARollbackOvertakesIsKeptBesideTheFileEachTime() throws Exception {
        JsonLinesSink small = JsonLinesSink.appending(file.toString(), 10);
        List<FilePosition> old;
        try (var writer = open(small)) {
            for (int i = 100; i < 105; i++) writer.write(row(i, "a"), null);
            old = stored(writer.snapshotState(1));
            for (int i = 105; i < 120; i++) writer.write(row(i, "a"), null);
        }
        assertThat(overtaken()).isEmpty();
        try (var writer = restore(small, old)) {
            assertThat(allLines()).hasSize(5);
            for (int i = 200; i < 210; i++) writer.write(row(i, "b"), null);
        }
        List<String> first = new ArrayList<>();
        for (int i = 105; i < 120; i++) first.add(i + "a");
        assertThat(overtaken()).containsExactlyInAnyOrderElementsOf(first);
        try (var writer = restore(small, old)) {
            writer.write(row(300, "c"), null);
        }
        for (int i = 200; i < 210; i++) first.add(i + "b");
        assertThat(overtaken()).containsExactlyInAnyOrderElementsOf(first);
        assertThat(allLines()).containsExactly("100a", "101a", "102a", "103a", "104a", "300c");
    }

    private List<String> overtaken() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path one :
                    files.filter(f -> f.toString().contains(".overtaken-")).toList()) {
                lines.addAll(Files.readAllLines(one));
            }
        }
        return lines;
    }

    @Test
    void aRestartAfterThePartOfItsCheckpointWasTakenAwayLosesNothing() throws Exception {
        JsonLinesSink small = JsonLinesSink.appending(file.toString(), 10);
        List<FilePosition> checkpoint;
        try (var writer = open(small)) {
            writer.write(row(100, "a"), null);
            checkpoint = stored(writer.snapshotState(1));
            for (int i = 101; i < 106; i++) writer.write(row(i, "a"), null);
        }
        Files.delete(new SegmentedFile(file).part(1));
        try (var writer = restore(small, checkpoint)) {
            writer.write(row(106, "a"), null);
        }
        assertThat(allLines()).contains("105a", "106a");
    }

    private List<String> allLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path part : new SegmentedFile(file).parts()) lines.addAll(Files.readAllLines(part));
        return lines;
    }

    private JsonLinesSink appending() {
        return JsonLinesSink.appending(file.toString(), SEGMENT);
    }

    private JsonLinesSink sorted() {
        return JsonLinesSink.sorted(file.toString(), PATIENCE);
    }

    private static JsonLinesWriter open(JsonLinesSink sink) throws IOException {
        return (JsonLinesWriter) sink.createWriter(at(1));
    }

    /** Creates a context that knows only its parallelism. */
    private static WriterInitContext at(int parallelism) {
        TaskInfo task = new TaskInfoImpl("lines", parallelism, 0, parallelism, 0);
        return (WriterInitContext) Proxy.newProxyInstance(
                JsonLinesSinkTest.class.getClassLoader(),
                new Class<?>[] {WriterInitContext.class},
                (context, method, arguments) -> method.getName().equals("metricGroup")
                        ? UnregisteredMetricsGroup.createSinkWriterMetricGroup()
                        : task);
    }

    private static JsonLinesWriter restore(JsonLinesSink sink, List<FilePosition> checkpoint) throws IOException {
        return (JsonLinesWriter) sink.restoreWriter(at(1), checkpoint);
    }

    /** Serializes positions and reads them again, as a checkpoint does. */
    private List<FilePosition> stored(List<FilePosition> positions) throws IOException {
        var serializer = sorted().getWriterStateSerializer();
        List<FilePosition> read = new ArrayList<>();
        for (FilePosition p : positions) {
            read.add(serializer.deserialize(serializer.getVersion(), serializer.serialize(p)));
        }
        return read;
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private static OutputLine row(long time, String order) {
        return new OutputLine(time, order, time + order);
    }
}
