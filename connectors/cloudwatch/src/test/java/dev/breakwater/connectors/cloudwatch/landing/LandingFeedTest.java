package dev.breakwater.connectors.cloudwatch.landing;

import static dev.breakwater.connectors.cloudwatch.Lines.call;
import static dev.breakwater.connectors.cloudwatch.Lines.gzip;
import static dev.breakwater.connectors.cloudwatch.Lines.text;
import static dev.breakwater.connectors.cloudwatch.Lines.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.Heard;
import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingFeedTest {
    private static final LandingSettings BOUNDED = LandingSettings.bounded(Lines.NOON);

    @TempDir
    Path dir;

    @Test
    void readsFilesInTheOrderOfTheirNamesPlainOrGzip() {
        write(dir, "2026/03/02/01/b", gzip(text(call("c", 1))));
        write(dir, "2026/03/02/01/a.gz", text(call("b", 1)));
        write(dir, "2026/03/02/00/z", text(call("a", 0)));
        write(dir, "2026/03/02/.hidden", text(call("x", 0)));
        write(dir, "2026/03/02/half.tmp", text(call("x", 0)));
        assertThat(read(BOUNDED, dir).story).containsExactly("mark 0", "a@0", "pulse", "mark 1", "b@1", "c@1");
    }

    @Test
    void mergesFoldersByTheArrivalMinuteAndTheFirstFolderFirst() {
        write(dir, "one/a", text(call("a", 0), call("a", 2), call("a", 1)));
        write(dir, "two/a", text(call("b", 0), call("b", 1), call("b", 3)));
        assertThat(read(BOUNDED, dir.resolve("one"), dir.resolve("two")).story)
                .containsExactly(
                        "mark 0", "a@0", "b@0", "pulse", "mark 1", "b@1", "pulse", "mark 2", "a@2", "a@1", "pulse",
                        "mark 3", "b@3");
    }

    @Test
    void readsFilesOfOneFolderGivenOneByOneInTheOrderOfTheirNames() {
        Path b = write(dir, "b", text(call("b", 1)));
        Path a = write(dir, "a", text(call("a", 2)));
        write(dir, "c", text(call("c", 0)));
        assertThat(read(BOUNDED, b, a, b).samples()).containsExactly("a@2", "b@1");
    }

    @Test
    void skipsWhatIsOutsideTheRangeWithoutMovingTheClock() {
        write(dir, "a", text(call("f", 0), call("f", 40), call("f", 10), call("f", 11), call("f", 20)));
        LandingSettings settings = BOUNDED.withFrom(Instant.ofEpochSecond((Lines.BASE + 10) * 60))
                .withTo(Instant.ofEpochSecond((Lines.BASE + 20) * 60));
        assertThat(read(settings, dir).story).containsExactly("mark 10", "f@10", "pulse", "mark 11", "f@11");
    }

    @Test
    void showsAThousandRejectsOfAKindAndTheRestAsOneNumber() {
        String[] lines = new String[2500];
        Arrays.fill(lines, "rubbish");
        write(dir, "a", text(lines));
        write(dir, "b", text("rubbish"));
        List<FeedRecord> rejects = read(BOUNDED, dir).rejects();
        assertThat(rejects).hasSize(1002);
        assertThat(rejects.get(1000).reject().count()).isEqualTo(1500);
        assertThat(rejects.get(1000).reject().summary()).isTrue();
        assertThat(rejects.get(1001).reject().file()).isEqualTo("b");
        assertThat(rejects.get(1001).reject().summary()).isFalse();
    }

    @Test
    void countsUnusedMetricsByNameAndShowsTheFirstHundred() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3 * 150; i++) {
            lines.add(Lines.line("M" + i % 150, "{}", 0, "{}"));
        }
        write(dir, "a", text(lines.toArray(String[]::new)));
        List<FeedRecord> rejects = read(BOUNDED, dir).rejects();
        assertThat(rejects).filteredOn(r -> !r.reject().summary()).hasSize(100);
        assertThat(rejects)
                .filteredOn(r -> r.reject().summary())
                .hasSize(101)
                .allSatisfy(r -> assertThat(r.reject().count())
                        .isEqualTo(r.reject().detail().equals(FileTally.OTHERS) ? 150 : 2));
        assertThat(rejects.stream().mapToLong(r -> r.reject().count()).sum()).isEqualTo(450);
    }

    @Test
    void resumesExactlyFromEveryPosition() throws IOException {
        hostileFolder();
        write(dir, "two/a", text(call("z", 0), call("z", 9)));
        write(dir, "two/b", text(call("u", 1) + call("v", 1) + " " + call("w", 1), call("x", 9)));
        List<LocalFolder> folders = LocalFolder.of(List.of(dir.resolve("hostile"), dir.resolve("two")));
        Heard whole = new Heard();
        Heard pieces = new Heard();
        run(folders, whole, Integer.MAX_VALUE, LandingSplit.fresh());
        SimpleVersionedSerializer<LandingSplit> serializer =
                LandingSource.nowhere().getSplitSerializer();
        LandingSplit before;
        LandingSplit state = LandingSplit.fresh();
        do {
            before = serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
            state = run(folders, pieces, 1, before);
        } while (!state.equals(before));
        assertThat(pieces.records).isEqualTo(whole.records);
    }

    @Test
    void objectsThatFollowEachOtherWithoutALineEndAreReadOneByOne() {
        String unused = call("x", 1).replace("Invocations", "IteratorAge");
        byte[] noEnd = text(call("d", 2) + call("e", 2) + "rubbish");
        write(dir, "a", text(call("a", 0) + unused + "  " + call("b", 1) + "\t", call("c", 1)));
        write(dir, "b", Arrays.copyOf(noEnd, noEnd.length - 1));
        Heard heard = read(BOUNDED, dir);
        assertThat(heard.samples()).containsExactly("a@0", "b@1", "c@1", "d@2");
        assertThat(heard.rejects())
                .extracting(r -> r.reject().file() + " " + r.reject().line() + " "
                        + r.reject().reason())
                .containsExactly("a 1 UNUSED_METRIC", "b 1 NOT_JSON");
    }

    @Test
    void turnsAHostileFolderIntoRejectsAndUsesEveryGoodSample() throws IOException {
        hostileFolder();
        Heard heard = read(BOUNDED.withCap(new InflationCap(4L << 30, 1000, 1 << 20)), dir.resolve("hostile"));
        assertThat(heard.rejects())
                .extracting(r -> r.reject().file().substring(0, 2) + " "
                        + r.reject().line() + " " + r.reject().reason())
                .containsExactly(
                        "02 2 GZIP_TRUNCATED",
                        "03 2 GZIP_BOMB",
                        "04 1 BINARY",
                        "05 2 LINE_TOO_LONG",
                        "06 1 WRONG_TYPE",
                        "06 2 BAD_VALUE",
                        "06 3 UNUSED_METRIC",
                        "06 4 TIMESTAMP_TOO_OLD",
                        "06 5 TIMESTAMP_IN_FUTURE",
                        "06 6 BAD_NAME",
                        "06 7 BAD_NAME",
                        "06 8 TOO_DEEP");
        assertThat(heard.samples())
                .containsExactly("g01@0", "g02@1", "g03@1", "g05@2", "g05@3", "g06@3", "g09@4", "g10@5");
        assertThat(heard.rejects()).allSatisfy(r -> {
            assertThat(r.reject().prefix()).hasSizeLessThanOrEqualTo(120).doesNotContainPattern("\\p{Cntrl}");
            assertThat(r.reject().detail()).hasSizeLessThanOrEqualTo(200).doesNotContainPattern("\\p{Cntrl}");
            assertThat(r.reject().file()).doesNotContainPattern("\\p{Cntrl}");
        });
    }

    @Test
    void followsAFileThatGrowsAndLeavesItWhenANewerOneIsThere() {
        Path a = write(dir, "a", "{\"half\":".getBytes(StandardCharsets.UTF_8));
        Heard heard = new Heard();
        try (LandingFeed feed = feed(LandingSettings.continuous(Lines.NOON))) {
            Fed.drain(feed, heard);
            assertThat(heard.records).isEmpty();
            Lines.append(a, text("1}", call("f", 0)));
            Fed.drain(feed, heard);
            assertThat(heard.story).containsExactly("missing-key a:1", "mark 0", "f@0");
            Lines.append(a, text(call("f", 1)));
            write(dir, "b", text(call("f", 2)));
            feed.offer(feed.list());
            Fed.drain(feed, heard);
            assertThat(heard.samples()).containsExactly("f@0", "f@1", "f@2");
        }
    }

    @Test
    void readsAFileThatShowsLateUnderALesserNameOnceTheOneThatMayGrowHasEnded() {
        write(dir, "a", text(call("f", 0)));
        Path c = write(dir, "c", call("f", 1).getBytes(StandardCharsets.UTF_8));
        Heard heard = new Heard();
        try (LandingFeed feed = feed(LandingSettings.continuous(Lines.NOON))) {
            Fed.drain(feed, heard);
            write(dir, "b", text(call("late", 1)));
            feed.offer(feed.list());
            Fed.drain(feed, heard);
            assertThat(heard.samples()).containsExactly("f@0");
            Lines.append(c, text("", call("f", 2)));
            write(dir, "d", text(call("f", 3)));
            feed.offer(feed.list());
            Fed.drain(feed, heard);
            assertThat(heard.samples()).containsExactly("f@0", "f@1", "f@2", "late@1", "f@3");
        }
    }

    @Test
    void waitsForATruncatedGzipWhileItIsTheNewest() {
        byte[] whole = gzip(text(call("f", 0), call("f", 1)));
        Path a = write(dir, "a", Arrays.copyOf(whole, whole.length - 9));
        Heard heard = new Heard();
        try (LandingFeed feed = feed(LandingSettings.continuous(Lines.NOON))) {
            Fed.drain(feed, heard);
            assertThat(heard.rejects()).isEmpty();
            Lines.append(a, Arrays.copyOfRange(whole, whole.length - 9, whole.length));
            Fed.drain(feed, heard);
            assertThat(heard.samples()).containsExactly("f@0", "f@1");
            write(dir, "b", Arrays.copyOf(whole, whole.length - 9));
            feed.offer(feed.list());
            Fed.drain(feed, heard);
            assertThat(heard.rejects()).isEmpty();
            write(dir, "c", text(call("f", 2)));
            feed.offer(feed.list());
            Fed.drain(feed, heard);
            assertThat(heard.rejects())
                    .extracting(r -> r.reject().reason())
                    .containsExactly(RejectReason.GZIP_TRUNCATED);
            assertThat(heard.samples()).endsWith("f@2");
        }
    }

    @Test
    void namesAFileThatVanished() {
        Path a = write(dir, "a", text(call("f", 0)));
        write(dir, "b", text(call("f", 1)));
        Heard heard = new Heard();
        try (LandingFeed feed = feed(BOUNDED)) {
            assertThat(a.toFile().delete()).isTrue();
            Fed.drain(feed, heard);
        }
        assertThat(heard.story).containsExactly("unreadable a:0", "mark 1", "f@1");
    }

    private void hostileFolder() throws IOException {
        Path h = dir.resolve("hostile");
        write(h, "01-good.gz", gzip(text(call("g01", 0))));
        byte[] cut = gzip(text(call("g02", 1), call("cut", 1)));
        write(h, "02-truncated.gz", Arrays.copyOf(cut, cut.length - 11));
        byte[] zeros = new byte[70 << 20];
        byte[] first = text(call("g03", 1));
        System.arraycopy(first, 0, zeros, 0, first.length);
        write(h, "03-bomb.gz", gzip(zeros));
        write(h, "04-binary", new byte[] {0, 1, 2, (byte) 0xff, 27, 91});
        byte[] longLine = new byte[3 << 20];
        Arrays.fill(longLine, (byte) 'q');
        Path five = write(h, "05-long", text(call("g05", 2)));
        Lines.append(five, longLine);
        Lines.append(five, text("", call("g05", 3)));
        String good = call("x", 3);
        String stamp = String.valueOf((Lines.BASE + 3) * 60_000);
        write(
                h,
                "06-\u001b[31mlines",
                text(
                        good.replace("\"111122223333\"", "[]"),
                        good.replace("\"sum\":1.0", "\"sum\":NaN"),
                        good.replace("Invocations", "IteratorAge"),
                        good.replace(stamp, "0"),
                        good.replace(stamp, "32472144000000"),
                        good.replace("\"x\"", "\"\\u0007\\u001b[2J\u202e\""),
                        good.replace("\"x\"", "\"" + "y".repeat(100_000) + "\""),
                        "[".repeat(5000),
                        "",
                        call("g06", 3)));
        write(h, "07-empty", new byte[0]);
        write(h, "08-empty.gz", gzip(new byte[0]));
        write(h, "09-good", text(call("g09", 4)));
        byte[] noEnd = text(call("g10", 5));
        write(h, "10-no-line-end", Arrays.copyOf(noEnd, noEnd.length - 1));
    }

    private static LandingSplit run(List<LocalFolder> folders, Heard heard, int steps, LandingSplit from) {
        try (LandingFeed feed = new LandingFeed(folders, from, BOUNDED, Lines.NOON.millis())) {
            feed.offer(feed.list());
            for (int i = 0; i < steps && feed.step(heard); i++) {
                assertThat(heard.records.size()).isLessThan(1000);
            }
            return feed.state();
        }
    }

    private static Heard read(LandingSettings settings, Path... paths) {
        return Fed.read(settings, Lines.NOON, paths);
    }

    private LandingFeed feed(LandingSettings settings) {
        return Fed.feed(settings, LandingSplit.fresh(), Lines.NOON, dir);
    }
}
