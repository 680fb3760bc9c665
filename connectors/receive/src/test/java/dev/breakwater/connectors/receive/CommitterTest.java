package dev.breakwater.connectors.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import dev.breakwater.connectors.receive.content.BudgetedBytes;
import dev.breakwater.connectors.receive.content.GzipMember;
import dev.breakwater.connectors.receive.content.Refused;
import dev.breakwater.connectors.receive.store.LandingStore;
import dev.breakwater.connectors.receive.store.LandingStore.Group;
import dev.breakwater.connectors.testkit.SetClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests which deliveries are written together, with a store for which waiting pays off. */
class CommitterTest {
    private final BudgetedBytes.Budget budget = new BudgetedBytes.Budget(1 << 20);
    private final RequestIds ids = new RequestIds(new SetClock(Bench.NOW), 100);
    private final PatientStore store = new PatientStore();
    private final Committer committer = new Committer(store, ids, new Counters(), 3);

    @AfterEach
    void close() {
        committer.close();
    }

    @Test
    void aGroupIsWrittenWhenNobodyIsLeftWhoCouldBringMore() throws Exception {
        committer.start();

        CompletableFuture<Void> first = submit(1);
        submit(2);
        submit(3).get(20, TimeUnit.SECONDS);

        assertThat(first).isDone();
        assertThat(store.groups).containsExactly(3);
        assertThat(budget.used()).isZero();
    }

    @Test
    void whenTheEndpointClosesNothingWaitsForCompany() throws Exception {
        committer.start();
        CompletableFuture<Void> alone = submit(1);
        assertThat(alone).isNotDone();

        committer.hurry();

        alone.get(20, TimeUnit.SECONDS);
        assertThat(store.groups).containsExactly(1);
    }

    @Test
    void whatWasSubmittedBeforeTheCloseIsStored() throws Exception {
        CompletableFuture<Void> one = submit(1);
        CompletableFuture<Void> two = submit(2);
        committer.start();

        committer.close();

        assertThat(one).isCompletedWithValue(null);
        assertThat(two).isCompletedWithValue(null);
    }

    private CompletableFuture<Void> submit(int number) throws Refused {
        RequestKey key = RequestKey.of("arn", "r-" + number);
        ids.claim(key);
        GzipMember lines = new GzipMember(budget);
        byte[] line = Bench.sample("a", number).getBytes(StandardCharsets.UTF_8);
        lines.line(line, 0, line.length);
        BudgetedBytes done = lines.finish();
        lines.end();
        CompletableFuture<Void> stored = ids.claimed(key);
        committer.submit(
                new Batch(key, done, new GzipMember(budget).finish(), new Batch.Tally(1, 1, Map.of(), 0, 0, Map.of())));
        return stored;
    }

    /** A store that waits an hour for more deliveries. */
    private static final class PatientStore implements LandingStore {
        private final List<Integer> groups = new CopyOnWriteArrayList<>();

        @Override
        public List<Stored> recover(Instant since) {
            return List.of();
        }

        @Override
        public Duration patience() {
            return Duration.ofHours(1);
        }

        @Override
        public void store(Group group) throws IOException {
            groups.add(group.keys().size());
        }

        @Override
        public void tick() {
            // nothing to show
        }

        @Override
        public long freeBytes() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close() {
            // nothing held
        }
    }
}
