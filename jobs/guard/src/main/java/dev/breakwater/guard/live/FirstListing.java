package dev.breakwater.guard.live;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.guard.convert.InventoryFacts;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Collects the pages of the listings of one account and region within a time limit. */
final class FirstListing {

    private static final long CALL_BUDGET_MILLIS = 10_000;
    private static final InventoryFacts UNMARKED = new InventoryFacts(Set.of());

    private final InventoryPlace place;
    private final PlaceDirectory directory;
    private final ActClock clock;
    private final long end;
    private final Map<String, FunctionFacts> functions = new LinkedHashMap<>();
    private final Map<String, List<TriggerMapping>> feeds = new HashMap<>();
    /** The mappings that have a lease tag, according to the tag index. */
    private final Set<String> marked = new HashSet<>();

    private final List<String> gaps = new ArrayList<>();
    private Answer<AccountLimits> limits;

    private FirstListing(InventoryPlace place, PlaceDirectory directory, ActClock clock, long end) {
        this.place = place;
        this.directory = directory;
        this.clock = clock;
        this.end = end;
    }

    /** @param end after this time (epoch milliseconds), no further page is requested */
    static FirstListing read(InventoryPlace place, PlaceDirectory.Factory directories, ActClock clock, long end) {
        try (PlaceDirectory directory = directories.open(place)) {
            FirstListing listing = new FirstListing(place, directory, clock, end);
            listing.read();
            return listing;
        }
    }

    Map<String, FunctionFacts> functions() {
        return functions;
    }

    List<String> gaps() {
        return gaps;
    }

    Answer<AccountLimits> limits() {
        return limits;
    }

    private void read() {
        limits = call(directory::limits);
        if (!limits.ok()) gap(AwsCall.GET_ACCOUNT_SETTINGS, limits.failure().text());
        Map<String, Map<String, String>> tags = new HashMap<>();
        boolean tagged = pages(
                AwsCall.GET_RESOURCES,
                from -> directory.tagged("", from).map(p -> {
                    for (Marked found : p.items()) {
                        if (found.function()) tags.put(found.target(), found.tags());
                        else if (found.lease() != null) marked.add(found.target());
                    }
                    return p.next();
                }));
        boolean fed = pages(
                AwsCall.LIST_EVENT_SOURCE_MAPPINGS,
                from -> directory.mappings(from).map(p -> {
                    for (TriggerMapping m : p.items())
                        feeds.computeIfAbsent(m.function(), f -> new ArrayList<>())
                                .add(m);
                    return p.next();
                }));
        long at = clock.millis();
        pages(
                AwsCall.LIST_FUNCTIONS,
                from -> directory.functions(from).map(p -> {
                    for (PlaceDirectory.ListedFunction f : p.items()) {
                        TriggerFacts its = tagged && fed ? unmarked(f.name(), at) : TriggerFacts.UNKNOWN;
                        take(f, tagged ? tags.getOrDefault(f.name(), Map.of()) : null, its);
                    }
                    return p.next();
                }));
    }

    /**
     * Returns the queues and streams of a function. Without this information, a surge right after the start would be
     * limited by a reservation, which refuses messages that could wait in the queue.
     */
    private TriggerFacts unmarked(String function, long at) {
        List<TriggerMapping> its = feeds.getOrDefault(function, List.of());
        // a mapping with a lease tag must be read again, because the tag counts only together with the limit
        if (its.stream().anyMatch(m -> marked.contains(m.uuid()))) return TriggerFacts.UNKNOWN;
        return new TriggerFacts(its.stream().map(UNMARKED::trigger).toList(), at);
    }

    private void take(PlaceDirectory.ListedFunction f, Map<String, String> tags, TriggerFacts triggers) {
        FunctionFacts facts = f.facts()
                .with(tags, ReservationFacts.UNKNOWN, triggers, f.facts().capacity());
        functions.put(facts.scope().functionId(), facts);
    }

    /**
     * Reads all pages, and returns whether that worked. The function {@code page} reads one page and returns the start
     * of the next page.
     */
    private boolean pages(AwsCall call, Function<String, Answer<String>> page) {
        String from = "";
        do {
            if (clock.millis() >= end) {
                gap(
                        call,
                        "not all pages within " + FirstInventory.AT_MOST.toSeconds() + " s were read; the rest "
                                + "follows");
                return false;
            }
            String next = from;
            Answer<String> taken = call(() -> page.apply(next));
            if (!taken.ok()) {
                gap(call, taken.failure().text());
                return false;
            }
            from = taken.value();
        } while (!from.isEmpty());
        return true;
    }

    private <T> Answer<T> call(Supplier<Answer<T>> step) {
        return new CallBudget(clock, CALL_BUDGET_MILLIS).call(step);
    }

    private void gap(AwsCall call, String text) {
        gaps.add(call.permission() + " of " + place.account() + ' ' + place.region() + ": " + text);
    }
}
