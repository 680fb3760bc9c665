package dev.breakwater.connectors.lambda.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests an account that changes while it is read, with failing calls, and with checkpoints and kills at any point. In
 * the end, a listener knows the account, and never got a removal of a function that always existed.
 */
class InventoryPropertyTest {

    private static final int WORLDS = 100;
    private static final Map<String, String> TAGS = Map.of(OwnTags.LEASE, "1 set=5");
    private static final List<AwsCall> CALLS = AwsCall.of(dev.breakwater.connectors.aws.AwsCall.AwsRole.OBSERVE);

    private final RecordCodec<PlaceSplit> serializer = new RecordCodec<>("inventory split", 1, PlaceSplit.class);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoeverHearsTheChangesKnowsTheWorld(long seed) throws IOException {
        for (int world = 0; world < WORLDS; world++) {
            new World(seed * 10_000 + world).live();
        }
    }

    /** Tests one sequence of events with a kill after each fact. */
    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void aKillAfterAnyFactLosesNothing(long seed) throws IOException {
        for (int kill = 0; kill < 60; kill++) {
            World world = new World(seed);
            world.killAfterFact = kill;
            world.live();
        }
    }

    private final class World {
        private final Random random;
        private final long seed;
        private final FakeClock clock = new FakeClock(Rounds.NOW);
        private final FakePlace place = new FakePlace();
        private PlaceMemory memory = new PlaceMemory(PlaceSplit.fresh(FakePlace.PLACE));
        private Reader reader = new Reader();
        private byte[] savedSplit;
        private Reader savedReader = new Reader();
        private int facts;
        private int killAfterFact = -1;

        World(long seed) throws IOException {
            this.seed = seed;
            random = new Random(seed);
            savedSplit = serializer.serialize(memory.state());
            for (int n = random.nextInt(6); n > 0; n--) place.create("f" + random.nextInt(8));
        }

        void live() throws IOException {
            for (int round = 0; round < 4; round++) round(true);
            for (AwsCall call : CALLS) place.fail(call, null);
            // the second round closes the gaps that began in an unfinished round
            for (int whole = 0; whole < 2; ) {
                if (round(false)) whole++;
            }
            check();
        }

        /** Returns false if the process was killed in the round. */
        private boolean round(boolean eventful) throws IOException {
            List<PlaceFact> told = new ArrayList<>();
            PlaceRound round = new PlaceRound(place, memory.known(), Rounds.PACE, clock, told::add);
            List<String> throughout = new ArrayList<>(place.names());
            for (long wait = 0; wait != PlaceRound.OVER; ) {
                if (eventful) {
                    something();
                    throughout.retainAll(place.names());
                }
                wait = round.step();
                clock.advance(Math.max(0, wait));
                for (PlaceFact fact : told) {
                    if (!take(fact, throughout, eventful)) return false;
                }
                told.clear();
            }
            return true;
        }

        /** Returns false if the process was killed and restored, which ends the round. */
        private boolean take(PlaceFact fact, List<String> throughout, boolean eventful) throws IOException {
            for (InventoryChange change : memory.take(fact, clock.millis())) {
                if (change.kind() == InventoryChange.Kind.GONE) {
                    assertThat(throughout)
                            .as("seed " + seed)
                            .doesNotContain(change.scope().key());
                }
                reader.hear(change);
            }
            boolean kill = killAfterFact >= 0 ? facts == killAfterFact : eventful && random.nextInt(25) == 0;
            facts++;
            if (kill) {
                memory = new PlaceMemory(serializer.deserialize(1, savedSplit));
                reader = new Reader(savedReader);
                return false;
            }
            if (random.nextInt(10) == 0) {
                savedSplit = serializer.serialize(memory.state());
                savedReader = new Reader(reader);
            }
            return true;
        }

        private void something() {
            String name = "f" + random.nextInt(8);
            switch (random.nextInt(14)) {
                case 0 -> place.create(name);
                case 1 -> place.delete(name);
                case 2 -> place.tag(name, Map.of("tier", "t" + random.nextInt(3)));
                case 3 -> place.reserve(name, random.nextInt(4) - 1);
                case 4 -> {
                    if (place.exists(name)) place.memory(name, 128 + random.nextInt(3));
                }
                case 5 -> place.map("m" + random.nextInt(4), name, LimitValue.NONE);
                case 10 -> place.tagMapping("m" + random.nextInt(4), Map.of());
                case 11 -> place.tagMapping("m" + random.nextInt(4), TAGS);
                case 6 -> place.unmap("m" + random.nextInt(4));
                case 7 -> place.limit(1_000, random.nextInt(3));
                case 8 ->
                    place.fail(
                            CALLS.get(random.nextInt(CALLS.size())),
                            Outcome.values()[random.nextInt(Outcome.values().length)]);
                case 9 -> place.fail(CALLS.get(random.nextInt(CALLS.size())), null);
                default -> {
                    // most of the time nothing happens
                }
            }
        }

        private void check() throws IOException {
            String which = "seed " + seed + ", kill " + killAfterFact;
            assertThat(reader.functions.keySet()).as(which).containsExactlyElementsOf(place.names());
            for (String name : place.names()) {
                assertThat(reader.functions.get(name)).as(which).isEqualTo(place.facts(name));
                assertThat(reader.triggers.get(name)).as(which).isEqualTo(place.triggers(name));
            }
            assertThat(reader.limits).as(which).isEqualTo(place.limit());
            assertThat(reader.gaps).as(which).isEmpty();
            // and now that nothing changes, nothing is emitted
            Reader before = new Reader(reader);
            killAfterFact = Integer.MAX_VALUE;
            round(false);
            assertThat(reader).usingRecursiveComparison().isEqualTo(before);
        }
    }
}
