package dev.breakwater.connectors.cloudwatch.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.SafeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private final LineReader reader = new LineReader();

    @Test
    void findsTheSameLinesHoweverTheBytesAreCut() throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            lines.add("x".repeat(random.nextInt(random.nextInt(50) == 0 ? 20_000 : 40)));
            text.append(lines.get(i)).append('\n');
        }
        byte[] bytes = text.append("tail").toString().getBytes(StandardCharsets.UTF_8);
        lines.add("tail");
        for (int most : new int[] {1, 7, 4096, 1 << 20}) {
            reader.open(new Cut(bytes, bytes.length, new Random(most), most), 0, 0);
            assertThat(rest()).isEqualTo(lines);
            assertThat(reader.nextOffset()).isEqualTo(bytes.length);
        }
    }

    @Test
    void waitsForTheRestOfALineThatGrows() throws IOException {
        byte[] bytes = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
        Cut source = new Cut(bytes, 6, new Random(1), 100);
        reader.open(source, 0, 0);
        assertThat(reader.next(false)).isEqualTo(LineReader.Step.LINE);
        assertThat(reader.next(false)).isEqualTo(LineReader.Step.STARVED);
        source.visible = bytes.length;
        assertThat(rest()).containsExactly("two");
    }

    @Test
    void passesOverALineOfAHundredMegabytesWithoutKeepingIt() throws IOException {
        long size = 100L << 20;
        reader.open(new Endless(size), 0, 0);
        assertThat(reader.next(true)).isEqualTo(LineReader.Step.TOO_LONG);
        assertThat(reader.tooLong("f").bytes()).isEqualTo(size);
        assertThat(reader.tooLong("f").prefix()).hasSize(SafeText.PREFIX).matches("z+");
        assertThat(reader.buffer().length).isLessThan(2 << 20);
        assertThat(reader.nextOffset()).isEqualTo(size + 1);
        assertThat(rest()).containsExactly("ok");
        assertThat(reader.lines()).isEqualTo(2);
    }

    @Test
    void takesALineOfExactlyOneMebibyteAndNoByteMore() throws IOException {
        byte[] longest = new byte[LineReader.LONGEST];
        Arrays.fill(longest, (byte) 'a');
        byte[] text = new byte[2 * longest.length + 3];
        Arrays.fill(text, (byte) 'a');
        text[longest.length] = '\n';
        text[text.length - 1] = '\n';
        reader.open(new Cut(text, text.length, new Random(5), 100_000), 0, 0);
        assertThat(reader.next(true)).isEqualTo(LineReader.Step.LINE);
        assertThat(reader.length()).isEqualTo(LineReader.LONGEST);
        assertThat(reader.next(true)).isEqualTo(LineReader.Step.TOO_LONG);
        assertThat(reader.tooLong("f").bytes()).isEqualTo(LineReader.LONGEST + 1);
        assertThat(reader.tooLong("f").sha256())
                .isEqualTo(SafeText.sha256(text, longest.length + 1, longest.length + 1));
        assertThat(reader.next(true)).isEqualTo(LineReader.Step.END);
    }

    private List<String> rest() throws IOException {
        List<String> lines = new ArrayList<>();
        while (reader.next(true) == LineReader.Step.LINE) {
            lines.add(new String(reader.buffer(), reader.start(), reader.length(), StandardCharsets.UTF_8));
        }
        return lines;
    }

    /** Gives its bytes in pieces of random size. */
    private static final class Cut implements ByteSource {
        private final byte[] bytes;
        private final Random random;
        private final int most;
        private int visible;
        private int at;

        Cut(byte[] bytes, int visible, Random random, int most) {
            this.bytes = bytes;
            this.visible = visible;
            this.random = random;
            this.most = most;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            int n = Math.min(Math.min(length, visible - at), 1 + random.nextInt(most));
            System.arraycopy(bytes, at, into, from, n);
            at += n;
            return n;
        }

        @Override
        public RejectReason damage(boolean ended) {
            return null;
        }

        @Override
        public void skipTo(long offset) {
            at = (int) offset;
        }

        @Override
        public void close() {}
    }

    /** Returns this many z, then a line "ok". */
    private static final class Endless implements ByteSource {
        private long left;
        private boolean closed;

        Endless(long left) {
            this.left = left;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left > 0) {
                int n = (int) Math.min(length, left);
                Arrays.fill(into, from, from + n, (byte) 'z');
                left -= n;
                return n;
            }
            byte[] end = closed ? new byte[0] : "\nok\n".getBytes(StandardCharsets.UTF_8);
            closed = true;
            System.arraycopy(end, 0, into, from, end.length);
            return end.length;
        }

        @Override
        public RejectReason damage(boolean ended) {
            return null;
        }

        @Override
        public void skipTo(long offset) {
            left -= offset;
        }

        @Override
        public void close() {}
    }
}
