package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an effects log remembers of its lines: how the newest intents ended, which limits were set and not given back,
 * which may have been set though AWS did not answer, and which functions a person took over. What is held is never
 * forgotten; of the intents the oldest are.
 */
public final class EffectsMemory {

    private static final int LIMIT = 10_000;

    private final Map<String, Effect> intents = bounded();
    private final Map<LeverRef, Effect> held = new LinkedHashMap<>();
    /** Limits that were asked for last without an answer: they may have been set all the same. */
    private final Map<LeverRef, Effect> asked = new LinkedHashMap<>();
    /** Releases since that did not work: they may have been done all the same. */
    private final Map<LeverRef, Effect> releases = new LinkedHashMap<>();

    private final Map<FunctionRef, Effect> hands = new HashMap<>();

    /** What these lines come to. */
    static EffectsMemory of(List<Effect> lines) {
        EffectsMemory memory = new EffectsMemory();
        lines.forEach(memory::remember);
        return memory;
    }

    /** Whether a line like this one would say nothing new. */
    public boolean isRepeat(Effect effect) {
        Effect before = intents.get(key(effect.limitRef(), effect.intent()));
        if (before == null) {
            return false;
        }
        boolean same = before.outcome() == effect.outcome();
        return switch (effect.outcome()) {
            // a limit that was touched is a line, even where it looks the same afterwards
            case APPLIED -> same && effect.detail().equals(Effect.HELD) && before.saysTheSame(effect);
            case ALREADY -> same || before.outcome() == EffectOutcome.RELEASED && before.found() == effect.found();
            default -> same && before.found() == effect.found();
        };
    }

    /** What that act came to where it gave the limit back, or had nothing to give back; else null. */
    public Effect givenBack(LeverRef limit, String intent) {
        Effect last = intents.get(key(limit, intent));
        boolean answered = last != null
                && !last.throttle()
                && (last.outcome() == EffectOutcome.RELEASED || last.outcome() == EffectOutcome.ALREADY);
        // what was set or tried after it is to be given back once more
        boolean since = held.containsKey(limit) || asked.containsKey(limit) || releases.containsKey(limit);
        return answered && !since ? last : null;
    }

    public void remember(Effect effect) {
        String key = key(effect.limitRef(), effect.intent());
        intents.remove(key);
        intents.put(key, effect);
        switch (effect.outcome()) {
            case APPLIED -> {
                held.put(effect.limitRef(), effect);
                isAnswered(effect.limitRef());
            }
            case RELEASED, GONE -> forget(effect.limitRef());
            case ALREADY -> isAnswered(effect.limitRef());
            case OVERRIDDEN -> {
                forget(effect.limitRef());
                hands.merge(effect.ref(), effect, (a, b) -> handsOffUntil(b) > handsOffUntil(a) ? b : a);
            }
            case AGAIN_ALLOWED -> hands.remove(effect.ref());
            case TRANSIENT, THROTTLED, DENIED, INVALID, UNKNOWN, NOT_ATTEMPTED -> {
                // what was read before it was tried may not be so any more
                if (effect.found() != Effect.NOT_SEEN) {
                    tried(effect);
                }
            }
            default -> {
                // neither says how the limit stands
            }
        }
    }

    /** A release that fails leaves it open whether the limit before it was set; one that was read stands. */
    private void tried(Effect effect) {
        Effect before = asked.get(effect.limitRef());
        if (before != null && before.isFoundBy(effect)) {
            stands(before);
        }
        if (effect.isFoundBy(effect)) {
            stands(effect);
        } else if (effect.throttle()) {
            asked.put(effect.limitRef(), effect);
            releases.remove(effect.limitRef());
        } else {
            releases.put(effect.limitRef(), effect);
        }
    }

    private void stands(Effect effect) {
        held.put(effect.limitRef(), effect.held());
        isAnswered(effect.limitRef());
    }

    private void isAnswered(LeverRef limit) {
        asked.remove(limit);
        releases.remove(limit);
    }

    private void forget(LeverRef limit) {
        held.remove(limit);
        isAnswered(limit);
    }

    public History history(LeverRef limit, long nowMillis) {
        History history = history(held.get(limit), asked.get(limit), releases.containsKey(limit));
        Effect hand = hands.get(limit.function());
        boolean alone = hand != null && nowMillis < handsOffUntil(hand);
        return alone ? history.leftAlone(hand.at(), handsOffUntil(hand)) : history;
    }

    private static History history(Effect last, Effect tried, boolean releaseTried) {
        int asked = tried == null ? Reservation.NONE : tried.limit();
        if (last == null) {
            return tried == null ? History.NONE : History.unanswered(asked, tried.previous(), tried.untilMillis());
        }
        long until = last.untilMillis() < 0 ? Long.MAX_VALUE : last.untilMillis();
        return History.held(last.limit(), last.previous(), until).tried(asked, releaseTried);
    }

    /** The newest line of each limit that was not given back, oldest first. */
    public List<Effect> held() {
        return List.copyOf(held.values());
    }

    /** The newest line of each limit that may stand though AWS did not answer when it was set. */
    public List<Effect> unanswered() {
        return List.copyOf(asked.values());
    }

    /** All that a new segment of a ledger has to begin with: what is held or may be, and who is left alone. */
    List<Effect> carried(long nowMillis) {
        List<Effect> all = new ArrayList<>(held.values());
        all.addAll(asked.values());
        all.addAll(releases.values());
        hands.values().stream()
                .filter(hand -> nowMillis < handsOffUntil(hand))
                .sorted((a, b) -> Long.compare(a.at(), b.at()))
                .forEach(all::add);
        return all;
    }

    /** The same for a reader that knows nothing: that a limit is on its way back goes before that it was set. */
    List<Effect> begin(long nowMillis) {
        List<Effect> all = carried(nowMillis);
        all.sort(Comparator.comparing(line -> line.throttle() || releases.get(line.limitRef()) != line));
        return all;
    }

    /** Lines that say what was found have their own end of the hands-off; older ones have that of the lease. */
    private static long handsOffUntil(Effect hand) {
        return hand.found() == Effect.NOT_SEEN ? hand.at() + HandsOff.FOR.toMillis() : hand.untilMillis();
    }

    private static String key(LeverRef limit, String intent) {
        return limit.arn() + ' ' + intent;
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
