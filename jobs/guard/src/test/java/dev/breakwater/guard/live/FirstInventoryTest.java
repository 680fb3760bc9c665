package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstInventoryTest {

    private static final InventoryPlace PLACE =
            new InventoryPlace("111122223333", AwsSettings.of("eu-west-1", "http://127.0.0.1:1", ""));
    private static final int EVERY = 50;

    private final Clock clock = new Clock();
    private final Pages pages = new Pages();

    @Test
    void asksForPagesAloneAndForNoFunctionByItself() {
        FirstInventory first = read(5_000);

        assertThat(first.gaps()).isEmpty();
        assertThat(first.concurrency()).isEqualTo(900);
        assertThat(first.fleet()).hasSize(5_000);
        // 100 pages of functions, 50 of tags, 2 of queues and streams, and the account's limits
        assertThat(pages.calls).isEqualTo(153);
        FunctionFacts f = first.fleet().get("111122223333|eu-west-1|f7");
        assertThat(f.memoryMb()).isEqualTo(256);
        assertThat(f.tags()).containsEntry("tier", "critical");
        assertThat(f.tagsRead()).isTrue();
        assertThat(f.read()).as("nobody has read its reservation").isFalse();
        assertThat(first.fleet().get("111122223333|eu-west-1|f8").tagsRead()).isTrue();
    }

    @Test
    void whatFeedsAFunctionIsKnownBeforeItsFirstSurge() {
        pages.marked = "m12";
        Map<String, FunctionFacts> fleet = read(60).fleet();
        assertThat(fleet.get("111122223333|eu-west-1|f10").triggers().all())
                .singleElement()
                .satisfies(t -> assertThat(t.lever()).isEqualTo(LeverKind.QUEUE));
        assertThat(fleet.get("111122223333|eu-west-1|f11").triggers())
                .as("none, and that is known")
                .satisfies(t -> assertThat(t.all()).isEmpty())
                .satisfies(t -> assertThat(t.sensedAt()).isNotNegative());
        assertThat(fleet.get("111122223333|eu-west-1|f12").triggers())
                .as("what stands there is read together with its tag")
                .isEqualTo(TriggerFacts.UNKNOWN);
    }

    @Test
    void whereNobodyMayListWhatFeedsThemTheRestIsKnownAllTheSame() {
        pages.mappingsDenied = true;
        FirstInventory first = read(60);
        assertThat(first.gaps())
                .singleElement()
                .asString()
                .startsWith("lambda:ListEventSourceMappings of 111122223333 eu-west-1");
        assertThat(first.fleet().values())
                .hasSize(60)
                .allMatch(FunctionFacts::tagsRead)
                .allMatch(f -> f.triggers().equals(TriggerFacts.UNKNOWN));
    }

    @Test
    void whereTagsAreDeniedMemoryIsKnownAllTheSame() {
        pages.tagsDenied = true;
        FirstInventory first = read(60);
        assertThat(first.gaps()).singleElement().asString().startsWith("tag:GetResources of 111122223333 eu-west-1");
        assertThat(first.fleet().values()).hasSize(60).noneMatch(FunctionFacts::tagsRead);
    }

    @Test
    void holdsTheStartUpForTwoMinutesAtMost() {
        clock.millisPerCall = 1_000;
        FirstInventory first = read(50_000);
        assertThat(clock.now).isLessThanOrEqualTo(FirstInventory.AT_MOST.toMillis() + 1_000);
        assertThat(first.gaps()).anyMatch(gap -> gap.contains("not all pages within 120 s"));
    }

    private static Scope function(String name) {
        return Scope.function(PLACE.account(), PLACE.region(), name);
    }

    private FirstInventory read(int functions) {
        pages.functions = functions;
        return FirstInventory.read(List.of(PLACE), place -> pages, clock);
    }

    private static final class Clock implements ActClock {
        private long now;
        private long millisPerCall;

        @Override
        public long millis() {
            return now;
        }

        @Override
        public void pause(long millis) {
            now += millis;
        }
    }

    /**
     * A listing of this many functions. Every seventh function has a tag. There are two pages of queues, one for f10
     * and one for f12.
     */
    private final class Pages implements PlaceDirectory {
        private int functions;
        private int calls;
        private boolean tagsDenied;
        private boolean mappingsDenied;
        private String marked = "";

        @Override
        public Answer<Page<PlaceDirectory.ListedFunction>> functions(String marker) {
            called();
            int from = marker.isEmpty() ? 0 : Integer.parseInt(marker);
            int to = Math.min(functions, from + EVERY);
            List<PlaceDirectory.ListedFunction> items = IntStream.range(from, to)
                    .mapToObj(i -> new PlaceDirectory.ListedFunction(
                            FunctionFacts.listed(function("f" + i), 256, "arm64", 30, 60_000, 512), "r"))
                    .toList();
            return Answer.of(new Page<>(items, to < functions ? Integer.toString(to) : ""));
        }

        @Override
        public Answer<MarkedLimits.Page> tagged(String key, String from) {
            called();
            assertThat(key).isEmpty();
            if (tagsDenied) return Answer.failed(AwsFailure.of(Outcome.DENIED, "Denied", "no"));
            int start = from.isEmpty() ? 0 : Integer.parseInt(from);
            int to = Math.min(functions, start + 2 * EVERY);
            List<Marked> items = IntStream.range(start, to)
                    .filter(i -> i % 7 == 0)
                    .mapToObj(i -> new Marked(true, "f" + i, Map.of("tier", "critical")))
                    .collect(Collectors.toCollection(ArrayList::new));
            if (!marked.isEmpty()) items.add(new Marked(false, marked, Map.of(OwnTags.LEASE, "1 set=5")));
            return Answer.of(new MarkedLimits.Page(items, to < functions ? Integer.toString(to) : ""));
        }

        @Override
        public Answer<Integer> provisioned(String function) {
            return Answer.of(0);
        }

        @Override
        public Answer<AccountLimits> limits() {
            called();
            return Answer.of(new AccountLimits(900, 800));
        }

        private void called() {
            calls++;
            clock.now += clock.millisPerCall;
        }

        @Override
        public Answer<Page<TriggerMapping>> mappings(String marker) {
            called();
            if (mappingsDenied) return Answer.failed(AwsFailure.of(Outcome.DENIED, "Denied", "no"));
            String f = marker.isEmpty() ? "10" : marker;
            String queue = "arn:aws:sqs:eu-west-1:111122223333:q" + f;
            TriggerMapping mapping = new TriggerMapping("m" + f, "f" + f, queue, "Creating", 5);
            return Answer.of(new Page<>(List.of(mapping), marker.isEmpty() ? "12" : ""));
        }

        @Override
        public Answer<Map<String, String>> tags(String function) {
            throw new AssertionError("not at the start");
        }

        @Override
        public Answer<Map<String, String>> mappingTags(String uuid) {
            throw new AssertionError("not at the start");
        }

        @Override
        public Answer<TriggerMapping> mapping(String uuid) {
            throw new AssertionError("not at the start");
        }

        @Override
        public Answer<Integer> reservation(String function) {
            throw new AssertionError("not at the start");
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }
}
