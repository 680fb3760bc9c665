package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.inventory.InventoryChange.LimitReading;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The state of a listener that applies every change and keeps unknown values unchanged. */
final class Reader {

    final Map<String, FunctionDescription> functions = new TreeMap<>();
    final Map<String, List<TriggerMapping>> triggers = new TreeMap<>();
    final Map<String, LimitReading> readings = new TreeMap<>();
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
                functions.remove(change.ref().function());
                triggers.remove(change.ref().function());
            }
            case LIMITS -> limits = change.limits();
            case GAP -> gaps.add(change.text().replaceAll(": .*", ""));
            case GAP_CLOSED -> gaps.remove(change.text());
            case MARKED ->
                readings.put(change.ref().function() + change.reading().mapping(), change.reading());
            case UNUSED -> throw new AssertionError("nobody here can tell");
        }
    }

    private void seen(InventoryChange change) {
        FunctionDescription now = change.seen().function();
        FunctionDescription was = functions.getOrDefault(change.ref().function(), now);
        functions.put(
                change.ref().function(),
                new FunctionDescription(
                        now.ref(),
                        now.memoryMb(),
                        now.architecture(),
                        now.timeoutSeconds(),
                        change.seen().reservationKnown() ? now.reservation() : was.reservation(),
                        now.lastModifiedMillis(),
                        change.seen().tagsKnown() ? new HashMap<>(now.tags()) : was.tags()));
        if (change.seen().triggersKnown())
            triggers.put(change.ref().function(), change.seen().triggers());
    }
}
