package dev.breakwater.connectors.lambda.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.function.Sighting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarkedRoundTest {

    private static final Map<String, String> TAGS = Map.of(OwnTags.LEASE, "1 set=5");
    private static final long UNTIL = Rounds.NOW + 3_600_000;
    private static final Map<String, String> LET_GO =
            Map.of(OwnTags.HANDS_OFF, Instant.ofEpochMilli(UNTIL).toString());

    private final Rounds rounds = new Rounds();
    private final FakePlace place = rounds.place;

    @Test
    void whatIsMarkedIsReadEachTimeWhetherItIsNewsOrNot() {
        IntStream.range(0, 50).forEach(i -> place.create("f" + i));
        place.put("held", 512, TAGS, 5);

        Sighting first = only(rounds.marked());
        assertThat(first.lever()).isEqualTo(Lever.RESERVATION);
        assertThat(first.value()).isEqualTo(5);
        assertThat(first.tag()).isEqualTo("1 set=5");
        assertThat(first.handsOffUntil()).isZero();
        InventoryChange again = rounds.marked().get(0);
        assertThat(again.kind()).isEqualTo(InventoryChange.Kind.STILL_MARKED);
        assertThat(again.sighting())
                .usingRecursiveComparison()
                .ignoringFields("at")
                .isEqualTo(first);

        place.reserve("held", 7);
        assertThat(only(rounds.marked()).value()).isEqualTo(7);
        // two calls to the index, and three calls to Lambda, for 51 functions
        place.forgetCalls();
        rounds.marked();
        assertThat(place.calls()).hasSize(5);
    }

    @Test
    void aReadingThatStraddlesAnActTellsNothing() {
        place.put("held", 512, TAGS, 5);
        // the limit is released between the readings of tags and value
        place.after(AwsCall.LIST_TAGS, () -> place.reserve("held", 40).tag("held", Map.of()));
        assertThat(rounds.marked()).isEmpty();

        place.tag("held", TAGS).reserve("held", 5);
        rounds.marked();
        // the next step of a release: first the tags, then the value
        Map<String, String> step = Map.of(OwnTags.LEASE, "1 set=9 from=5");
        place.after(AwsCall.GET_FUNCTION_CONCURRENCY, () -> place.tag("held", step));
        assertThat(rounds.marked()).isEmpty();
        assertThat(only(rounds.marked()).tag()).isEqualTo("1 set=9 from=5");
    }

    @Test
    void whatLostItsMarkIsReadOnceMoreThoughNoTagLeadsThere() {
        place.put("held", 512, TAGS, 5);
        rounds.marked();
        place.tag("held", Map.of());

        Sighting wiped = only(rounds.marked());

        assertThat(wiped.tag()).isNull();
        assertThat(wiped.value()).isEqualTo(5);
        assertThat(rounds.marked()).isEmpty();
    }

    @Test
    void aRoundTellsWhatDiffersFromTheLastReadingOfALimit() {
        place.put("held", 512, Map.of(), 40).create("orders").map("m1", "orders", 40);
        rounds.round();
        place.put("held", 512, TAGS, 5).map("m1", "orders", 5).tagMapping("m1", TAGS);
        rounds.marked();
        // the tags are lost, and the limit is released after a reading without them
        place.tag("held", Map.of()).tagMapping("m1", Map.of());
        rounds.marked();
        place.reserve("held", 40).map("m1", "orders", 40);

        assertThat(rounds.round().stream().map(Rounds::word))
                .containsExactlyInAnyOrder("CHANGED held", "CHANGED orders");
        assertThat(rounds.round()).isEmpty();
    }

    @Test
    void queuesAreReadAsTheirFunctionsAre() {
        place.put("orders", 512, LET_GO, LimitValue.NONE).map("m1", "orders", 5).tagMapping("m1", TAGS);

        List<InventoryChange> changes = rounds.marked();

        assertThat(changes).extracting(c -> c.scope().key()).containsExactly("orders", "orders");
        Sighting function = changes.get(0).sighting();
        assertThat(function.tag()).as("hands off is no lease").isNull();
        assertThat(function.handsOffUntil()).isEqualTo(UNTIL);
        Sighting queue = changes.get(1).sighting();
        assertThat(queue.lever()).isEqualTo(new Lever(LeverKind.QUEUE, "m1"));
        assertThat(queue.value()).isEqualTo(5);
        assertThat(queue.tag()).isEqualTo("1 set=5");
        assertThat(queue.handsOffUntil()).isEqualTo(UNTIL);
    }

    @Test
    void whereTheIndexOfTagsIsDeniedTheSlowRoundFindsMarksAndThenTheyAreReadEachTime() {
        place.put("held", 512, TAGS, 5).create("a").map("m1", "a", 5).tagMapping("m1", TAGS);
        place.fail(AwsCall.GET_RESOURCES, Outcome.DENIED);
        assertThat(rounds.marked().stream().map(Rounds::word)).containsExactly("GAP tag:GetResources:");
        rounds.round();
        assertThat(rounds.marked().stream()
                        .map(c -> c.scope().key() + c.sighting().lever().mapping()))
                .containsExactly("held", "am1");
        assertThat(rounds.marked()).hasSize(2);
    }

    @Test
    void whatIsGoneIsReadOnceMoreWithoutTagsAndForgotten() {
        place.put("held", 512, TAGS, 5).create("a").map("m1", "a", 5).tagMapping("m1", TAGS);
        rounds.marked();
        place.delete("held").unmap("m1").tagMapping("m1", Map.of());
        Sighting gone = only(rounds.marked());
        assertThat(gone.tag())
                .as("the function may be created again before anybody lists the fleet")
                .isNull();
        assertThat(gone.value()).isEqualTo(LimitValue.NONE);
        assertThat(rounds.memory.marks()).isEmpty();
        assertThat(rounds.marked()).isEmpty();
    }

    private static Sighting only(List<InventoryChange> changes) {
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).kind()).isEqualTo(InventoryChange.Kind.MARKED);
        return changes.get(0).sighting();
    }
}
