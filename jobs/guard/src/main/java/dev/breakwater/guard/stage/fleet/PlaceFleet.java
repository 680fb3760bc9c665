package dev.breakwater.guard.stage.fleet;

import dev.breakwater.engine.control.FleetView;
import dev.breakwater.guard.stage.fleet.Fleet.KeyedFleet;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.FleetChange.Kind;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.FunctionFacts;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The inventory's facts about the current key's account and region, stored in its state. A view reads a function when it
 * is first needed, and keeps it, because control needs a surging function many times in a step. All functions are read
 * only when all of them are needed. An account and region without a surge never needs all functions.
 *
 * <p>A removed function is remembered for a day, so that its throttle is ended and not set again. A function that is
 * known only from the first inventory is forgotten after a day too. By then, the running inventory has seen the
 * function, or the function no longer exists.
 */
final class PlaceFleet implements KeyedFleet {

    private static final long HOUR_MILLIS = 3_600_000;
    private static final long DAY_MILLIS = DataMinute.DAY * DataMinute.MILLIS;
    /** The key of the limit in {@link #known}. No function has this name. */
    private static final String LIMIT = "";

    /** The newest change of each existing function, by name, and of the limit. */
    private final MapState<String, FleetChange> known;
    /**
     * When a function was last seen, in epoch milliseconds, by name. The map has functions that were removed or that
     * are known only from the first inventory.
     */
    private final MapState<String, Long> passing;

    private final Map<Place, Seen> places = new HashMap<>();

    /** The functions of one account and region. */
    private final class Seen extends AbstractMap<String, FunctionFacts> {

        private final Map<String, FunctionFacts> kept = new TreeMap<>();
        /** Whether all functions were read. */
        private boolean all;
        /** Null if the view must be computed again before its next use. */
        private FleetView view;

        private long sweptAt = Long.MIN_VALUE;

        @Override
        public FunctionFacts get(Object name) {
            if (all) return kept.get(name);
            return name.equals(LIMIT) ? null : kept.computeIfAbsent((String) name, PlaceFleet.this::factsOf);
        }

        @Override
        public boolean containsKey(Object name) {
            return get(name) != null;
        }

        @Override
        public Set<Entry<String, FunctionFacts>> entrySet() {
            if (!all) readAll(kept);
            all = true;
            return Collections.unmodifiableMap(kept).entrySet();
        }

        private void change(String name) {
            view = null;
            kept.remove(name);
            if (!all || name.equals(LIMIT)) return;
            FunctionFacts now = factsOf(name);
            if (now != null) kept.put(name, now);
        }
    }

    /** A read or a change of state. */
    private interface Access<T> {
        T now() throws Exception;
    }

    PlaceFleet(RuntimeContext context) {
        this(
                context.getMapState(
                        new MapStateDescriptor<>("facts", Types.STRING, TypeInformation.of(FleetChange.class))),
                context.getMapState(new MapStateDescriptor<>("passing", Types.STRING, Types.LONG)));
    }

    PlaceFleet(MapState<String, FleetChange> known, MapState<String, Long> passing) {
        this.known = known;
        this.passing = passing;
    }

    @Override
    public void take(FleetChange change) throws Exception {
        boolean limit = change.kind() == Kind.LIMIT;
        FunctionKey function = limit ? null : FunctionKey.parse(change.key());
        Seen seen = seen(limit ? Place.parse(change.key()) : function.place());
        String name = limit ? LIMIT : function.name();
        FleetChange before = known.get(name);
        if (change.kind() == Kind.FIRST && passing.contains(name)) return;
        FleetChange whole = change.onto(before == null ? null : before.facts());
        if (whole == null) return;
        if (change.kind() == Kind.GONE) known.remove(name);
        else known.put(name, whole);
        if (change.kind() == Kind.GONE || change.kind() == Kind.FIRST) passing.put(name, change.at());
        else if (before == null || before.kind() == Kind.FIRST) passing.remove(name);
        seen.change(name);
        if (change.at() - HOUR_MILLIS >= seen.sweptAt) sweep(seen, change.at());
    }

    private void sweep(Seen seen, long now) throws Exception {
        seen.sweptAt = now;
        for (Iterator<Map.Entry<String, Long>> all = passing.iterator(); all.hasNext(); ) {
            Map.Entry<String, Long> one = all.next();
            if (now - one.getValue() < DAY_MILLIS) continue;
            String name = one.getKey();
            all.remove();
            known.remove(name);
            seen.change(name);
        }
    }

    @Override
    public FunctionFacts facts(String key) {
        FunctionKey function = FunctionKey.parse(key);
        return seen(function.place()).get(function.name());
    }

    @Override
    public FleetView of(String account, String region) {
        Seen seen = seen(new Place(account, region));
        if (seen.view == null) {
            FleetChange limit = read(() -> known.get(LIMIT));
            seen.view = new FleetView(
                    seen, gone(), limit == null ? -1 : limit.concurrency(), limit == null ? 0 : limit.reserved());
        }
        return seen.view;
    }

    private Seen seen(Place place) {
        return places.computeIfAbsent(place, p -> new Seen());
    }

    private FunctionFacts factsOf(String name) {
        FleetChange change = read(() -> known.get(name));
        return change == null ? null : change.facts();
    }

    private void readAll(Map<String, FunctionFacts> into) {
        read(() -> {
            for (Map.Entry<String, FleetChange> e : known.entries()) {
                if (e.getValue().kind() != Kind.LIMIT)
                    into.put(e.getKey(), e.getValue().facts());
            }
            return into;
        });
    }

    private Set<String> gone() {
        return read(() -> {
            Set<String> gone = new HashSet<>();
            for (String name : passing.keys()) if (!known.contains(name)) gone.add(name);
            return gone;
        });
    }

    private static <T> T read(Access<T> access) {
        try {
            return access.now();
        } catch (Exception e) {
            throw new IllegalStateException("the inventory in the state cannot be read", e);
        }
    }
}
