package dev.breakwater.guard.world;

import dev.breakwater.guard.world.Product.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** After a person changes or releases a held limit, no limit is set on the function for a day. */
final class HandsOffRule {

    /**
     * A reading is at most 90 s old, the next reading that agrees comes at least a minute later, and calls take time.
     */
    private static final long SEEN_WITHIN = 240 * WorldClock.SECOND;

    /** Machines' clocks are wrong by at most ten minutes, at the start and at the end. */
    private static final long LASTS = WorldClock.DAY - 25 * WorldClock.MINUTE;

    /** The lease may end before the change is read: no reading works, or the job returns a lease that it forgot. */
    private static final Set<Fault> BLIND = EnumSet.copyOf(Fault.UNREADABLE);

    static {
        BLIND.addAll(ModelPager.BACK);
    }

    private static final class HandsOff {
        final String function;
        /** The instance to which the rule applies. Null: to all. */
        final Instance of;

        final long from;
        final long until;
        final String why;
        /** The value that the person set. Null if it is not a value. */
        final ModelLimit limit;

        final int value;
        boolean isProtection;
        boolean stateLost;
        boolean ledgerLost;
        boolean tagLost;
        long tagLostAt;
        /** The value that was found before. Once the lease has ended, it looks like our own release. */
        boolean putsBack;

        HandsOff(String function, Instance of, long from, long until, String why, ModelLimit limit, int value) {
            this.function = function;
            this.of = of;
            this.from = from;
            this.until = until;
            this.why = why;
            this.limit = limit;
            this.value = value;
        }
    }

    private final Judge judge;
    private final ClosedLoopWorld world;
    private final List<HandsOff> all = new ArrayList<>();

    HandsOffRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
    }

    /** A person changed a value of ours to one that is neither ours nor the found one. */
    void changed(ModelLimit limit, Instance of, boolean putsBack, String why) {
        add(limit.function, of, world.clock.now + SEEN_WITHIN, world.clock.now + LASTS, why, limit, limit.value);
        all.get(all.size() - 1).putsBack = putsBack;
    }

    /** A person released the function, by command or through the job. */
    void released(String function, Instance of, long heardAt, String why) {
        add(function, of, heardAt + SEEN_WITHIN, world.clock.now + LASTS, why, null, 0);
    }

    void untouched(String function, Instance of, long heardAt, long until, String why) {
        add(function, of, heardAt + SEEN_WITHIN, until - 25 * WorldClock.MINUTE, why, null, 0);
        all.get(all.size() - 1).isProtection = true;
    }

    private void add(String f, Instance of, long from, long until, String why, ModelLimit limit, int value) {
        all.add(new HandsOff(f, of, from, until, why, limit, value));
    }

    /** A person requested a throttle in spite of the hands-off time. A protection cannot be overruled. */
    void overruled(String function) {
        all.removeIf(h -> h.function.equals(function) && !h.isProtection);
    }

    /** A person cancelled the hands-off time, or the function was created again. */
    void over(String function) {
        all.removeIf(h -> h.function.equals(function));
    }

    void stateLost(Instance of, long after) {
        for (HandsOff h : all) if ((h.of == null || h.of == of) && h.from > after) h.stateLost = true;
        forget();
    }

    private void forget() {
        all.removeIf(h -> h.stateLost && (h.of == null ? h.tagLost : h.ledgerLost));
    }

    void ledgerLost(Instance of) {
        for (HandsOff h : all) if (h.of == of) h.ledgerLost = true;
        forget();
    }

    /** If the tag is gone, an instance that has not read it yet never will. */
    void minute() {
        for (HandsOff h : all) {
            ModelLimit limit = world.aws.limit(h.function);
            boolean gone = limit != null && limit.tags.keySet().stream().noneMatch(key -> key.contains("hands-off"));
            if (h.of != null || h.tagLost || !gone) continue;
            h.tagLostAt = world.clock.now;
            h.tagLost = true;
            if (world.clock.now < h.from + 15 * WorldClock.MINUTE) h.stateLost = true;
        }
        forget();
    }

    /** Somebody changed the same limit again before the change had to be seen, so it may never be seen. */
    void changedAgain(ModelLimit limit) {
        all.removeIf(
                h -> h.limit == limit && (limit.isEndUnread() || world.clock.now < h.from + 5 * WorldClock.MINUTE));
    }

    boolean binds(String function, long from, long to) {
        return all.stream().anyMatch(h -> h.function.equals(function) && h.from - SEEN_WITHIN <= to && h.until >= from);
    }

    /** Our product set a value. */
    void set(ModelLimit limit, ModelLimit.State before) {
        long now = world.clock.now;
        if (!limit.isOurs()) overtaken(limit, now);
        // if AWS refuses a release, the limit is raised to the highest value that AWS accepts
        boolean loosens = limit.announces(before.value()) && limit.value >= before.value();
        boolean refused = world.log.any(Fault.REFUSING, now - WorldClock.HOUR, now, limit.function);
        // a person's value that equals one of ours looks like ours
        boolean equal = limit.announces(before.value()) && !before.ours();
        // a repeated call changes nothing
        boolean same = before.ours() && before.value() == limit.value;
        if (!limit.isOurs() || loosens && refused || equal || same) return;
        for (HandsOff h : all) {
            Instance of = world.ownerOf(limit);
            // the second instance knows only what it could read since it started
            boolean unread = h.tagLost && of == world.second && world.startedAt(of) > h.tagLostAt;
            boolean late = h.putsBack && world.log.any(BLIND, h.from - SEEN_WITHIN, h.from, limit.function);
            boolean bound = h.of == null && !unread || h.of == of && !late;
            if (h.function.equals(limit.function) && bound && now > h.from && now < h.until) {
                String until = Instant.ofEpochMilli(h.until).toString();
                judge.fail("hands-off", "set within a hands-off (" + h.why + ", to " + until + "): " + limit.text());
            }
        }
        overtaken(limit, now);
    }

    /** A reading showed our value, or the value that we restored, before it showed the person's change. */
    private void overtaken(ModelLimit limit, long now) {
        all.removeIf(h -> h.limit == limit && now <= h.from);
    }
}
