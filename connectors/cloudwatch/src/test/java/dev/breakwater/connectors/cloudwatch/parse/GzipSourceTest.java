package dev.breakwater.connectors.cloudwatch.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class GzipSourceTest {
    private static final Predicate<DeliveryKey> NONE_READ = delivery -> false;

    private final byte[] plain = noise(200_000);
    private final byte[] packed = Lines.gzip(plain);

    @Test
    void inflatesAllMembers() throws IOException {
        byte[] two = join(packed, packed);
        GzipSource source = new GzipSource(new ByteArrayInputStream(two), InflationCap.DEFAULT, NONE_READ);
        assertThat(readAll(source)).isEqualTo(join(plain, plain));
        assertThat(source.damage(true)).isNull();
    }

    @Test
    void readsAHeaderWithExtraFieldNameCommentAndChecksum() throws IOException {
        byte[] header = {0x1f, (byte) 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 0, 2, 0, 9, 9, 'n', 0, 'c', 0, 1, 2};
        byte[] named = join(header, Arrays.copyOfRange(packed, 10, packed.length));
        GzipSource source = new GzipSource(new Dripping(named), InflationCap.DEFAULT, NONE_READ);
        assertThat(readAll(source)).isEqualTo(plain);
        assertThat(source.damage(true)).isNull();
    }

    @Test
    void saysTruncatedWhereverItIsCutAndGivesWhatCameBefore() throws IOException {
        byte[] small = Arrays.copyOf(plain, 300);
        byte[] smallPacked = Lines.gzip(small);
        for (int cut = 2; cut < smallPacked.length; cut++) {
            GzipSource source =
                    new GzipSource(new ByteArrayInputStream(smallPacked, 0, cut), InflationCap.DEFAULT, NONE_READ);
            byte[] got = readAll(source);
            assertThat(got).isEqualTo(Arrays.copyOf(small, got.length));
            assertThat(source.damage(false)).as("cut at %d", cut).isNull();
            assertThat(source.damage(true)).as("cut at %d", cut).isEqualTo(RejectReason.GZIP_TRUNCATED);
        }
    }

    @Test
    void goesOnWhenATruncatedFileGrows() throws IOException {
        Dripping in = new Dripping(packed);
        GzipSource source = new GzipSource(in, InflationCap.DEFAULT, NONE_READ);
        in.visible = 100_000;
        byte[] first = readAll(source);
        in.visible = packed.length;
        assertThat(join(first, readAll(source))).isEqualTo(plain);
        assertThat(source.damage(true)).isNull();
    }

    @Test
    void givesWhatCameBeforeTheDamage() throws IOException {
        byte[] text = repeat(Lines.text(Lines.call("f", 1)), 20_000);
        byte[] bad = Lines.gzip(text);
        Arrays.fill(bad, bad.length / 2, bad.length / 2 + 40, (byte) 0xff);
        GzipSource source = new GzipSource(new ByteArrayInputStream(bad), InflationCap.DEFAULT, NONE_READ);
        byte[] got = readAll(source);
        assertThat(got.length).isGreaterThan(text.length / 3);
        assertThat(Arrays.mismatch(got, text)).isGreaterThan(text.length / 3);
        assertThat(source.damage(false)).isEqualTo(RejectReason.GZIP_CORRUPT);
    }

    @Test
    void saysCorruptWhenTheChecksumIsWrongOrBytesFollow() throws IOException {
        byte[] wrong = packed.clone();
        wrong[wrong.length - 6] ^= 1;
        GzipSource source = new GzipSource(new ByteArrayInputStream(wrong), InflationCap.DEFAULT, NONE_READ);
        readAll(source);
        assertThat(source.damage(true)).isEqualTo(RejectReason.GZIP_CORRUPT);
        source = new GzipSource(new ByteArrayInputStream(join(packed, new byte[20])), InflationCap.DEFAULT, NONE_READ);
        assertThat(readAll(source)).isEqualTo(plain);
        assertThat(source.damage(true)).isEqualTo(RejectReason.GZIP_CORRUPT);
    }

    @Test
    void stopsABombByRatioAndBySize() throws IOException {
        byte[] bomb = Lines.gzip(new byte[8 << 20]);
        GzipSource source = new GzipSource(
                new ByteArrayInputStream(bomb), new InflationCap(Long.MAX_VALUE, 500, 1 << 20), NONE_READ);
        assertThat(readAll(source).length).isLessThan(2 << 20);
        assertThat(source.damage(false)).isEqualTo(RejectReason.GZIP_BOMB);
        source = new GzipSource(new ByteArrayInputStream(packed), new InflationCap(150_000, 1000, 0), NONE_READ);
        assertThat(readAll(source).length).isBetween(150_000, 150_000 + (1 << 16));
        assertThat(source.damage(false)).isEqualTo(RejectReason.GZIP_BOMB);
    }

    @Test
    void findsItsPlaceAgain() throws IOException {
        GzipSource source = new GzipSource(new ByteArrayInputStream(packed), InflationCap.DEFAULT, NONE_READ);
        source.skipTo(123_456);
        assertThat(readAll(source)).isEqualTo(Arrays.copyOfRange(plain, 123_456, plain.length));
    }

    private static byte[] readAll(GzipSource source) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[10_000];
        for (int n = source.read(buffer, 0, buffer.length); n > 0; n = source.read(buffer, 0, buffer.length)) {
            all.write(buffer, 0, n);
        }
        return all.toByteArray();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(11).nextBytes(bytes);
        return bytes;
    }

    private static byte[] repeat(byte[] bytes, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Gives three bytes at a time, up to the visible part of the file. */
    private static final class Dripping extends InputStream {
        private final byte[] bytes;
        private int visible;
        private int at;

        Dripping(byte[] bytes) {
            this.bytes = bytes;
            visible = bytes.length;
        }

        @Override
        public int read() {
            return at < visible ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            int n = Math.min(3, Math.min(length, visible - at));
            System.arraycopy(bytes, at, into, from, n);
            at += n;
            return n == 0 ? -1 : n;
        }
    }
}
