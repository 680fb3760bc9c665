package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.state.SparedState;
import dev.breakwater.engine.limit.Limits;

/**
 * The functions that Breakwater must leave alone: after a person's request, after a person changed a limit at AWS, or
 * because of a tag. A person can overrule all of these.
 */
public record LeftAlone(Step step) {
    /** Whether a request still asks to set no limit on the function. */
    public boolean isSpared(String function) {
        SparedState spared = step.state.leftAlone.spared.get(function);
        return spared != null && step.now < spared.until;
    }

    /** Whether such a request came after the given time, so that it is about a limit that began at that time. */
    public boolean isSparedSince(String function, long began) {
        return isSpared(function) && Step.known(step.state.leftAlone.spared, function).since >= began;
    }

    /** Whether a request still protects the function from every throttle, even from a throttle by hand. */
    public boolean isProtected(String function) {
        SparedState spared = step.state.leftAlone.spared.get(function);
        return spared != null && step.now < spared.protectedUntil;
    }

    /** Whether the function's limit was changed at AWS, or whether its tag asks to leave the function alone. */
    public boolean isChangedOrTagged(String function) {
        return step.now < step.state.leftAlone.until.getOrDefault(function, 0L);
    }

    /** Records a person's request that no new limit is set until the given time. */
    public void spare(Request r, long until) {
        SparedState spared =
                step.state.leftAlone.spared.computeIfAbsent(r.scope().key(), f -> new SparedState());
        spared.since = Math.max(spared.since, r.at());
        spared.until = Math.max(spared.until, until);
        if (r.kind() == Request.Kind.PROTECT) spared.protectedUntil = Math.max(spared.protectedUntil, until);
    }

    /** Ends the function's cooldown, and every present request to leave the function alone. */
    public void overrule(String function) {
        step.state.leftAlone.cooldowns.remove(function);
        // otherwise a limit that is still being released would begin a cooldown later
        step.state.limits.all.values().stream()
                .filter(l -> l.function.equals(function))
                .forEach(l -> l.intent.cooldown = 0);
        step.state.leftAlone.spared.remove(function);
        long alone = step.state.leftAlone.until.getOrDefault(function, 0L);
        long tag = step.state.leftAlone.tags.getOrDefault(function, 0L);
        step.state.leftAlone.until.remove(function);
        if (Math.max(alone, tag) > step.now) step.state.leftAlone.overruled.put(function, Math.max(alone, tag));
    }

    public boolean isOverruled(String function, long until) {
        return until <= step.state.leftAlone.overruled.getOrDefault(function, 0L);
    }

    /** Leaves a function alone until the given time, for every kind of limit. */
    public void leave(String function, long until) {
        if (isOverruled(function, until)) return;
        step.state.leftAlone.until.merge(function, until, Math::max);
        recordTag(function, until);
    }

    /**
     * The end of the time for which the function is left alone, or the given time if the end is unknown. Epoch
     * milliseconds.
     */
    public long endOr(String function, long otherwise) {
        return step.state.leftAlone.until.getOrDefault(function, otherwise);
    }

    /** Processes a tag that asks to leave the function alone until the given time. */
    public void tagged(String function, long until) {
        step.state.leftAlone.tags.put(function, until);
        // record the tag even if a person overruled it, so that the end of the tag does not end a later request
        recordTag(function, until);
        leave(function, until);
    }

    private void recordTag(String function, long until) {
        SparedState spared = step.state.leftAlone.spared.get(function);
        if (spared != null) spared.tagUntil = until;
    }

    /**
     * Records that a person removed the tag that asks to leave the function alone. Removing the tag also ends earlier
     * requests, unless the tag is older than the request or expired by itself.
     */
    public void tagRemoved(String function, long until) {
        // a tag that expired by itself does not end a later request
        if (step.state.leftAlone.tags.getOrDefault(function, 0L) == until) return;
        step.state.leftAlone.until.computeIfPresent(function, (f, end) -> until >= end - Limits.HANDS_OFF ? null : end);
        SparedState spared = step.state.leftAlone.spared.get(function);
        if (spared != null && until >= spared.since && until != spared.tagUntil)
            step.state.leftAlone.spared.remove(function);
    }

    public void forget() {
        step.state.leftAlone.until.values().removeIf(until -> step.now >= until);
        step.state.leftAlone.overruled.values().removeIf(until -> step.now >= until);
        step.state.leftAlone.tags.keySet().retainAll(step.state.leftAlone.until.keySet());
        step.state.leftAlone.spared.values().removeIf(s -> step.now >= s.until);
    }
}
