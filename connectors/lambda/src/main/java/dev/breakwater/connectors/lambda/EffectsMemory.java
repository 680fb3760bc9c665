package dev.breakwater.connectors.lambda;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an effects log remembers of its newest lines: which intents ended how, and what became of each function. Bounded:
 * the oldest are forgotten.
 */
public final class EffectsMemory {

    /** How long a function is left alone after a change by hand. */
    public static final Duration LEFT_ALONE = Duration.ofHours(24);

    private static final int LIMIT = 10_000;

    private static final Set<EffectOutcome> DONE =
            Set.of(EffectOutcome.APPLIED, EffectOutcome.RELEASED, EffectOutcome.ALREADY);

    private final Map<String, Effect> intents = bounded();
    private final Map<FunctionRef, Effect> functions = bounded();

    /** Whether a line like this one would say nothing new. */
    public boolean isRepeat(Effect effect) {
        Effect before = intents.get(key(effect));
        if (before == null) {
            return false;
        }
        return switch (effect.outcome()) {
            case APPLIED ->
                before.outcome() == EffectOutcome.APPLIED
                        && before.limit() == effect.limit()
                        && before.untilMillis() == effect.untilMillis();
            case ALREADY -> DONE.contains(before.outcome());
            default -> before.outcome() == effect.outcome();
        };
    }

    public void remember(Effect effect) {
        intents.remove(key(effect));
        intents.put(key(effect), effect);
        boolean decisive = switch (effect.outcome()) {
            case APPLIED, RELEASED, GONE -> true;
            // the 24 hours begin with the first sight of the hand, not with each repeat
            case OVERRIDDEN -> history(effect.ref(), effect.at()).kind() != History.Kind.LEFT_ALONE;
            default -> false;
        };
        if (decisive) {
            functions.remove(effect.ref());
            functions.put(effect.ref(), effect);
        }
    }

    public History history(FunctionRef function, long nowMillis) {
        Effect last = functions.get(function);
        if (last == null) {
            return History.NONE;
        }
        if (last.outcome() == EffectOutcome.APPLIED && nowMillis < last.untilMillis()) {
            return History.held(last.limit(), last.previous());
        }
        boolean alone = last.outcome() == EffectOutcome.OVERRIDDEN && nowMillis - last.at() < LEFT_ALONE.toMillis();
        return alone ? History.LEFT_ALONE : History.NONE;
    }

    private static String key(Effect effect) {
        return effect.ref().arn() + ' ' + effect.intent();
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > LIMIT;
            }
        };
    }
}
