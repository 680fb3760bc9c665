package dev.breakwater.connectors.cloudwatch.landing;

import static dev.breakwater.connectors.cloudwatch.Lines.call;
import static dev.breakwater.connectors.cloudwatch.Lines.text;
import static dev.breakwater.connectors.cloudwatch.Lines.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.Heard;
import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.cloudwatch.landing.FolderCursor.HeldBack;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldBackTest {
    private static final long DAY = HeldBack.BELIEVED;
    private static final long YEAR = 365 * DAY;
    private static final Clock LATER = Clock.offset(Lines.NOON, Duration.ofDays(1000));
    private static final LandingSettings BOUNDED = LandingSettings.bounded(LATER);
    private static final LandingSettings CONTINUOUS = LandingSettings.continuous(LATER);

    @TempDir
    Path dir;

    @Test
    void refusesOneOutlierAndUsesEveryOtherSample() {
        write(dir, "a", text(call("f", 0), call("x", YEAR), call("f", 1), call("f", 0), call("f", 2)));
        Heard heard = read(BOUNDED, dir);
        assertThat(heard.story)
                .containsExactly(
                        "mark 0",
                        "f@0",
                        "ahead-of-feed a:2",
                        "pulse",
                        "mark 1",
                        "f@1",
                        "f@0",
                        "pulse",
                        "mark 2",
                        "f@2");
        FeedRecord reject = heard.rejects().get(0);
        assertThat(reject.reject().detail())
                .isEqualTo("it is the only sample that is more than a day ahead of its account " + "and region");
        assertThat(reject.reject().sha256()).hasSize(64);
        assertThat(reject.reject().bytes()).isEqualTo(call("x", YEAR).length());
        assertThat(reject.reject().prefix()).startsWith("{\"metric_stream_name\"");
    }

    @Test
    void believesASampleADayAheadAtOnceAndNotOneBeyond() {
        write(dir, "a", text(call("f", 0), call("x", DAY + 1), call("f", 1), call("f", 1 + DAY), call("f", 2)));
        assertThat(read(BOUNDED, dir).story)
                .containsExactly(
                        "mark 0",
                        "f@0",
                        "ahead-of-feed a:2",
                        "pulse",
                        "mark 1",
                        "f@1",
                        "silent 2..1440",
                        "mark 1441",
                        "f@1441",
                        "late f@2");
    }

    @Test
    void aSampleOfAnotherAccountNeitherWaitsNorConfirmsNorRefutes() {
        String other = call("g", 0).replace("111122223333", "444455556666");
        String later = call("g", 1).replace("111122223333", "444455556666");
        write(dir, "a", text(call("f", 0), other, call("x", 3 * DAY), later));
        assertThat(read(BOUNDED, dir).story)
                .containsExactly(
                        "mark 0",
                        "f@0",
                        "mark 0",
                        "g@0",
                        "pulse",
                        "mark 1",
                        "g@1",
                        "silent 1..4319",
                        "mark 4320",
                        "x@4320");
    }

    @Test
    void losesNothingInAGapOfThreeDaysAndKeepsPulseWatermarkAndSampleInOrder() {
        long start = 3 * DAY;
        String[] after =
                IntStream.range(0, 12).mapToObj(i -> call("g" + i, start)).toArray(String[]::new);
        write(dir, "a", text(call("f", 0)));
        write(dir, "b", text(after));
        write(dir, "c", text(call("f", start + 1)));
        Heard heard = read(BOUNDED, dir);
        assertThat(heard.story)
                .startsWith("mark 0", "f@0", "silent 1..4319", "mark 4320", "g0@4320", "g1@4320")
                .endsWith("g10@4320", "g11@4320", "pulse", "mark 4321", "f@4321")
                .hasSize(4 + 12 + 3);
    }

    @Test
    void isConfirmedByTenInARowAndNotByNine() {
        for (int run : new int[] {9, 10}) {
            Path folder = dir.resolve("run" + run);
            String[] lines = new String[run + 2];
            lines[0] = call("f", 0);
            for (int i = 1; i <= run; i++) {
                lines[i] = call("x", YEAR + i);
            }
            lines[run + 1] = call("f", 1);
            write(folder, "a", text(lines));
            Heard heard = read(BOUNDED, folder);
            assertThat(heard.rejects()).hasSize(run == 9 ? 9 : 0);
            assertThat(heard.samples()).hasSize(run == 9 ? 2 : 11);
            assertThat(heard.story.get(heard.story.size() - 1)).isEqualTo(run == 9 ? "f@1" : "late f@1");
        }
    }

    @Test
    void letsLateSamplesThroughWhichNeitherConfirmNorRefute() {
        write(dir, "a", text(call("f", 100), call("x", YEAR), call("f", 39), call("f", 101)));
        assertThat(read(BOUNDED, dir).story)
                .containsExactly("mark 100", "f@100", "late f@39", "ahead-of-feed a:2", "pulse", "mark 101", "f@101");
    }

    @Test
    void isConfirmedByTheEndOfTheInput() {
        write(dir, "a", text(call("f", 0), call("f", 3 * DAY), call("f", 3 * DAY + 1)));
        assertThat(read(BOUNDED, dir).samples()).containsExactly("f@0", "f@4320", "f@4321");
    }

    @Test
    void isConfirmedWhenAContinuousInputIsReadToItsEnd() {
        Path a = write(dir, "a", text(call("f", 0), call("f", 3 * DAY)));
        Heard heard = new Heard();
        try (LandingFeed feed = Fed.feed(CONTINUOUS, LandingSplit.fresh(), LATER, dir)) {
            Fed.drain(feed, heard);
            assertThat(heard.samples()).containsExactly("f@0", "f@4320");
            Lines.append(a, text(call("x", YEAR), call("f", 3 * DAY + 1)));
            Fed.drain(feed, heard);
            assertThat(heard.samples()).containsExactly("f@0", "f@4320", "f@4321");
            assertThat(heard.story).contains("ahead-of-feed a:3");
        }
    }

    @Test
    void refusesAnOutlierInsideARealGap() {
        for (int at : new int[] {0, 5, 9}) {
            Path folder = dir.resolve("at" + at);
            String[] lines = new String[14];
            for (int i = 0; i < 13; i++) {
                lines[i + 1] = i == at ? call("x", YEAR) : call("f", 3 * DAY + i);
            }
            lines[0] = call("f", 0);
            write(folder, "a", text(lines));
            Heard heard = read(BOUNDED, folder);
            assertThat(heard.story).contains("ahead-of-feed a:" + (at + 2));
            assertThat(heard.samples()).hasSize(13).doesNotContain("x@" + YEAR);
        }
    }

    @Test
    void losesNothingOfADisorderlyFeedAfterAGapOfOneDay() {
        write(dir, "a", text(call("f", 0), call("f", DAY + 5), call("f", DAY), call("f", DAY + 6)));
        Heard heard = read(BOUNDED, dir);
        assertThat(heard.samples()).containsExactly("f@0", "f@1445", "f@1440", "f@1446");
        assertThat(heard.rejects()).isEmpty();
    }

    /** Shows a known limit: no earlier sample could contradict the first sample. All later samples count as late. */
    @Test
    void believesTheVeryFirstSampleAndCountsWhatFollowsAsLate() {
        write(dir, "a", text(call("x", YEAR), call("f", 0), call("f", 1)));
        assertThat(read(BOUNDED, dir).story).containsExactly("mark " + YEAR, "x@" + YEAR, "late f@0", "late f@1");
    }

    @Test
    void refusesTheFirstSampleOfAFolderWhenAnotherFolderShowsThePresent() {
        write(dir, "one/a", text(call("x", YEAR), call("f", 0), call("f", 2)));
        write(dir, "two/a", text(call("g", 0), call("g", 1), call("g", 3)));
        Heard heard = read(BOUNDED, dir.resolve("one"), dir.resolve("two"));
        assertThat(heard.rejects()).hasSize(1);
        assertThat(heard.samples()).containsExactly("g@0", "f@0", "g@1", "f@2", "g@3");
    }

    @Test
    void confirmedSamplesOfOneFolderWaitForTheOtherFolders() {
        String[] far =
                IntStream.range(0, 12).mapToObj(i -> call("f", 2 * DAY + i)).toArray(String[]::new);
        write(dir, "one/a", text(call("f", 0)));
        write(dir, "one/b", text(far));
        String[] steady =
                IntStream.range(0, 60).mapToObj(i -> call("g", i * DAY / 20)).toArray(String[]::new);
        write(dir, "two/a", text(steady));
        Heard heard = read(BOUNDED, dir.resolve("one"), dir.resolve("two"));
        assertThat(heard.rejects()).isEmpty();
        assertThat(heard.samples()).hasSize(73);
        assertThat(heard.records.stream().map(FeedRecord::arrivalMinute)).isSorted();
        assertThat(heard.story).noneMatch(s -> s.startsWith("late"));
    }

    @Test
    void goesOnExactlyFromEveryPositionOfARun() throws IOException {
        write(dir, "one/a", text(call("f", 0), call("x", YEAR), call("y", 2 * YEAR), "rubbish"));
        write(dir, "one/b", text(call("f", 1), call("x", YEAR), call("f", -60), call("f", 2)));
        write(dir, "one/c", text(call("f", 3 * DAY), call("x", YEAR), call("f", 3 * DAY + 1)));
        write(dir, "two/a", text(call("x", YEAR), call("g", 0), call("g", 3 * DAY), call("g", 3 * DAY + 2)));
        Path[] folders = {dir.resolve("one"), dir.resolve("two")};
        Heard whole = read(BOUNDED, folders);
        assertThat(whole.rejects()).hasSize(6);
        SimpleVersionedSerializer<LandingSplit> serializer =
                LandingSource.nowhere().getSplitSerializer();
        Heard pieces = new Heard();
        LandingSplit state = LandingSplit.fresh();
        boolean more = true;
        int mostHeld = 0;
        while (more) {
            try (LandingFeed feed = Fed.feed(BOUNDED, state, LATER, folders)) {
                more = feed.step(pieces);
                byte[] bytes = serializer.serialize(feed.state());
                state = serializer.deserialize(serializer.getVersion(), bytes);
            }
            mostHeld = Math.max(mostHeld, state.folders().get(0).held().size());
        }
        assertThat(mostHeld).isEqualTo(3);
        assertThat(pieces.records).isEqualTo(whole.records);
    }

    private static Heard read(LandingSettings settings, Path... paths) {
        return Fed.read(settings, LATER, paths);
    }
}
