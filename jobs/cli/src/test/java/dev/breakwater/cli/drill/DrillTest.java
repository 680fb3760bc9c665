package dev.breakwater.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.drill.Flood.Plan;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.canary.Canary;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tests that a drill passes if page, limit and exact restore were seen, and otherwise names the missing part. */
class DrillTest {

    private static final Canary.Facts FACTS = new Canary.Facts(true, false, 512, 2, true);
    private static final Plan PLAN = Plan.of("canary", 10, Duration.ofMinutes(8), 1, 0.00001, FACTS);
    private static final int BEFORE = 20;

    private final World world = new World();

    @Test
    void passesWhenPagedHeldAndExactlyBack() throws InterruptedException {
        world.at(70, "page", "").at(80, "throttle", ",\"limit\":5,\"until\":\"2026-08-05T14:30:00Z\"");
        world.limit(90, 5).limit(200, 12).limit(210, BEFORE);
        Drill.Result result = drill();
        assertThat(result.row().words())
                .startsWith("passed: paged after 70 s (delivery not seen), limit seen at AWS after 90 s, earlier value "
                        + "restored 120 s later; ");
        assertThat(result.incident()).isEqualTo("1a2b3c4d5e6f");
        assertThat(result.critical()).isFalse();
    }

    @Test
    void callsNothingAnyMoreOnceTheLimitIsSeen() throws InterruptedException {
        world.at(1, "page", "").at(1, "throttle", ",\"limit\":5,\"until\":\"2026-08-05T14:10:00Z\"");
        world.limit(1, 5).limit(3, BEFORE);
        try (Flood flood = new Flood(world, PLAN)) {
            world.drill(flood);
            assertThat(flood.isOver()).isTrue();
        }
    }

    @Test
    void aLimitThatIsNotExactlyBackIsCritical() throws InterruptedException {
        world.at(70, "page", "").at(80, "throttle", ",\"limit\":5,\"until\":\"2026-08-05T14:10:00Z\"");
        world.limit(90, 5).limit(200, BEFORE + 1);
        Drill.Result result = drill();
        assertThat(result.critical()).isTrue();
        assertThat(result.row().words()).startsWith("failed: NOT RESTORED: reserved concurrency is 21, before 20");
        assertThat(world.now()).isAfter(Instant.parse("2026-08-05T14:15:00Z"));
    }

    @Test
    void aMarkThatStaysIsNotRestored() throws InterruptedException {
        world.marked = true;
        world.at(70, "page", "").at(80, "throttle", ",\"limit\":5,\"until\":\"2026-08-05T14:10:00Z\"");
        world.limit(90, 5).limit(200, BEFORE);
        assertThat(drill().critical()).isTrue();
    }

    @Test
    void saysWhyNothingWasSet() throws InterruptedException {
        world.at(70, "page", "").at(71, "refuse", ",\"detail\":\"the policy does not throttle\"");
        assertThat(drill().row().failure()).isEqualTo("paged, but no limit was set: the policy does not throttle");
        assertThat(world.now()).isAfter(World.BEGIN.plus(Drill.AFTER_THE_FLOOD));
    }

    @Test
    void withoutAPageItFailed() throws InterruptedException {
        assertThat(drill().row().failure()).isEqualTo("no page");
    }

    @Test
    void aLimitOfSomebodyElseProvesNothing() throws InterruptedException {
        world.at(70, "page", "").limit(90, 7).limit(200, BEFORE);
        assertThat(drill().row().failure()).isEqualTo("no decision names the limit of 7");
    }

    @Test
    void aPageThatNoReceiverTakesIsNone() throws InterruptedException {
        world.sent = OptionalLong.of(4);
        world.at(70, "page", "").at(80, "throttle", ",\"limit\":5,\"until\":\"2026-08-05T14:10:00Z\"");
        world.limit(90, 5).limit(200, BEFORE);
        assertThat(drill().row().failure()).isEqualTo("paged and throttled, but no receiver accepted the page");
        World heard = new World();
        heard.sent = OptionalLong.of(4);
        heard.sentAfter = 75;
        heard.at(70, "page", "").at(80, "throttle", ",\"limit\":5,\"until\":\"2026-08-05T14:10:00Z\"");
        heard.limit(90, 5).limit(200, BEFORE);
        try (Flood flood = new Flood(heard, PLAN)) {
            assertThat(heard.drill(flood).row())
                    .satisfies(r -> assertThat(r.passed()).isTrue())
                    .satisfies(r -> assertThat(r.delivered()).isTrue());
        }
    }

    @Test
    void interruptedItLooksAtTheRestoreAllTheSame() throws InterruptedException {
        world.interruptedAt = 85;
        world.at(80, "throttle", ",\"limit\":5,\"until\":\"2026-08-05T14:10:00Z\"");
        world.limit(90, 5).limit(200, BEFORE);
        Drill.Result result = drill();
        assertThat(result.row().failure()).isEqualTo("interrupted");
        assertThat(result.row().restoreSeconds()).isEqualTo(110);
        assertThat(result.critical()).isFalse();
    }

    @Test
    void aCanaryThatCannotBeCalledEndsIt() throws InterruptedException {
        world.call = Answer.failed(AwsFailure.of(Outcome.DENIED, "AccessDeniedException", ""));
        assertThat(drill().row().failure()).startsWith("the canary cannot be called: ");
    }

    @Test
    void callsNoMoreThanFitIntoTheTimeAndTheMoney() {
        assertThat(PLAN.calls()).isEqualTo(4_800);
        assertThat(Plan.of("canary", 10, Duration.ofMinutes(8), 0.01, 0.00001, FACTS)
                        .calls())
                .isEqualTo(1_000);
        assertThat(PLAN.atOnce()).isEqualTo(20);
        assertThat(Plan.of("c", 50, Duration.ofMinutes(1), 1, 0.00001, FACTS).atOnce())
                .isEqualTo(50);
        assertThat(PLAN.lines().get(1)).startsWith("costs 0.05 USD at most");
    }

    private Drill.Result drill() throws InterruptedException {
        try (Flood flood = new Flood(world, PLAN)) {
            return world.drill(flood);
        }
    }

    /**
     * A clock that advances with each wait. The outputs of job and AWS are set in advance, by seconds since the
     * beginning.
     */
    private static final class World implements Canary, Drill.Sight {

        static final Instant BEGIN = Instant.parse("2026-08-05T14:00:00Z");

        private final TreeMap<Long, Integer> limits = new TreeMap<>(Map.of(0L, BEFORE));
        private final List<DecisionRow> told = new ArrayList<>();
        private volatile Answer<Boolean> call = Answer.of(true);
        private OptionalLong sent = OptionalLong.empty();
        private long sentAfter = Long.MAX_VALUE;
        private long interruptedAt = Long.MAX_VALUE;
        private boolean marked;
        private long seconds;
        private Flood flood;

        Drill.Result drill(Flood flood) throws InterruptedException {
            this.flood = flood;
            return new Drill(this, flood, this, BEFORE, PLAN.length()).run();
        }

        World at(long second, String type, String more) {
            try {
                told.add(LedgerJson.read(
                        "{\"at\":\"" + BEGIN.plusSeconds(second) + "\",\"scope\":\"function\",\"function\":\"canary\","
                                + "\"type\":\"" + type + "\",\"incident\":\"1a2b3c4d5e6f\"" + more + "}",
                        DecisionRow.class));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        World limit(long second, int limit) {
            limits.put(second, limit);
            return this;
        }

        @Override
        public Instant now() {
            return BEGIN.plusSeconds(seconds);
        }

        @Override
        public void nap() {
            seconds++;
            // the flood's own threads are the only thing here that takes time
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!call.ok() && flood.denied().isEmpty() && System.nanoTime() < deadline) Thread.onSpinWait();
        }

        @Override
        public boolean isInterrupted() {
            return seconds >= interruptedAt;
        }

        @Override
        public List<DecisionRow> told(Instant since) {
            return told.stream().filter(d -> !d.at().isAfter(now())).toList();
        }

        @Override
        public OptionalLong sent() {
            return seconds < sentAfter ? sent : OptionalLong.of(sent.getAsLong() + 1);
        }

        @Override
        public Answer<Facts> facts() {
            return Answer.of(FACTS);
        }

        @Override
        public Answer<Boolean> held() {
            return Answer.of(marked);
        }

        @Override
        public Answer<Integer> reserved() {
            return Answer.of(limits.floorEntry(seconds).getValue());
        }

        @Override
        public Answer<Boolean> call() {
            return call;
        }

        @Override
        public void close() {}
    }
}
