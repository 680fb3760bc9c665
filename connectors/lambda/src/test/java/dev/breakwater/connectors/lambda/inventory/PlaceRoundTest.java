package dev.breakwater.connectors.lambda.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaceRoundTest {

    private static final Map<String, String> TAGS = Map.of(OwnTags.LEASE, "1 set=5");

    private final Rounds rounds = new Rounds();
    private final FakePlace place = rounds.place;

    @Test
    void saysWhatIsThereAtFirstAndThenOnlyWhatChanges() {
        place.create("a").create("b").create("c");
        assertThat(rounds.words())
                .containsExactly(
                        "LIMITS 1000/1000",
                        "FOUND a first without reservation",
                        "FOUND b first without reservation",
                        "FOUND c first without reservation",
                        "CHANGED a",
                        "CHANGED b",
                        "CHANGED c");
        assertThat(rounds.words()).isEmpty();

        place.create("d")
                .delete("a")
                .reserve("b", 7)
                .tag("c", Map.of("tier", "critical"))
                .limit(1_000, 993);
        assertThat(rounds.words())
                .containsExactlyInAnyOrder(
                        "LIMITS 1000/993",
                        "CHANGED c without reservation",
                        "FOUND d without reservation",
                        "GONE a",
                        "CHANGED d",
                        "CHANGED b");
        assertThat(rounds.words()).isEmpty();
    }

    @Test
    void saysAFunctionAsItIsWithItsTriggers() {
        place.put("a", 256, Map.of("tier", "critical"), 7).map("m1", "a", 20).map("m2", "other", -1);
        List<InventoryChange> changes = rounds.round();
        assertThat(changes.get(1).seen().facts().memoryMb()).as("told at once").isEqualTo(256);
        InventoryChange found = changes.get(2);
        assertThat(FakePlace.timeless(found.seen().facts())).isEqualTo(place.facts("a"));
        assertThat(found.seen().triggers()).isEqualTo(place.triggers("a")).hasSize(1);
        assertThat(Rounds.word(found)).isEqualTo("CHANGED a");

        place.unmap("m1");
        assertThat(rounds.round()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(InventoryChange.Kind.CHANGED);
            assertThat(change.seen().triggers()).isEmpty();
        });
    }

    @Test
    void aFailedCallIsAGapOnceAndNeverGone() {
        place.create("a").create("b").create("c");
        rounds.round();
        place.fail(AwsCall.LIST_FUNCTIONS, Outcome.DENIED).delete("a");
        assertThat(rounds.words()).containsExactly("GAP lambda:ListFunctions:");
        assertThat(rounds.words()).isEmpty();

        place.fail(AwsCall.LIST_FUNCTIONS, Outcome.TRANSIENT);
        assertThat(rounds.words()).containsExactly("GAP lambda:ListFunctions:");

        place.fail(AwsCall.LIST_FUNCTIONS, null);
        assertThat(rounds.words()).containsExactly("GONE a", "GAP_CLOSED lambda:ListFunctions");
    }

    @Test
    void theGapSaysWhatIsMissingAndWhatThatCosts() {
        place.fail(AwsCall.GET_ACCOUNT_SETTINGS, Outcome.DENIED);
        assertThat(rounds.round())
                .singleElement()
                .extracting(InventoryChange::text)
                .asString()
                .startsWith("lambda:GetAccountSettings: Ordered: as the test wants; ")
                .contains("1,000", "free concurrency is a guess");
    }

    /** No command finds a limit by its tag where the role itself is refused. */
    @Test
    void theGapOfARefusedRoleSaysWhatTheRoleCosts() {
        AwsFailure refused = AwsFailure.of(Outcome.DENIED, "AccessDenied", "not authorized to perform: sts:AssumeRole");
        assertThat(rounds.memory.take(new PlaceFact.Failed(AwsCall.LIST_FUNCTIONS, refused), 0))
                .singleElement()
                .extracting(InventoryChange::text)
                .asString()
                .startsWith("lambda:ListFunctions: AccessDenied: ")
                .endsWith(AwsCall.ASSUME_ROLE.withoutIt());
    }

    @Test
    void withoutTagsTheRestGoesOnAndWhatWasKnownStays() {
        place.put("a", 512, Map.of("tier", "critical"), 5);
        rounds.round();
        place.fail(AwsCall.GET_RESOURCES, Outcome.DENIED);
        place.fail(AwsCall.LIST_TAGS, Outcome.DENIED).memory("a", 1_024).create("b");
        // a reservation without its tags may be Breakwater's, so the earlier state stays
        assertThat(rounds.words())
                .containsExactly(
                        "GAP tag:GetResources:",
                        "CHANGED a without tags, reservation",
                        "FOUND b without tags, reservation",
                        "GAP lambda:ListTags:",
                        "CHANGED b without tags");

        place.fail(AwsCall.LIST_TAGS, null);
        assertThat(rounds.words()).containsExactly("CHANGED b", "GAP_CLOSED lambda:ListTags");
        place.fail(AwsCall.GET_RESOURCES, null);
        assertThat(rounds.words()).containsExactly("GAP_CLOSED tag:GetResources");
    }

    @Test
    void afterThreeDenialsInARowNobodyAsksAnyMoreInThisRound() {
        IntStream.range(0, 20).forEach(i -> place.create("f" + i));
        place.fail(AwsCall.GET_RESOURCES, Outcome.DENIED).fail(AwsCall.LIST_TAGS, Outcome.DENIED);
        assertThat(rounds.words()).filteredOn(w -> w.startsWith("GAP")).hasSize(2);
        assertThat(place.calls()).filteredOn(c -> c.startsWith("LIST_TAGS")).hasSize(3);
        assertThat(place.calls()).filteredOn(c -> c.startsWith("GET_FUNCTION")).hasSize(20);
    }

    @Test
    void aFunctionDeletedSinceItWasListedIsNoGap() {
        place.create("a");
        PlaceRound round = new PlaceRound(
                place, Map.of(), Rounds.PACE, rounds.clock, f -> rounds.memory.take(f, rounds.clock.millis()));
        for (int step = 0; step < 4; step++) round.step();
        place.delete("a");
        while (round.step() != PlaceRound.OVER) {
            // run to the end
        }
        assertThat(rounds.memory.state().gaps()).isEmpty();
        assertThat(rounds.words()).contains("GONE a");
    }

    @Test
    void aFunctionThatAListingLeavesOutIsGoneOnlyWhenItsNameIsNotFound() {
        place.create("a").create("b").create("c");
        rounds.round();
        place.unlist("b");
        assertThat(rounds.words()).as("the page was short").isEmpty();

        place.delete("b").fail(AwsCall.GET_FUNCTION_CONCURRENCY, Outcome.TRANSIENT);
        assertThat(rounds.words()).as("nobody could tell").doesNotContain("GONE b");
        place.fail(AwsCall.GET_FUNCTION_CONCURRENCY, null);
        assertThat(rounds.words()).contains("GONE b");
    }

    @Test
    void fiveHundredFunctionsAreSpreadOverThePeriodAtFiveCallsASecond() {
        place.pages(50);
        IntStream.range(0, 500).forEach(i -> place.create("f" + i));
        rounds.round();
        place.forgetCalls();
        rounds.pauses.clear();
        long start = rounds.clock.millis();

        rounds.round();

        assertThat(rounds.clock.millis() - start).isEqualTo(300_000);
        assertThat(place.calls()).filteredOn(c -> !c.startsWith("LIST_F")).hasSizeGreaterThanOrEqualTo(500);
        assertThat(rounds.pauses).filteredOn(p -> p > 0).hasSize(500).allMatch(p -> p >= 200);
    }

    @Test
    void aFleetTooLargeForAPeriodIsSeenInTurns() {
        place.pages(50);
        IntStream.range(0, 1_000).forEach(i -> place.create("f" + i));
        rounds.round();
        for (int round = 0; round < 2; round++) rounds.round();
        IntStream.range(0, 1_000).forEach(i -> place.reserve("f" + i, 3));
        long changed = 0;
        // a tagged reservation takes four calls, and provisioned concurrency one
        for (int round = 0; round < 4; round++) changed += rounds.round().size();
        assertThat(changed).isEqualTo(1_000);
    }

    @Test
    void saysHowManyInstancesAreKeptReadyAndWhenThereAreNoneAnyMore() {
        place.create("a").create("b");
        rounds.round();
        place.provision("a", 20);
        assertThat(rounds.round())
                .extracting(
                        c -> c.scope().key() + ' ' + c.seen().facts().capacity().provisioned())
                .containsExactly("a 20");
        place.fail(AwsCall.LIST_PROVISIONED_CONCURRENCY_CONFIGS, Outcome.TRANSIENT);
        place.memory("a", 1_024);
        assertThat(rounds.round())
                .filteredOn(c -> c.seen() != null)
                .extracting(c -> c.seen().facts().capacity().provisioned())
                .as("the last known, while nobody can tell")
                .containsOnly(20);
        place.fail(AwsCall.LIST_PROVISIONED_CONCURRENCY_CONFIGS, null);
        place.provision("a", 0);
        assertThat(rounds.round())
                .filteredOn(c -> c.seen() != null)
                .extracting(
                        c -> c.scope().key() + ' ' + c.seen().facts().capacity().provisioned())
                .containsExactly("a 0");
    }

    @Test
    void newChangedAndMarkedFunctionsComeFirst() {
        Map<String, String> mark = TAGS;
        place.create("a").create("b").create("c").put("marked", 512, mark, 5).create("z");
        rounds.round();
        place.forgetCalls();
        place.memory("z", 1_024).create("new");
        rounds.round();
        List<String> order = place.calls().stream()
                .filter(c -> c.startsWith("GET_FUNCTION_CONCURRENCY"))
                .map(c -> c.substring("GET_FUNCTION_CONCURRENCY ".length()))
                .distinct()
                .toList();
        assertThat(order.subList(0, 3)).containsExactlyInAnyOrder("marked", "new", "z");
        assertThat(order).hasSize(6);
    }

    @Test
    void aMarkedQueueIsReadAfterItsMarkAndNotFromTheListing() {
        Map<String, String> mark = TAGS;
        place.create("a").map("m1", "a", LimitValue.NONE).map("m2", "a", 20);
        rounds.round();
        // throttled between the listing and the reading of the function
        place.afterListing(() -> place.map("m1", "a", 5).tagMapping("m1", mark));

        InventoryChange change = rounds.round().get(0);

        assertThat(change.kind()).isEqualTo(InventoryChange.Kind.CHANGED);
        assertThat(change.seen().triggers()).isEqualTo(place.triggers("a"));
        assertThat(change.seen().triggers().get(0).maximumConcurrency()).isEqualTo(5);
        assertThat(change.seen().triggers().get(0).lease()).isEqualTo("1 set=5");
        assertThat(change.seen().triggers().get(1).lease()).isNull();
    }

    @Test
    void whereTheMarksOfQueuesCannotBeReadTheTriggersAreUnknown() {
        place.create("a").map("m1", "a", 20).fail(AwsCall.LIST_MAPPING_TAGS, Outcome.DENIED);
        assertThat(rounds.words()).contains("CHANGED a without triggers").contains("GAP lambda:ListTags");
    }

    @Test
    void twoChangesBetweenTwoLooksThatCancelAreNone() {
        place.create("a");
        rounds.round();
        place.reserve("a", 5).reserve("a", LimitValue.NONE);
        assertThat(rounds.words()).isEmpty();
    }

    @Test
    void aReservationIsReadTogetherWithItsMark() {
        place.put("a", 512, Map.of(), 40);
        rounds.round();
        // the throttle is set between the readings of value and tags
        place.after(AwsCall.GET_FUNCTION_CONCURRENCY, () -> place.tag("a", TAGS).reserve("a", 5));
        assertThat(rounds.words()).as("unsettled tells nothing").isEmpty();

        place.reserve("a", 40).tag("a", Map.of());
        // or the throttle is set after the index of tags was read
        place.after(AwsCall.LIST_FUNCTIONS, () -> place.tag("a", TAGS).reserve("a", 5));
        assertThat(rounds.round())
                .singleElement()
                .extracting(c -> FakePlace.timeless(c.seen().facts()))
                .isEqualTo(place.facts("a"));
    }

    @Test
    void fiveThousandFunctionsAreToldOfAfterAHundredAndFiftyCalls() {
        place.pages(50);
        IntStream.range(0, 5_000).forEach(i -> place.create("f" + i));
        List<Long> found = new ArrayList<>();
        PlaceRound round = new PlaceRound(place, Map.of(), Rounds.PACE, rounds.clock, fact -> {
            if (fact instanceof PlaceFact.Seen) found.add((long) place.calls().size());
        });
        while (found.size() < 5_000) round.step();
        assertThat(found.get(4_999)).isLessThan(150);
        assertThat(place.calls()).noneMatch(c -> c.startsWith("GET_FUNCTION") || c.startsWith("LIST_TAGS"));
    }
}
