package dev.breakwater.cli.replay;

import dev.breakwater.cli.recording.GrowthFleet;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Answers the inventory's calls about a generated fleet, in this process. No function has a reservation, a limit or a
 * queue.
 */
record DrawnInventory(GrowthFleet fleet) implements PlaceDirectory.Factory {

    private static final long serialVersionUID = 1L;

    /** The number of functions on a page of AWS's listing. A page of its index of tags has {@link #TAGGED}. */
    private static final int LISTED = 50;

    private static final int TAGGED = 100;
    private static final int CONCURRENCY = 1_000;

    /**
     * The number of calls about single functions since the start of the process. Each round of the inventory ends with
     * one such call.
     */
    private static final AtomicLong DESCRIBED = new AtomicLong();

    /** Returns how many times a function was read completely. */
    static long described() {
        return DESCRIBED.get();
    }

    @Override
    public PlaceDirectory open(InventoryPlace place) {
        return new Directory(
                place, fleet.in(new Place(place.account(), place.region())).toArray());
    }

    private record Directory(InventoryPlace place, int[] numbers) implements PlaceDirectory {

        private <T> List<T> page(int from, int size, IntFunction<T> item) {
            return IntStream.range(from, Math.min(numbers.length, from + size))
                    .mapToObj(i -> item.apply(numbers[i]))
                    .toList();
        }

        private String after(int from, int size) {
            return from + size < numbers.length ? String.valueOf(from + size) : "";
        }

        private static int start(String marker) {
            return marker.isEmpty() ? 0 : Integer.parseInt(marker);
        }

        @Override
        public Answer<Page<ListedFunction>> functions(String marker) {
            int from = start(marker);
            List<ListedFunction> listed = page(
                    from,
                    LISTED,
                    i -> new ListedFunction(
                            FunctionFacts.listed(
                                    Scope.function(place.account(), place.region(), GrowthFleet.name(i)),
                                    GrowthFleet.MEMORY_MB,
                                    GrowthFleet.ARCHITECTURE,
                                    GrowthFleet.TIMEOUT_SECONDS,
                                    -1,
                                    Capacity.FREE_MB),
                            "1"));
            return Answer.of(new Page<>(listed, after(from, LISTED)));
        }

        @Override
        public Answer<MarkedLimits.Page> tagged(String key, String from) {
            if (!key.isEmpty()) return Answer.of(new MarkedLimits.Page(List.of(), ""));
            int start = start(from);
            return Answer.of(new MarkedLimits.Page(
                    page(start, TAGGED, i -> new Marked(true, GrowthFleet.name(i), GrowthFleet.tags(i))),
                    after(start, TAGGED)));
        }

        @Override
        public Answer<Page<TriggerMapping>> mappings(String marker) {
            return Answer.of(new Page<>(List.of(), ""));
        }

        @Override
        public Answer<Integer> reservation(String function) {
            return Answer.of(LimitValue.NONE);
        }

        @Override
        public Answer<Integer> provisioned(String function) {
            DESCRIBED.incrementAndGet();
            return Answer.of(0);
        }

        @Override
        public Answer<AccountLimits> limits() {
            return Answer.of(new AccountLimits(CONCURRENCY, CONCURRENCY));
        }

        @Override
        public Answer<Map<String, String>> tags(String function) {
            return Answer.of(GrowthFleet.tags(GrowthFleet.number(function)));
        }

        @Override
        public Answer<Map<String, String>> mappingTags(String uuid) {
            throw new IllegalStateException("there is no mapping");
        }

        @Override
        public Answer<TriggerMapping> mapping(String uuid) {
            throw new IllegalStateException("there is no mapping");
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
