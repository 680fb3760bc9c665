package dev.breakwater.connectors.lambda;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an effects log remembers of its newest lines: which intents ended how, and what became of each limit. Bounded:
 * the oldest are forgotten.
 */
public final class EffectsMemory {

    /** How long a function is left alone after a change by hand. */
    public static final Duration LEFT_ALONE = Duration.ofHours(24);

    private static final int LIMIT = 10_000;

    private static final Set<EffectOutcome> DONE =
            Set.of(EffectOutcome.APPLIED, EffectOutcome.RELEASED, EffectOutcome.ALREADY);

    private final Map<String, Effect> intents = bounded();
    private final Map<LeverRef, Effect> limits = bounded();

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
            case OVERRIDDEN -> history(effect.limitRef(), effect.at()).kind() != History.Kind.LEFT_ALONE;
            default -> false;
        };
        if (decisive) {
            limits.remove(effect.limitRef());
            limits.put(effect.limitRef(), effect);
        }
    }

    public History history(LeverRef limit, long nowMillis) {
        Effect last = limits.get(limit);
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
        return effect.limitRef().arn() + ' ' + effect.intent();
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
