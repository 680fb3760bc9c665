package dev.breakwater.guard.live;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.inventory.EveryKind;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.model.function.FunctionFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The inventory that is read before the job is built, and by which past data is priced and grouped. This inventory has
 * the memory, architecture, tags, queues and streams of every function. Reading 5,000 functions takes half a minute,
 * because there is no call per function. Reservations and lease tags arrive later, as changes while the job runs.
 *
 * @param fleet       functions by {@code account|region|function}
 * @param concurrency the smallest concurrency limit of all accounts and regions, or -1 if one of these limits could not
 *                    be read
 * @param gaps        the parts that could not be read, one line each
 */
public record FirstInventory(Map<String, FunctionFacts> fleet, int concurrency, List<String> gaps) {

    /**
     * The time limit for reading all accounts and regions. Functions that were not read within this time are priced
     * with {@code prices.assumedMemoryMb} until they are read.
     */
    static final Duration AT_MOST = Duration.ofMinutes(2);

    private static final int MOST_THREADS = 16;

    /** Reads all accounts and regions at the same time. A part that cannot be read is a gap, never an exception. */
    public static FirstInventory read(List<WatchedPlace> places, Map<String, String> environment) {
        List<InventoryPlace> asked =
                places.stream().map(WatchedPlace::inventory).toList();
        return read(asked, place -> EveryKind.open(place, environment), ActClock.system());
    }

    static FirstInventory read(List<InventoryPlace> places, PlaceDirectory.Factory directories, ActClock clock) {
        long end = clock.millis() + AT_MOST.toMillis();
        List<FirstListing> listings = all(places, place -> FirstListing.read(place, directories, clock, end));
        Map<String, FunctionFacts> fleet = new LinkedHashMap<>();
        List<String> gaps = new ArrayList<>();
        int concurrency = Integer.MAX_VALUE;
        for (FirstListing listing : listings) {
            fleet.putAll(listing.functions());
            gaps.addAll(listing.gaps());
            Answer<AccountLimits> limits = listing.limits();
            concurrency = limits.ok() ? Math.min(concurrency, limits.value().concurrent()) : -1;
        }
        return new FirstInventory(fleet, concurrency == Integer.MAX_VALUE ? -1 : concurrency, gaps);
    }

    /**
     * Reads the accounts and regions in parallel, because each has its own AWS endpoint. The results have the order of
     * the accounts and regions.
     */
    private static <T> List<T> all(List<InventoryPlace> places, Function<InventoryPlace, T> work) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(MOST_THREADS, places.size())));
        try {
            List<CompletableFuture<T>> begun = places.stream()
                    .map(place -> CompletableFuture.supplyAsync(() -> work.apply(place), threads))
                    .toList();
            return begun.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }
}
