package dev.breakwater.connectors.cloudwatch.landing;

import static dev.breakwater.connectors.cloudwatch.Lines.call;
import static dev.breakwater.connectors.cloudwatch.Lines.gzip;
import static dev.breakwater.connectors.cloudwatch.Lines.text;
import static dev.breakwater.connectors.cloudwatch.Lines.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.Heard;
import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the output depends neither on the number of parsing threads, nor on how far the reader was ahead at a
 * checkpoint.
 */
class ReadAheadTest {
    private static final LandingSettings BOUNDED = LandingSettings.bounded(Lines.NOON);

    private final Random random = new Random(11);

    @TempDir
    Path dir;

    /**
     * Writes two folders of some dozen blocks each, with several accounts, late samples, gaps, and lines of every kind.
     */
    @BeforeEach
    void land() {
        for (String folder : List.of("one", "two")) {
            for (int file = 0; file < 4; file++) {
                byte[] lines = text(lines(file).toArray(String[]::new));
                write(dir, folder + "/part-" + file, file % 2 == 0 ? gzip(lines) : lines);
            }
        }
    }

    private List<String> lines(int file) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            // files 2 and 3 have a gap of 15 minutes
            long minute =
                    file * 50L + i / 40 + (file < 2 ? 0 : 15) - (random.nextInt(20) == 0 ? random.nextInt(90) : 0);
            String line = call("f" + random.nextInt(30), Math.max(0, minute))
                    .replace("111122223333", "11112222333" + random.nextInt(3));
            lines.add(
                    switch (random.nextInt(60)) {
                        case 0 -> "rubbish " + i;
                        case 1 -> "";
                        case 2 -> line + " " + line;
                        case 3 -> line.replace("Invocations", "IteratorAge" + random.nextInt(9));
                        // this line takes long to parse, so that later lines are parsed first
                        case 4 ->
                            i % 4 > 0 ? line : line.replace("\"s\"", "\"s\",\"much\":[" + "1,".repeat(200_000) + "1]");
                        case 5 -> i % 7 > 0 ? line : "x".repeat((1 << 20) + 1);
                        default -> line;
                    });
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void saysTheSameWhateverTheNumberOfThreads(int threads) {
        Heard alone = read(0);
        assertThat(alone.records).extracting(FeedRecord::kind).contains(FeedRecord.Kind.values());
        assertThat(alone.records).anyMatch(Heard::silent);
        Heard shared = read(threads);
        assertThat(shared.records).isEqualTo(alone.records);
        assertThat(shared.story).isEqualTo(alone.story);
    }

    @Test
    void goesOnFromWhatWasTakenThoughMoreWasRead() throws Exception {
        Heard pieces = new Heard();
        SimpleVersionedSerializer<LandingSplit> serializer =
                LandingSource.nowhere().getSplitSerializer();
        LandingSplit state = LandingSplit.fresh();
        boolean more = true;
        for (int threads = 0; more; threads = (threads + 1) % 3) {
            LandingSplit from = serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
            try (LandingFeed feed = feed(threads, from)) {
                for (int i = 0; i < 701 && more; i++) more = feed.step(pieces);
                state = feed.state();
            }
        }
        assertThat(pieces.records).isEqualTo(read(2).records);
    }

    @Test
    void aDeliveryThatAFileReadAheadNamesAgainIsPassedOver() {
        write(dir, "three/a", delivered(1, 2));
        write(dir, "three/b", delivered(2, 3));
        write(dir, "three/c", delivered(3, 1, 4));
        Heard heard = Fed.read(BOUNDED.withParsers(4), Lines.NOON, dir.resolve("three"));
        assertThat(heard.samples()).containsExactly("d1@0", "d2@0", "d3@0", "d4@0");
    }

    private Heard read(int threads) {
        Heard heard = new Heard();
        try (LandingFeed feed = feed(threads, LandingSplit.fresh())) {
            Fed.drain(feed, heard);
        }
        return heard;
    }

    private LandingFeed feed(int threads, LandingSplit from) {
        return Fed.feed(BOUNDED.withParsers(threads), from, Lines.NOON, dir.resolve("one"), dir.resolve("two"));
    }

    /** Builds a file like those of {@code receive}: a member that names the deliveries, then one member for each. */
    private static byte[] delivered(int... numbers) {
        ByteBuffer extra = ByteBuffer.allocate(15 + 16 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        extra.put((byte) 'B').put((byte) 'W').putShort((short) (extra.capacity() - 4));
        extra.put((byte) 1).putLong(0).putShort((short) numbers.length);
        for (int number : numbers) extra.putLong(number).putLong(number);
        byte[] empty = gzip(new byte[0]);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(empty, 0, 3);
        file.write(4); // flag: the member has an extra field
        file.write(empty, 4, 6);
        file.write(extra.capacity());
        file.write(extra.capacity() >> 8);
        file.writeBytes(extra.array());
        file.write(empty, 10, empty.length - 10);
        for (int number : numbers) file.writeBytes(gzip(text(call("d" + number, 0))));
        return file.toByteArray();
    }
}
