package dev.breakwater.core.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Usage sorted into the months of the bill: tiers and free tier begin anew with each. */
public final class UsageMonths {

    private final Map<Integer, Map<String, Usage>> months = new TreeMap<>();

    /** Counts usage of a minute (floor(epoch seconds / 60) of its start). */
    public void add(long minute, Usage usage) {
        months.computeIfAbsent(Month.of(minute), m -> new TreeMap<>()).merge(usage.key(), usage, Usage::plus);
    }

    /** The months that have usage, as {@link Month} numbers them, in order. */
    public List<Integer> months() {
        return List.copyOf(months.keySet());
    }

    /** The bill of one month; empty where nothing was used. */
    public Bill bill(int month, PriceBook book) {
        return Billing.bill(
                book, new ArrayList<>(months.getOrDefault(month, Map.of()).values()));
    }
}
