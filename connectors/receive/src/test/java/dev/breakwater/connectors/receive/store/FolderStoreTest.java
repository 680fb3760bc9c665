package dev.breakwater.connectors.receive.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.landing.LandedSamples;
import dev.breakwater.connectors.receive.Bench;
import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import dev.breakwater.connectors.receive.store.LandingStore.Group;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the files of a process that ended at any byte. */
class FolderStoreTest {
    private static final Instant SINCE = Instant.parse("2026-11-25T01:00:00Z");

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock(Bench.NOW);

    @Test
    void whereverAWriteBrokeOffTheWholeGroupsAreKeptAndNothingElse() throws IOException {
        Path draft = folder.resolve(".draft-lines");
        byte[] all;
        List<Integer> ends = new ArrayList<>();
        try (FolderStore store = FolderStore.open(folder, Duration.ofDays(1), clock)) {
            store.recover(SINCE);
            for (int i = 0; i < 3; i++) {
                store.store(group(i));
                ends.add((int) Files.size(draft));
            }
            all = Files.readAllBytes(draft);
        }
        for (int length = 0; length <= all.length; length += 23) {
            Path place = Files.createDirectories(folder.resolve("cut-" + length));
            Files.write(place.resolve(".draft-lines"), java.util.Arrays.copyOf(all, length));
            int cut = length;
            int whole = (int) ends.stream().filter(end -> end <= cut).count();

            assertThat(recovered(place)).as("cut at %d", length).isEqualTo(keys(whole));
            assertThat(samples(place)).hasSize(2 * whole);
        }
    }

    @Test
    void aGroupOfAsManyDeliveriesAsThereCanBeIsReadBack() throws IOException {
        List<RequestKey> many = keys(GroupHead.MOST_KEYS);
        try (FolderStore store = FolderStore.open(folder, Duration.ofDays(1), clock)) {
            store.recover(SINCE);
            store.store(new Group(many, group(0).lines(), List.of()));
            store.store(group(1));
        }

        assertThat(recovered(folder))
                .startsWith(many.toArray(RequestKey[]::new))
                .hasSize(GroupHead.MOST_KEYS + 1);
        assertThat(samples(folder)).hasSize(4);
    }

    @Test
    void bytesThatTheDiskGotWrongAreNotTakenForAGroup() throws IOException {
        Path draft = folder.resolve(".draft-lines");
        byte[] all;
        try (FolderStore store = FolderStore.open(folder, Duration.ofDays(1), clock)) {
            store.recover(SINCE);
            store.store(group(0));
            store.store(group(1));
            all = Files.readAllBytes(draft);
        }
        Path place = Files.createDirectories(folder.resolve("wrong"));
        all[all.length - 20] = 0;
        Files.write(place.resolve(".draft-lines"), all);

        assertThat(recovered(place)).isEqualTo(keys(1));
        assertThat(samples(place)).hasSize(2);
    }

    @Test
    void aGroupStoredAgainAfterAFailureIsThereOnce() throws IOException {
        try (FolderStore store = FolderStore.open(folder, Duration.ofDays(1), clock)) {
            store.recover(SINCE);
            store.store(group(0));
            // the incomplete bytes of a failed write
            Files.write(
                    folder.resolve(".draft-lines"),
                    "half a group".getBytes(StandardCharsets.UTF_8),
                    java.nio.file.StandardOpenOption.APPEND);
            store.store(group(1));
        }

        assertThat(samples(folder)).hasSize(4).allMatch(r -> r.kind() == FeedRecord.Kind.SAMPLE);
        assertThat(recovered(folder)).isEqualTo(keys(2));
    }

    @Test
    void deliveriesOfFilesBeforeTheGivenTimeAreNotRecalled() throws IOException {
        try (FolderStore store = FolderStore.open(folder, Duration.ZERO, clock)) {
            store.recover(SINCE);
            store.store(group(0));
            store.tick();
            clock.advance(Duration.ofHours(4));
            store.store(group(1));
        }

        try (FolderStore store = FolderStore.open(folder, Duration.ZERO, clock)) {
            assertThat(store.recover(clock.instant().minus(Duration.ofHours(3))).stream()
                            .flatMap(s -> s.keys().stream()))
                    .containsExactly(key(1));
        }
    }

    @Test
    void aReaderThatFollowsSeesEachGroupOnceWhenItIsPublished() throws IOException {
        List<Double> seen = new ArrayList<>();
        try (FolderStore store = FolderStore.open(folder, Duration.ofSeconds(5), clock);
                LandedSamples reader = LandedSamples.following(folder)) {
            store.recover(SINCE);
            for (int i = 0; i < 6; i++) {
                store.store(group(i));
                assertThat(reader.more()).isEmpty();
                // the machine's clock is set back meanwhile
                clock.advance(Duration.ofSeconds(i == 3 ? -600 : 5));
                store.tick();
                reader.more().forEach(r -> seen.add(r.datapoint().sum()));
                clock.advance(Duration.ofSeconds(i == 3 ? 610 : 0));
                store.tick();
                reader.more().forEach(r -> seen.add(r.datapoint().sum()));
            }
        }

        assertThat(seen).containsExactly(1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0, 5.0, 6.0, 6.0);
    }

    @Test
    void whatCannotBePublishedIsKeptAndPublishedLaterOnce() throws IOException {
        try (FolderStore store = FolderStore.open(folder, Duration.ZERO, clock)) {
            store.recover(SINCE);
            // a file has the name of the year's folder
            Files.writeString(folder.resolve("2026"), "");
            store.store(group(0));
            assertThatThrownBy(store::tick).isInstanceOf(IOException.class);
            store.store(group(1));
            Files.delete(folder.resolve("2026"));
            store.tick();
        }

        assertThat(samples(folder)).extracting(r -> r.datapoint().sum()).containsExactly(1.0, 1.0, 2.0, 2.0);
    }

    private List<RequestKey> recovered(Path place) throws IOException {
        try (FolderStore store = FolderStore.open(place, Duration.ofDays(1), clock)) {
            return store.recover(SINCE).stream().flatMap(s -> s.keys().stream()).toList();
        }
    }

    private static List<FeedRecord> samples(Path place) {
        return LandedSamples.of(place);
    }

    private static List<RequestKey> keys(int count) {
        List<RequestKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(key(i));
        }
        return keys;
    }

    private static RequestKey key(int i) {
        return RequestKey.of("arn", "r-" + i);
    }

    static Group group(int i) {
        byte[] one = FirehoseDelivery.gzip((Bench.sample("a", i) + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] two = FirehoseDelivery.gzip((Bench.sample("b", i) + "\n").getBytes(StandardCharsets.UTF_8));
        return new Group(List.of(key(i)), List.of(ByteBuffer.wrap(one), ByteBuffer.wrap(two)), List.of());
    }
}
