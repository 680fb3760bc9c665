package dev.breakwater.engine.limit;

import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A simulated limit of a function at AWS. It remembers who did what, and shows readers an older state. */
final class ModelLimit {
    /** The author of a change of value or tag. */
    enum Who {
        US,
        SOMEBODY
    }

    /** A state of the limit, and the instant from which it applies. */
    record State(long at, boolean exists, int value, String tag, Who who) {}

    /** A call that has not yet taken effect. */
    private record Late(long at, int value, int function) {}

    private final List<State> states = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();

    /** How old the value and the tag in a reading are, each separately, in milliseconds. */
    long valueAge;

    long tagAge;
    /** Until when the function's tag asks Breakwater to leave it alone. */
    long handsOffUntil;

    /** The largest value that AWS accepts as a reservation here. */
    int most = Integer.MAX_VALUE;

    boolean unreadable;
    /** A number that increases when the function is created again. */
    private int function;

    ModelLimit(int value, long now) {
        states.add(new State(Long.MIN_VALUE, true, value, null, Who.SOMEBODY));
        states.add(new State(now, true, value, null, Who.SOMEBODY));
    }

    /** All states so far, oldest first. */
    List<State> states() {
        return states;
    }

    private State last() {
        return states.get(states.size() - 1);
    }

    /** The present value. */
    int value() {
        return last().value();
    }

    String tag() {
        return last().tag();
    }

    boolean exists() {
        return last().exists();
    }

    /** The author of the present value. */
    Who setBy() {
        return last().who();
    }

    void set(int value, Who who, long now) {
        states.add(new State(now, true, value, tag(), who));
    }

    void tag(String tag, long now) {
        states.add(new State(now, exists(), value(), tag, setBy()));
    }

    void delete(long now) {
        states.add(new State(now, false, LimitValue.NONE, null, Who.SOMEBODY));
    }

    void create(long now) {
        function++;
        states.add(new State(now, true, LimitValue.NONE, null, Who.SOMEBODY));
    }

    /** Lets a call take effect later, although we stopped waiting for it. */
    void lands(int value, long at) {
        late.add(new Late(at, value, function));
    }

    /** Lets calls that are due take effect. */
    void passes(long now) {
        late.sort(Comparator.comparingLong(Late::at));
        while (!late.isEmpty() && late.get(0).at() <= now) {
            Late due = late.remove(0);
            if (exists() && due.function() == function) set(due.value(), Who.US, due.at());
        }
    }

    LimitReading read(long now) {
        State value = at(now - valueAge);
        State tag = at(now - tagAge);
        if (!value.exists()) return LimitReading.MISSING;
        int shown = unreadable ? LimitValue.UNREADABLE : value.value();
        return new LimitReading(true, shown, tag.tag(), handsOffUntil, Map.of());
    }

    private State at(long then) {
        for (int i = states.size() - 1; ; i--) if (states.get(i).at() <= then) return states.get(i);
    }
}
