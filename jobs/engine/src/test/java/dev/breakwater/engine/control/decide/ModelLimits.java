package dev.breakwater.engine.control.decide;

import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Answer;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Limits at a simulated AWS. It carries out each call at once, unless a test makes calls fail. */
final class ModelLimits {
    private final List<FunctionFacts> facts;
    private final Map<String, Integer> values = new HashMap<>();
    private final Map<String, String> tags = new HashMap<>();
    final Map<String, Long> handsOff = new HashMap<>();
    final Set<String> gone = new HashSet<>();
    private final Map<Call.Kind, Result> fails = new EnumMap<>(Call.Kind.class);
    private LeverKind denied;
    private String words = "";
    private long moment;

    ModelLimits(List<FunctionFacts> facts) {
        this.facts = facts;
    }

    void fails(Call.Kind kind, Result result, String said) {
        fails.put(kind, result);
        words = said;
    }

    /** Removes the permission to set and restore this kind of limit. Its tag and value can still be read. */
    void denies(LeverKind lever, String said) {
        denied = lever;
        words = said;
    }

    void works() {
        fails.clear();
        denied = null;
    }

    /** The limits by {@link LimitState#key}. A missing key means no limit. */
    int value(String key) {
        return values.getOrDefault(key, LimitValue.NONE);
    }

    void set(String key, int value) {
        values.put(key, value);
    }

    int value(String function, Lever lever) {
        return values.computeIfAbsent(LimitState.key(function, lever), key -> found(function, lever));
    }

    void set(String function, Lever lever, int value) {
        set(LimitState.key(function, lever), value);
    }

    String tag(String key) {
        return tags.get(key);
    }

    String tag(String function, Lever lever) {
        return tag(LimitState.key(function, lever));
    }

    void tag(String function, Lever lever, String text) {
        tags.put(LimitState.key(function, lever), text);
    }

    private int found(String function, Lever lever) {
        for (FunctionFacts f : facts) {
            if (!f.function().equals(function)) continue;
            if (lever.isReservation()) return f.reservation().previous();
            Trigger trigger = f.triggers().of(lever.mapping());
            return trigger == null ? LimitValue.NONE : trigger.previous();
        }
        return LimitValue.NONE;
    }

    /** Makes a call. Its answer has a later time than the answer before it, although control's clock does not move. */
    Answer make(Call call, long clock) {
        moment = Math.max(moment + 1, clock + 1);
        long now = moment;
        Result fails = this.fails.get(call.kind());
        boolean sets = call.kind() == Call.Kind.SET || call.kind() == Call.Kind.RESTORE;
        if (sets && call.lever().kind().equals(denied)) fails = Result.DENIED;
        if (fails != null) return new Answer(call, fails, null, words, now, now);
        if (gone.contains(call.function())) return new Answer(call, Result.MISSING, null, "", now, now);
        switch (call.kind()) {
            case READ -> {
                return new Answer(call, Result.DONE, read(call.function(), call.lever()), "", now, now);
            }
            case TAG -> tag(call.function(), call.lever(), call.tag());
            case UNTAG -> tags.remove(call.limit());
            default -> set(call.function(), call.lever(), call.value());
        }
        return new Answer(call, Result.DONE, null, "", now, now);
    }

    LimitReading read(String function, Lever lever) {
        return new LimitReading(
                true, value(function, lever), tag(function, lever), handsOff.getOrDefault(function, 0L), Map.of());
    }
}
