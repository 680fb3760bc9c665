package dev.breakwater.guard.world;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A surge at throttle level is throttled in the promised time, unless the list of faults explains why not. It is not
 * throttled if the throttle would cost users more. The rule judges only surges that no fault affected. A product that
 * never throttles fails this rule.
 */
final class HeldRule {

    private static final long MINUTE = WorldClock.MINUTE;
    /** Time for an inventory round, which must have seen the function. */
    private static final long KNOWN_AFTER = 30 * MINUTE;
    /** Time for repeated calls, and for the steps of the job. */
    private static final long CALLS = 6 * MINUTE;

    /** A function may be gone for this long without being noticed. */
    private static final long UNSEEN = 5 * MINUTE;

    private static final Set<Fault> SHORT = EnumSet.of(
            Fault.AWS_AWAY,
            Fault.DENIED_MINUTES,
            Fault.DENIED_DAYS,
            Fault.CHECKPOINTS_FAIL,
            Fault.CHECKPOINT_FAILED,
            Fault.LEDGER_FULL,
            Fault.LEDGER_LOST,
            Fault.STATE_LOST,
            Fault.STATE_AND_LEDGER_LOST,
            Fault.RESTORED_OLDER,
            Fault.RESTORED_SAVEPOINT,
            Fault.CRASH,
            Fault.RENAMED,
            Fault.MODE_CHANGED,
            Fault.POLICY_CHANGED,
            Fault.FEED_LATE,
            Fault.FEED_SILENT,
            Fault.CLOCK_AHEAD,
            Fault.CLOCK_BEHIND,
            Fault.SECOND_INSTANCE,
            Fault.TAGS_FULL,
            Fault.TAG_TAKEN_OVER,
            Fault.TAGS_WIPED,
            Fault.TAG_EDITED,
            Fault.TAG_ONE_LOST,
            Fault.TAGS_WIPED_AGAIN_AND_AGAIN,
            Fault.REFUSED_PROVISIONED,
            Fault.REFUSED_UNRESERVED,
            Fault.DELETED,
            Fault.CREATED_ANEW,
            Fault.POOL_USED,
            Fault.UPDATING);

    /** Requests and changes by people that apply for a day. */
    private static final Set<Fault> LONG = EnumSet.of(
            Fault.RELEASE_BY_HAND,
            Fault.ASKED_RELEASE,
            Fault.ASKED_PROTECT,
            Fault.ASKED_ACCEPT,
            Fault.HUMAN_WHILE_HELD,
            Fault.HUMAN_PUTS_BACK,
            Fault.HUMAN_SETS_OURS,
            Fault.HUMAN_SETS_ZERO,
            Fault.HUMAN_BEFORE,
            Fault.HUMAN_AFTER);

    private static final Set<Fault> ASKED_FOR = EnumSet.of(Fault.ASKED_APPROVE, Fault.ASKED_THROTTLE);

    private final Judge judge;
    private final ClosedLoopWorld world;
    private final Set<Surges.Surge> judged = new HashSet<>();

    HeldRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
    }

    void minute() {
        // if every tenth call fails in each of several ways, the product promises no exact times
        boolean rough = world.aws.failing * world.draws.rarity < 40;
        if (rough || world.terms.mode != Product.Mode.ENFORCE) return;
        for (Surges.Surge s : world.surges.all) {
            boolean throttles = s.order.isEmpty() && s.usd(s.to - 1) > WorldTerms.THROTTLES;
            if (!throttles || s.function.startsWith("vip") || world.surges.earlierWeeks(s) > 0) continue;
            boolean worth = throttles(s, s.later);
            // a rising surge is throttled as soon as that is worth it, and never if it is not
            boolean atOnce = worth ? throttles(s, s.usd) : s.usd > WorldTerms.THROTTLES;
            long from = (atOnce ? s.from : s.rises) * MINUTE;
            long due = from + MINUTE + world.surges.delay + 2 * world.terms.checkpointEvery + CALLS;
            if (s.to * MINUTE < due || due > world.clock.now || !judged.add(s)) continue;
            if (world.clock.now - due < 3 * MINUTE) judge(s, worth, from, due);
        }
    }

    private boolean throttles(Surges.Surge s, double usd) {
        return usd > WorldTerms.THROTTLES && world.terms.isWorth(s.function, usd);
    }

    private void judge(Surges.Surge s, boolean worth, long from, long due) {
        if (!nothingInTheWay(s, from, due)) return;
        if (!worth && !isLeft(s, from, due)) return;
        world.holdsJudged++;
        if (judge.holds.stood(s.function, from, due) == worth) return;
        judge.fail(
                worth ? "held" : "worth",
                s.function + " surges at " + s.usd(s.to - 1) + " USD/h from " + Instant.ofEpochMilli(from)
                        + (worth ? " and is not held by " : ", which is not worth it, and is held by ")
                        + Instant.ofEpochMilli(due));
    }

    /**
     * Whether the surge is not throttled because that is not worth it. If calls wait at their source, none is refused.
     * A throttle that a person approved is set whatever it costs.
     */
    private boolean isLeft(Surges.Surge s, long from, long due) {
        boolean waits = !world.aws.functions.get(s.function).mappings.isEmpty();
        return !waits && !world.log.any(ASKED_FOR, from - WorldClock.HOUR, due, s.function);
    }

    private boolean nothingInTheWay(Surges.Surge s, long from, long due) {
        long cooldown = world.terms.cooldown.toMillis() + world.terms.maxHold.toMillis();
        long before = from - cooldown - 25 * MINUTE;
        boolean known = from - world.startedAt > KNOWN_AFTER;
        boolean disturbed = world.log.any(SHORT, from - 35 * MINUTE, due, s.function)
                || world.log.any(LONG, leftAlone(from, due), due, s.function)
                || looksChanged(s.function, leftAlone(from, due), due);
        boolean heldBefore = judge.holds.stood(s.function, Math.min(before, s.from * MINUTE), from - 1);
        Set<String> others = others(s, from, due);
        return known
                && !disturbed
                && !heldBefore
                && fits(s, from, others)
                && hasPlace(others, from, due)
                && isAlone(s, from, due)
                && answers(s, from, due);
    }

    /** Whether the function was created again while it was throttled. This looks like a release by a person. */
    private boolean looksChanged(String function, long from, long due) {
        return world.log.of(Fault.CREATED_ANEW).stream()
                .filter(e -> e.target.equals(function) && e.from >= from && e.from <= due)
                .anyMatch(e -> judge.holds.stood(function, e.from - UNSEEN, e.from));
    }

    /**
     * The earliest change by a person that may still protect the function. A function is left alone for a day from the
     * time at which the product could read the change.
     */
    private long leftAlone(long from, long due) {
        long day = WorldClock.DAY + WorldClock.HOUR;
        boolean unread = world.log.any(EnumSet.of(Fault.DENIED_DAYS), from - day, due, "");
        long since = from - (unread ? day + 2 * WorldClock.DAY : day);
        long earliest = since;
        // a job reads a change from just before its crash when it runs again
        for (FaultLog.Entry down : world.log.of(Fault.CRASH))
            if (down.from <= since && down.to >= since) earliest = Math.min(earliest, down.from - CALLS);
        return earliest;
    }

    /**
     * Whether few enough calls failed. Otherwise, the surge may have ended or become too old before the limit could be
     * set.
     */
    private boolean answers(Surges.Surge s, long from, long due) {
        return world.aws.functions.get(s.function).limits().stream().allMatch(l -> l.answers(from, due));
    }

    private int limit(String function) {
        return Math.max(world.terms.floor, (int) Math.ceil(1.5 * Surges.peak(function)));
    }

    /**
     * Whether a limit is possible. It must be below the present limit, above provisioned concurrency, and leave enough
     * unreserved.
     */
    private boolean fits(Surges.Surge s, long from, Set<String> others) {
        ModelFunction f = world.aws.functions.get(s.function);
        int limit = limit(s.function);
        if (!f.exists || limit < f.provisioned || s.concurrency <= 2 * limit) return false;
        boolean below = f.mappings.values().stream().allMatch(m -> m.people() < 0 || m.people() > limit);
        boolean reserved = f.reservation.people() >= 0;
        int keep = Math.max(ModelAws.LEAST_UNRESERVED, world.terms.radius.keepUnreserved());
        int reserve = others.stream().mapToInt(this::limit).sum();
        // there is also room for other changes, and for later releases
        boolean room = world.aws.leastUnreserved(from - world.terms.inventoryEvery) - 12 * limit - reserve - 100 > keep;
        return below && (reserved ? f.reservation.people() > limit : room);
    }

    /** Functions that are throttled or will be. */
    private Set<String> others(Surges.Surge s, long from, long due) {
        Set<String> others = judge.holds.functions(from - 70 * MINUTE, due);
        for (Surges.Surge o : world.surges.all) {
            boolean near = o.from * MINUTE <= due && o.to * MINUTE >= from - 70 * MINUTE;
            boolean wants = !o.order.isEmpty() || o.usd(o.to - 1) > WorldTerms.THROTTLES;
            if (near && wants) others.add(o.function);
        }
        others.remove(s.function);
        return others;
    }

    private boolean hasPlace(Set<String> others, long from, long due) {
        int places = world.terms.radius.allowedAtOnce((int)
                world.aws.functions.values().stream().filter(f -> f.exists).count());
        // a throttle counts even if it was refused or came too late, or if a person requested it
        long people = world.log.of(Fault.ASKED_THROTTLE).stream()
                .filter(e -> e.from >= from - 70 * MINUTE && e.from <= due)
                .count();
        long asked = 2 * (judge.holds.begun(from - 70 * MINUTE, due) + people) + others.size();
        return others.size() < places && asked < world.terms.radius.perHour();
    }

    /** Whether no earlier surge of the same function belongs to the same incident. */
    private boolean isAlone(Surges.Surge s, long from, long due) {
        Set<Surges.Surge> others = new HashSet<>(world.surges.all);
        others.remove(s);
        return others.stream()
                .noneMatch(o ->
                        o.function.equals(s.function) && o.from * MINUTE <= due && o.to * MINUTE >= from - 40 * MINUTE);
    }
}
