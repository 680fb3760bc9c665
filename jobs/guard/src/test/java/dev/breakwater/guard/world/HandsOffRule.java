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
     * How soon the product must notice a change. A reading is up to 90 s old, a second reading must agree at least a
     * minute later, and calls take time.
     */
    private static final long SEEN_WITHIN = 240 * WorldClock.SECOND;

    /**
     * For how long the rule applies. The clocks of machines may be wrong by ten minutes at the start and at the end.
     */
    private static final long LASTS = WorldClock.DAY - 25 * WorldClock.MINUTE;

    /** The lease may end before the change is read: no reading works, or the job returns a lease that it forgot. */
    private static final Set<Fault> BLIND = EnumSet.copyOf(Fault.UNREADABLE);

    static {
        BLIND.addAll(ModelPager.BACK);
    }

    private static final class HandsOff {
        final String function;
        /** The instance to which the rule applies. Null for all instances. */
        final Instance of;

        final long from;
        final long until;
        final String why;
        /** The limit that the person changed. Null if no limit was changed. */
        final ModelLimit limit;

        boolean isProtection;
        boolean stateLost;
        boolean ledgerLost;
        boolean tagLost;
        long tagLostAt;
        /**
         * Whether the person restored the earlier value. After the end of the lease, this looks like our own release.
         */
        boolean putsBack;

        HandsOff(String function, Instance of, long from, long until, String why, ModelLimit limit) {
            this.function = function;
            this.of = of;
            this.from = from;
            this.until = until;
            this.why = why;
            this.limit = limit;
        }
    }

    private final Judge judge;
    private final ClosedLoopWorld world;
    private final List<HandsOff> all = new ArrayList<>();

    HandsOffRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
    }

    /** Records that a person changed our value to a value that we never set. */
    void changed(ModelLimit limit, Instance of, boolean putsBack, String why) {
        add(limit.function, of, world.clock.now + SEEN_WITHIN, world.clock.now + LASTS, why, limit);
        HandsOff h = all.get(all.size() - 1);
        h.putsBack = putsBack;
        // the ledger that a later run reads may have lost the lease before the change
        h.ledgerLost = limit.ledgerLost;
    }

    /** Records that a person released the function, by a command or through the job. */
    void released(String function, Instance of, long heardAt, String why) {
        add(function, of, heardAt + SEEN_WITHIN, world.clock.now + LASTS, why, null);
    }

    void untouched(String function, Instance of, long heardAt, long until, String why) {
        add(function, of, heardAt + SEEN_WITHIN, until - 25 * WorldClock.MINUTE, why, null);
        all.get(all.size() - 1).isProtection = true;
    }

    private void add(String f, Instance of, long from, long until, String why, ModelLimit limit) {
        all.add(new HandsOff(f, of, from, until, why, limit));
    }

    /**
     * Records that a person requested a throttle although the function was to be left alone. A protection cannot be
     * overruled.
     */
    void overruled(String function) {
        all.removeIf(h -> h.function.equals(function) && !h.isProtection);
    }

    /** Records that a person allowed throttles again, or that the function was created again. */
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

    /** Checks each minute which tags are gone. An instance that has not read a tag by then will never read it. */
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

    /**
     * Records that somebody changed the same limit again before the product had to notice the first change. The product
     * may then never notice it.
     */
    void changedAgain(ModelLimit limit) {
        all.removeIf(
                h -> h.limit == limit && (limit.isEndUnread() || world.clock.now < h.from + 5 * WorldClock.MINUTE));
    }

    boolean binds(String function, long from, long to) {
        return all.stream().anyMatch(h -> h.function.equals(function) && h.from - SEEN_WITHIN <= to && h.until >= from);
    }

    /** Checks a value that the product set. */
    void set(ModelLimit limit, ModelLimit.State before) {
        long now = world.clock.now;
        if (!limit.isOurs()) overtaken(limit, now);
        // if AWS refuses a release, the limit is raised to the highest value that AWS accepts; a person's change that
        // no
        // reading can have shown yet is lost
        boolean loosens = limit.since(now - ModelLimit.CAN_BE_LOST).stream()
                .skip(1)
                .anyMatch(s -> limit.announces(s.value()) && limit.value >= s.value());
        boolean refused = world.log.any(Fault.REFUSING, now - WorldClock.HOUR, now, limit.function);
        // a person's value that equals one of ours looks like ours
        boolean equal = limit.announces(before.value()) && !before.ours();
        // a repeated call changes nothing
        boolean same = before.ours() && before.value() == limit.value;
        if (!limit.isOurs() || loosens && refused || equal || same) return;
        for (HandsOff h : all) {
            Instance of = world.ownerOf(limit);
            // the second instance knows only changes that it could read since its start
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

    /** Records that a call of ours followed the person's change so soon that no reading had shown the change. */
    private void overtaken(ModelLimit limit, long now) {
        all.removeIf(h -> h.limit == limit && now <= h.from);
    }
}
