package dev.breakwater.guard.stage.fleet;

import dev.breakwater.core.control.FleetView;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.FunctionKey;
import dev.breakwater.core.model.Place;
import dev.breakwater.core.policy.EdgeName;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.guard.wire.FleetChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;

/**
 * The first inventory with all later changes. Broadcast changes are newer than the job's own inventory. Removed
 * functions are kept for a day, so that every key has seen the removal.
 */
final class LiveFleet implements Fleet {

    private static final long DAY_MILLIS = DataMinute.DAY * DataMinute.MILLIS;

    private final Map<String, FunctionFacts> first;
    private final Map<Place, LivePlace> places = new HashMap<>();
    /** The time of removal by key, earliest first. Null until the changes were searched. */
    private Map<String, Long> gone;

    private ReadOnlyBroadcastState<String, FleetChange> changes;

    LiveFleet(Map<String, FunctionFacts> first) {
        this.first = first;
    }

    /** Reads the changes through the context of this call. */
    LiveFleet with(ReadOnlyBroadcastState<String, FleetChange> now) {
        changes = now;
        return this;
    }

    /** Takes a change, in the same way in every instance. */
    void take(FleetChange change, BroadcastState<String, FleetChange> state) throws Exception {
        changes = state;
        FleetChange whole = change.onto(facts(change.key()));
        if (whole == null) return;
        if (gone == null) gone = goneBefore();
        state.put(whole.key(), whole);
        LivePlace place = places.get(placeOf(whole));
        if (place != null) place.take(whole);
        gone.remove(whole.key());
        if (whole.kind() == FleetChange.Kind.GONE) gone.put(whole.key(), whole.at());
        forget(whole.at(), state);
    }

    /** Otherwise, functions from the first inventory would come back without their change. */
    private void forget(long now, BroadcastState<String, FleetChange> state) throws Exception {
        for (Iterator<Map.Entry<String, Long>> all = gone.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Long> oldest = all.next();
            if (now - oldest.getValue() < DAY_MILLIS) return;
            all.remove();
            if (first.containsKey(oldest.getKey())) continue;
            LivePlace place = places.get(placeOf(state.get(oldest.getKey())));
            if (place != null) place.forget(oldest.getKey());
            state.remove(oldest.getKey());
        }
    }

    private Map<String, Long> goneBefore() throws Exception {
        List<FleetChange> all = new ArrayList<>();
        for (Map.Entry<String, FleetChange> e : changes.immutableEntries()) {
            if (e.getValue().kind() == FleetChange.Kind.GONE) all.add(e.getValue());
        }
        all.sort(Comparator.comparingLong(FleetChange::at));
        Map<String, Long> before = new LinkedHashMap<>();
        all.forEach(change -> before.put(change.key(), change.at()));
        return before;
    }

    @Override
    public FunctionFacts facts(String key) {
        String home = EdgeName.homeId(key);
        FleetChange change = change(home);
        return change == null ? first.get(home) : change.facts();
    }

    private FleetChange change(String key) {
        try {
            return changes.get(key);
        } catch (Exception e) {
            throw new IllegalStateException("the broadcast inventory cannot be read", e);
        }
    }

    @Override
    public FleetView of(String account, String region) {
        return places.computeIfAbsent(new Place(account, region), this::place).view();
    }

    private LivePlace place(Place where) {
        LivePlace place = new LivePlace(where, first);
        try {
            for (Map.Entry<String, FleetChange> e : changes.immutableEntries()) {
                if (LiveBooks.isBook(e.getValue())) continue;
                if (placeOf(e.getValue()).equals(where)) place.take(e.getValue());
            }
        } catch (Exception e) {
            throw new IllegalStateException("the broadcast inventory cannot be read", e);
        }
        return place;
    }

    private static Place placeOf(FleetChange change) {
        String key = change.key();
        return change.kind() == FleetChange.Kind.LIMIT
                ? Place.parse(key)
                : FunctionKey.parse(key).place();
    }

    /**
     * One account and region of the inventory, updated with each change, so that a view costs the same for any fleet.
     */
    static final class LivePlace {

        private final String prefix;
        private final Map<String, FunctionFacts> functions = new TreeMap<>();
        private final Set<String> gone = new TreeSet<>();
        private int concurrency = -1;
        private int reserved;
        /** A view of the maps above, which may change later. Null if it is out of date. */
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

        /** All keys have seen its removal. */
        void forget(String key) {
            view = null;
            gone.remove(name(key));
        }

        /** It is the same object until something changes. An older object also shows the present state. */
        FleetView view() {
            if (view == null) {
                view = new FleetView(
                        Collections.unmodifiableMap(functions),
                        Collections.unmodifiableSet(gone),
                        concurrency,
                        reserved);
            }
            return view;
        }

        private String name(String key) {
            return key.substring(prefix.length());
        }
    }
}
