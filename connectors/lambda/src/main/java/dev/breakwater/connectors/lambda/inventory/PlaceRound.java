package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import dev.breakwater.connectors.lambda.inventory.PlaceSplit.Digest;
import dev.breakwater.connectors.lambda.inventory.RoundCalls.LimitReader;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One round over one account and region, in small steps. The round reads the account's limits, then page by page the
 * mappings, all tags and the functions, and emits the functions at once. Then it reads disappeared functions,
 * reservations, and the tags of queues and streams one by one. <p>New functions, changed functions and functions with
 * Breakwater's tag come first, at full pace. The other functions are spread over the rest of the period, in the order
 * of their last readings. If the period is too short, the remaining functions come first in the next round.
 */
final class PlaceRound {

    /** The round is over. */
    static final long OVER = -1;

    /** The largest number of functions that are listed. A job's own limit is lower. */
    static final int MOST_FUNCTIONS = 2_100_000;

    private final PlaceDirectory directory;
    private final Map<String, PlaceSplit.KnownFunction> known;
    private final InventoryPace pace;
    private final ActClock clock;
    private final Consumer<PlaceFact> facts;

    private final long startMillis;
    private final RoundCalls calls;
    private final LimitReader reader;
    private final List<PlaceDirectory.ListedFunction> listed = new ArrayList<>();
    private final List<TriggerMapping> mappings = new ArrayList<>();
    private final Deque<String> unlisted = new ArrayDeque<>();
    private Map<String, List<TriggerMapping>> triggers;
    /** Tags by function, for functions that have tags. Null if the index of tags was not read or cannot be read. */
    private Map<String, Map<String, String>> tags = new HashMap<>();

    private LongSupplier next = this::limits;
    private String marker = "";
    private boolean complete;
    private RoundQueue queue;

    PlaceRound(
            PlaceDirectory directory,
            Map<String, PlaceSplit.KnownFunction> known,
            InventoryPace pace,
            ActClock clock,
            Consumer<PlaceFact> facts) {
        this.directory = directory;
        this.known = known;
        this.pace = pace;
        this.clock = clock;
        this.facts = facts;
        startMillis = clock.millis();
        calls = new RoundCalls(clock, facts);
        reader = new LimitReader(directory, calls);
    }

    /** Makes at most a few calls. Returns the milliseconds until the next step, or {@link #OVER}. */
    long step() {
        return next.getAsLong();
    }

    /** Returns the time at which the next round is due, epoch milliseconds. */
    long nextMillis() {
        return startMillis + pace.everyMillis();
    }

    private long limits() {
        Answer<AccountLimits> limits = calls.call(AwsCall.GET_ACCOUNT_SETTINGS, directory::limits);
        if (limits.ok()) facts.accept(new PlaceFact.Limits(limits.value()));
        next = this::mappings;
        return 0;
    }

    private long mappings() {
        Answer<PlaceDirectory.Page<TriggerMapping>> page =
                calls.call(AwsCall.LIST_EVENT_SOURCE_MAPPINGS, () -> directory.mappings(marker));
        if (page.ok()) mappings.addAll(page.value().items());
        marker = page.ok() ? page.value().next() : "";
        if (!marker.isEmpty()) return 0;
        if (page.ok()) triggers = mappings.stream().collect(Collectors.groupingBy(TriggerMapping::function));
        next = this::tags;
        return 0;
    }

    private long tags() {
        Answer<MarkedLimits.Page> page = calls.call(AwsCall.GET_RESOURCES, () -> directory.tagged("", marker));
        if (page.ok()) {
            for (Marked found : page.value().items()) if (found.function()) tags.put(found.target(), found.tags());
        } else {
            tags = null;
        }
        marker = page.ok() ? page.value().next() : "";
        if (marker.isEmpty()) next = this::functions;
        return 0;
    }

    private long functions() {
        Answer<PlaceDirectory.Page<PlaceDirectory.ListedFunction>> page =
                calls.call(AwsCall.LIST_FUNCTIONS, () -> directory.functions(marker));
        if (!page.ok()) {
            next = this::end;
            return 0;
        }
        page.value().items().forEach(this::listed);
        marker = page.value().next();
        boolean full = listed.size() >= MOST_FUNCTIONS;
        if (!marker.isEmpty() && !full) return 0;
        complete = marker.isEmpty();
        if (complete) unlisted.addAll(notListed());
        queue = new RoundQueue(listed, known, this::triggersOf);
        next = this::confirmGone;
        return 0;
    }

    /**
     * Emits functions before reservations and mappings are read, because prices and policies need only memory and tags.
     */
    private void listed(PlaceDirectory.ListedFunction function) {
        listed.add(function);
        List<TriggerMapping> its = triggersOf(function.name());
        boolean unmarkable = its != null && its.stream().allMatch(t -> t.lever() == null);
        facts.accept(new PlaceFact.Seen(
                function, indexed(function.name()), PlaceFact.RESERVATION_UNKNOWN, unmarkable ? its : null, null));
    }

    private Set<String> notListed() {
        Set<String> missing = new TreeSet<>(known.keySet());
        listed.forEach(function -> missing.remove(function.name()));
        return missing;
    }

    /**
     * Checks a missing function. A page of a listing may be incomplete, so a function is gone only if a call by its
     * name does not find it.
     */
    private long confirmGone() {
        String function = unlisted.poll();
        if (function == null) {
            next = this::details;
            return 0;
        }
        Answer<Integer> found = reader.reservation(function);
        boolean nobodyCanTell = found.failedAs(Outcome.DENIED);
        if (found.failedAs(Outcome.MISSING) || nobodyCanTell) facts.accept(new PlaceFact.Gone(function));
        return pace.millisFor(1);
    }

    private long details() {
        long now = clock.millis();
        PlaceDirectory.ListedFunction function = queue.poll(now < nextMillis());
        if (function == null) {
            next = this::end;
            return 0;
        }
        int before = calls.made();
        describe(function);
        int made = calls.made() - before;
        if (made == 0) return 0;
        return Math.max(pace.millisFor(made), queue.urgent() ? 0 : queue.spread(nextMillis() - now));
    }

    private void describe(PlaceDirectory.ListedFunction function) {
        String name = function.name();
        Map<String, String> its = indexed(name);
        if (its == null) {
            Answer<Map<String, String>> asked = reader.tags(name);
            if (asked.failedAs(Outcome.MISSING)) return;
            if (asked.ok()) its = asked.value();
        }
        Answer<LimitReader.Settled<Integer>> read = reservation(name, its);
        if (read.failedAs(Outcome.MISSING)) return;
        int value = read.ok() ? read.value().value() : PlaceFact.RESERVATION_UNKNOWN;
        if (read.ok()) its = read.value().tags();
        Answer<Integer> ready = reader.provisioned(name);
        facts.accept(new PlaceFact.Seen(
                function, its, value, reader.mappings(triggersOf(name)), ready.ok() ? ready.value() : null));
    }

    /** A reservation that may be Breakwater's must be read together with its tag. */
    private Answer<LimitReader.Settled<Integer>> reservation(String name, Map<String, String> its) {
        PlaceSplit.KnownFunction before = known.get(name);
        if (before == null || before.reservation() <= LimitValue.NONE) {
            Answer<Integer> found = reader.reservation(name);
            boolean none = found.ok() && found.value() == LimitValue.NONE;
            if (none || !found.ok()) return found.map(value -> new LimitReader.Settled<>(its, value));
        }
        return reader.function(name);
    }

    private long end() {
        if (complete && listed.isEmpty()) {
            // if there are no functions, nothing is unknown
            calls.needless(List.of(
                    AwsCall.LIST_TAGS, AwsCall.GET_FUNCTION_CONCURRENCY, AwsCall.LIST_PROVISIONED_CONCURRENCY_CONFIGS));
        }
        if (complete && tags != null) calls.needless(List.of(AwsCall.LIST_TAGS));
        if (complete && triggers != null) {
            calls.needless(List.of(AwsCall.LIST_MAPPING_TAGS, AwsCall.GET_EVENT_SOURCE_MAPPING));
        }
        facts.accept(new PlaceFact.Ended(complete, calls.worked()));
        return OVER;
    }

    /** Returns all tags of a function, or null if the index could not be read. */
    private Map<String, String> indexed(String function) {
        return tags == null ? null : tags.getOrDefault(function, Map.of());
    }

    private List<TriggerMapping> triggersOf(String function) {
        return triggers == null ? null : triggers.getOrDefault(function, List.of());
    }

    /** Decides the order in which a round reads the functions. */
    static final class RoundQueue {

        /** The share of the period over which reads are spread, so that they end before the next period. */
        private static final double SPREAD = 0.8;

        private final Deque<PlaceDirectory.ListedFunction> first = new ArrayDeque<>();
        private final Deque<PlaceDirectory.ListedFunction> others = new ArrayDeque<>();

        /**
         * @param known    the state after the previous round
         * @param triggers the triggers of a function, or null if they are unknown
         */
        RoundQueue(
                List<PlaceDirectory.ListedFunction> listed,
                Map<String, PlaceSplit.KnownFunction> known,
                Function<String, List<TriggerMapping>> triggers) {
            listed.stream()
                    .filter(f -> isFirst(f, known.get(f.name()), triggers.apply(f.name())))
                    .forEach(first::add);
            listed.stream()
                    .filter(f -> !isFirst(f, known.get(f.name()), triggers.apply(f.name())))
                    .sorted(Comparator.comparingLong(f -> known.get(f.name()).seenMillis()))
                    .forEach(others::add);
        }

        /**
         * Returns the next function, or null if the round is over.
         *
         * @param inTime whether there is time for functions that could wait for the next round
         */
        PlaceDirectory.ListedFunction poll(boolean inTime) {
            if (!first.isEmpty()) return first.poll();
            return inTime ? others.poll() : null;
        }

        /** Returns whether urgent functions are left. */
        boolean urgent() {
            return !first.isEmpty();
        }

        /** Returns the pause that spreads the remaining functions over the rest of the period, in milliseconds. */
        long spread(long leftMillis) {
            return others.isEmpty() ? 0 : Math.max(0, (long) (leftMillis * SPREAD / others.size()));
        }

        private static boolean isFirst(
                PlaceDirectory.ListedFunction listed, PlaceSplit.KnownFunction known, List<TriggerMapping> triggers) {
            return known == null
                    || known.marked()
                    || known.listed() != Digest.of(listed.facts())
                    || known.revision() != Digest.of(listed.revision())
                    || triggers != null && known.triggers() != Digest.ofTriggers(triggers);
        }
    }
}
