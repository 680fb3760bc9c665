package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Sighting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The state of a listener that applies every change and keeps unknown values unchanged. */
final class Reader {

    final Map<String, FunctionFacts> functions = new TreeMap<>();
    final Map<String, List<TriggerMapping>> triggers = new TreeMap<>();
    final Map<String, Sighting> readings = new TreeMap<>();
    final TreeSet<String> gaps = new TreeSet<>();
    AccountLimits limits;

    Reader() {}

    Reader(Reader other) {
        functions.putAll(other.functions);
        triggers.putAll(other.triggers);
        readings.putAll(other.readings);
        gaps.addAll(other.gaps);
        limits = other.limits;
    }

    void hear(InventoryChange change) {
        switch (change.kind()) {
            case FOUND, CHANGED -> seen(change);
            case GONE -> {
                functions.remove(change.scope().key());
                triggers.remove(change.scope().key());
            }
            case LIMITS -> limits = change.limits();
            case GAP -> gaps.add(change.text().replaceAll(": .*", ""));
            case GAP_CLOSED -> gaps.remove(change.text());
            case MARKED, STILL_MARKED ->
                readings.put(change.scope().key() + change.sighting().lever().mapping(), change.sighting());
        }
    }

    private void seen(InventoryChange change) {
        FunctionFacts now = change.seen().facts();
        FunctionFacts was = functions.getOrDefault(now.function(), now);
        FunctionFacts merged = now.with(
                now.tagsRead() ? new HashMap<>(now.tags()) : was.tags(),
                now.reservation().sensedAt() >= 0 ? now.reservation() : was.reservation(),
                TriggerFacts.UNKNOWN,
                now.capacity());
        functions.put(now.function(), FakePlace.timeless(merged));
        if (change.seen().triggers() != null)
            triggers.put(change.scope().key(), change.seen().triggers());
    }
}
