package dev.breakwater.guard.stage.fleet;

import dev.breakwater.core.control.FleetView;
import dev.breakwater.core.model.FunctionKey;
import dev.breakwater.core.model.Place;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.guard.wire.FleetChange;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One account and region of the inventory, updated change by change: a view of it costs the same for any fleet. */
final class LivePlace {

    private final String prefix;
    private final Map<String, FunctionFacts> functions = new TreeMap<>();
    private final Set<String> gone = new TreeSet<>();
    private int concurrency = -1;
    private int reserved;
    /** A view of the maps above, which may change later; null if it is out of date. */
    private FleetView view;

    /**
     * @param first the job's own inventory, of all places
     */
    LivePlace(Place place, Map<String, FunctionFacts> first) {
        prefix = FunctionKey.id(place.account(), place.region(), "");
        first.forEach((key, facts) -> {
            if (key.startsWith(prefix)) functions.put(name(key), facts);
        });
    }

    void take(FleetChange change) {
        view = null;
        switch (change.kind()) {
            case FACTS -> {
                functions.put(name(change.key()), change.facts());
                gone.remove(name(change.key()));
            }
            case GONE -> {
                functions.remove(name(change.key()));
                gone.add(name(change.key()));
            }
            case LIMIT -> {
                concurrency = change.concurrency();
                reserved = change.reserved();
            }
            case HELD, BOOK -> throw new IllegalStateException("only complete facts about functions are kept");
        }
    }

    /** All keys have seen that it is gone. */
    void forget(String key) {
        view = null;
        gone.remove(name(key));
    }

    /** The same object until something changes; an older one shows the present state too. */
    FleetView view() {
        if (view == null) {
            view = new FleetView(
                    Collections.unmodifiableMap(functions), Collections.unmodifiableSet(gone), concurrency, reserved);
        }
        return view;
    }

    private String name(String key) {
        return key.substring(prefix.length());
    }
}
