package dev.breakwater.guard.world;

import dev.breakwater.guard.world.ModelAws.Op;
import dev.breakwater.guard.world.Product.Mode;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws the faults of AWS, the pager and the data between steps. */
final class WorldFaults {

    private static final long MINUTE = WorldClock.MINUTE;

    private final ClosedLoopWorld world;
    private final ModelAws aws;
    private final Draws draws;
    private final WorldClock clock;
    private final ProcessFaults process;
    /** The kinds that affect the fewest worlds. */
    private static final Set<Fault> RARE = EnumSet.of(
            Fault.CHECKPOINTS_FAIL,
            Fault.FEED_SILENT,
            Fault.STATE_LOST,
            Fault.STATE_AND_LEDGER_LOST,
            Fault.DENIED_DAYS,
            Fault.MODE_CHANGED,
            Fault.CRASH_IN_ACT,
            Fault.RESTORED_OLDER,
            Fault.ZOMBIE);

    /** The kinds that this world draws soon while a limit of ours is set. A kind counts only then. */
    private final Set<Fault> soon = EnumSet.noneOf(Fault.class);

    private int generation;

    WorldFaults(ClosedLoopWorld world) {
        this.world = world;
        aws = world.aws;
        draws = world.draws;
        clock = world.clock;
        process = new ProcessFaults(world, this);
        for (Fault fault : Fault.values()) {
            boolean drawn = RARE.contains(fault) ? !draws.chanceAside(3) : draws.chanceAside(2);
            if (drawn) soon.add(fault);
        }
    }

    /** Whether a fault happens in this step. It happens in one of this many steps, and more often in a rough world. */
    boolean happens(Fault fault, int oneIn) {
        boolean now = soon.contains(fault) && !world.log.hits.containsKey(fault) && aws.anyOurs();
        boolean happens = draws.happens(fault, Math.max(2, oneIn * aws.failing * draws.rarity / (now ? 400 : 20)));
        if (happens) world.trace.note("fault", fault);
        return happens;
    }

    /** Records a fault that has no duration. */
    void at(Fault fault, String target) {
        world.log.note(fault, clock.now, clock.now, target);
        world.log.tick(clock.now, aws.anyOurs());
    }

    /** Records a fault that lasts for some time, and returns its end. */
    long lasts(Fault fault, long least, long most) {
        long until = clock.now + draws.between(least, most);
        world.log.note(fault, clock.now, until, "");
        return until;
    }

    boolean inCheckpoint() {
        boolean fails = draws.happens(Fault.CHECKPOINT_FAILED, 4 * aws.failing * draws.rarity);
        if (fails) at(Fault.CHECKPOINT_FAILED, "");
        return fails || clock.now < world.checkpointsFailUntil;
    }

    void draw() {
        stretches();
        process.draw();
        hands();
        tags();
        world.people.draw(this);
        account();
    }

    private void stretches() {
        if (happens(Fault.AWS_AWAY, 120)) {
            aws.awayUntil = lasts(Fault.AWS_AWAY, MINUTE, 60 * MINUTE);
            aws.unreadUntil = Math.max(aws.unreadUntil, aws.awayUntil);
        }
        if (happens(Fault.DENIED_MINUTES, 150)) deny(lasts(Fault.DENIED_MINUTES, MINUTE, 60 * MINUTE));
        if (happens(Fault.DENIED_DAYS, 400)) {
            deny(lasts(Fault.DENIED_DAYS, 6 * WorldClock.HOUR, 48 * WorldClock.HOUR));
        }
        if (happens(Fault.FEED_SILENT, 200)) {
            world.surges.silent(clock.now / MINUTE, lasts(Fault.FEED_SILENT, 2 * MINUTE, 200 * MINUTE) / MINUTE);
        }
        if (happens(Fault.FEED_LATE, 150)) {
            world.surges.late(clock.now / MINUTE, lasts(Fault.FEED_LATE, 2 * MINUTE, 70 * MINUTE) / MINUTE);
        }
        if (happens(Fault.PAGER_AWAY, 150)) {
            world.pager.awayUntil = lasts(Fault.PAGER_AWAY, MINUTE, 5 * WorldClock.HOUR);
        }
        if (happens(Fault.PAGER_BAD_KEY, 150)) {
            world.pager.badKeyUntil = lasts(Fault.PAGER_BAD_KEY, MINUTE, 5 * WorldClock.HOUR);
        }
        if (happens(Fault.PAGER_LOST_ANSWERS, 150)) {
            world.pager.losesAnswersUntil = lasts(Fault.PAGER_LOST_ANSWERS, MINUTE, WorldClock.HOUR);
        }
        if (happens(Fault.SWEEP_AWAY, 150)) {
            world.sweepAwayUntil = lasts(Fault.SWEEP_AWAY, MINUTE, 5 * WorldClock.HOUR);
        }
        if (happens(Fault.CLOCK_AHEAD, 170)) {
            world.setClock(draws.between(1_000, 10 * MINUTE), lasts(Fault.CLOCK_AHEAD, MINUTE, 20 * MINUTE));
        }
        if (happens(Fault.CLOCK_BEHIND, 160)) {
            world.setClock(-draws.between(1_000, 10 * MINUTE), lasts(Fault.CLOCK_BEHIND, MINUTE, 20 * MINUTE));
        }
        if (happens(Fault.MODE_CHANGED, 200)) {
            world.mode(draws.of(List.of(Mode.values())), lasts(Fault.MODE_CHANGED, MINUTE, 60 * MINUTE));
        }
        if (happens(Fault.POLICY_CHANGED, 200)) {
            Duration longest = Duration.ofMinutes(2 + draws.upTo(70));
            world.policy(longest, draws.upTo(6), lasts(Fault.POLICY_CHANGED, MINUTE, 60 * MINUTE));
        }
        if (happens(Fault.RESOLVED_BY_HAND, 60) && !world.pager.open.isEmpty()) {
            at(Fault.RESOLVED_BY_HAND, "");
            world.pager.open.remove(draws.of(new ArrayList<>(world.pager.open.keySet())));
        }
    }

    private void deny(long until) {
        List<List<Op>> what = List.of(
                List.of(Op.values()),
                List.of(Op.SET),
                List.of(Op.TAG),
                List.of(Op.READ),
                List.of(Op.INDEX),
                List.of(Op.SET, Op.TAG));
        List<Op> denied = draws.of(what);
        for (Op op : denied) aws.deniedUntil.put(op, until);
        if (denied.contains(Op.READ) || denied.contains(Op.INDEX)) aws.unreadUntil = Math.max(aws.unreadUntil, until);
        world.trace.note("denied", denied, "for", (until - clock.now) / MINUTE, "min");
    }

    // changes by people in AWS's own console

    private void hands() {
        if (happens(Fault.HUMAN_BEFORE, 150)) {
            ModelLimit any = draws.of(aws.limits());
            if (!any.isOurs() && !any.kind.equals(LeverKind.STREAM)) human(Fault.HUMAN_BEFORE, any, other(any));
        }
        List<ModelLimit> back = aws.limits().stream()
                .filter(l ->
                        l.isClean() && clock.now - l.returnedAt < WorldClock.DAY && !l.kind.equals(LeverKind.STREAM))
                .toList();
        if (!back.isEmpty() && happens(Fault.HUMAN_AFTER, 30)) {
            ModelLimit any = draws.of(back);
            human(Fault.HUMAN_AFTER, any, draws.chance(2) ? one(any) : other(any));
        }
        // only the ledger's line about a sweep's release tells later runs that this value is a person's
        back.stream()
                .filter(l -> l.isEndTold() && !l.own.isEmpty() && clock.now - l.returnedAt > ModelLimit.LATE_CALL)
                .findFirst()
                .filter(l -> draws.allows(Fault.HUMAN_AFTER))
                .ifPresent(l -> human(Fault.HUMAN_AFTER, l, l.own.iterator().next()));
        List<ModelLimit> ours = aws.ours();
        if (ours.isEmpty()) return;
        ModelLimit limit = draws.of(ours);
        boolean stream = limit.kind.equals(LeverKind.STREAM);
        if (happens(Fault.HUMAN_WHILE_HELD, 25) && !stream) human(Fault.HUMAN_WHILE_HELD, limit, other(limit));
        else if (happens(Fault.HUMAN_PUTS_BACK, 30)) human(Fault.HUMAN_PUTS_BACK, limit, limit.people());
        else if (happens(Fault.HUMAN_SETS_OURS, 30) && !stream) human(Fault.HUMAN_SETS_OURS, limit, one(limit));
        else if (happens(Fault.HUMAN_SETS_ZERO, 24) && limit.kind.equals(LeverKind.RESERVATION)) {
            if (aws.functions.get(limit.function).provisioned == 0) human(Fault.HUMAN_SETS_ZERO, limit, 0);
        } else if (happens(Fault.RELEASE_BY_HAND, 30)) {
            at(Fault.RELEASE_BY_HAND, limit.function);
            world.releaseByHand(limit.function);
        } else if (happens(Fault.OLD_VALUE_REFUSED, 40)) {
            long until = lasts(Fault.OLD_VALUE_REFUSED, MINUTE, draws.chance(4) ? 30 * WorldClock.HOUR : 70 * MINUTE);
            aws.functions.get(limit.function).refusesOldUntil = until;
        }
    }

    private void human(Fault fault, ModelLimit limit, int value) {
        if (!aws.mayBe(limit, value)) return;
        at(fault, limit.function);
        world.human(limit, value);
    }

    /** One of the values that our lease had, or the present value. */
    private int one(ModelLimit limit) {
        return limit.own.isEmpty() ? limit.value : draws.of(new ArrayList<>(limit.own));
    }

    /** A value that is neither ours nor an earlier value. */
    private int other(ModelLimit limit) {
        ModelFunction f = aws.functions.get(limit.function);
        for (int tries = 0; tries < 20; tries++) {
            int value = draws.chance(3) ? LimitValue.NONE : 1 + 3 * (10 + draws.upTo(60));
            boolean fits = !limit.kind.equals(LeverKind.RESERVATION)
                    || value < 0
                    || value >= f.provisioned
                            && aws.peopleUnreserved() + Math.max(0, Math.max(limit.value, limit.people())) - value
                                    >= ModelAws.LEAST_UNRESERVED;
            if (fits && value != limit.value && value != limit.people() && !limit.own.contains(value)) return value;
        }
        return limit.people();
    }

    /**
     * Lets people reserve nearly all concurrency. Sometimes they reserve so much that an earlier value no longer fits.
     */
    void crowd() {
        if (!draws.allows(Fault.REFUSED_UNRESERVED)) return;
        int left = draws.chance(4) ? aws.unreserved(null, 0) : aws.peopleUnreserved();
        int spare = (left - ModelAws.LEAST_UNRESERVED) / 3 * 3;
        List<ModelLimit> free = aws.limits().stream()
                .filter(l -> l.kind.equals(LeverKind.RESERVATION) && l.isClean() && l.value >= 0)
                .toList();
        if (spare <= 0 || free.isEmpty()) return;
        ModelLimit limit = draws.of(free);
        human(Fault.HUMAN_BEFORE, limit, limit.value + spare);
    }

    // changes by tools at AWS

    private void tags() {
        List<ModelLimit> marked =
                aws.limits().stream().filter(ModelLimit::bearsLease).toList();
        if (marked.isEmpty()) return;
        ModelLimit limit = draws.of(marked);
        ModelFunction f = aws.functions.get(limit.function);
        List<String> keys = limit.ours().keySet().stream().toList();
        if (happens(Fault.TAGS_WIPED, 40)) {
            at(Fault.TAGS_WIPED, limit.function);
            aws.wipe(limit);
        } else if (happens(Fault.TAGS_WIPED_AGAIN_AND_AGAIN, 60)) {
            f.wipedUntil = clock.now + draws.between(MINUTE, 6 * 60 * MINUTE);
            world.log.note(Fault.TAGS_WIPED_AGAIN_AND_AGAIN, clock.now, f.wipedUntil, f.name);
            aws.wipe(limit);
        } else if (happens(Fault.TAG_ONE_LOST, 60)) {
            at(Fault.TAG_ONE_LOST, limit.function);
            limit.untag(List.of(draws.of(keys)), clock.now, ModelLimit.By.PEOPLE);
        } else if (happens(Fault.TAG_EDITED, 60)) {
            at(Fault.TAG_EDITED, limit.function);
            String key = draws.of(keys);
            // the tag that says until when a function is left alone is a person's request
            if (key.contains("hands-off")) {
                world.log.note(Fault.RELEASE_BY_HAND, clock.now, Long.MAX_VALUE / 2, limit.function);
                world.judge.handsOff.over(limit.function);
                world.judge.texts.touched(limit.function);
            }
            limit.tag(Map.of(key, edited(limit.tags.get(key))), clock.now, ModelLimit.By.PEOPLE);
        } else if (happens(Fault.TAG_TAKEN_OVER, 60)) {
            at(Fault.TAG_TAKEN_OVER, limit.function);
            Map<String, String> theirs = world.product.takenOver(limit.tags, "else");
            if (!theirs.isEmpty()) limit.tag(theirs, clock.now, ModelLimit.By.PEOPLE);
        } else if (happens(Fault.TAGS_FULL, 60)) {
            f.fullUntil = clock.now + draws.between(MINUTE, 3 * WorldClock.HOUR);
            world.log.note(Fault.TAGS_FULL, clock.now, f.fullUntil, f.name);
        }
        world.judge.memory.lost();
    }

    /** Edits a text: adds a character, removes a character, or changes a digit. */
    private String edited(String value) {
        int at = draws.upTo(Math.max(1, value.length()));
        return switch (draws.upTo(3)) {
            case 0 -> value + "x";
            case 1 ->
                value.isEmpty() ? "x" : value.substring(0, at) + value.substring(Math.min(value.length(), at + 1));
            default -> value.replaceFirst("[0-9]", String.valueOf(draws.upTo(10)));
        };
    }

    private void account() {
        ModelFunction f = draws.of(new ArrayList<>(aws.functions.values()));
        if (happens(Fault.DEPLOYED, 80) && f.exists) {
            at(Fault.DEPLOYED, f.name);
            f.revision++;
            f.modifiedAt = clock.now;
        }
        if (happens(Fault.DELETED, 60) && f.exists) {
            at(Fault.DELETED, f.name);
            world.delete(f);
        }
        List<ModelFunction> gone =
                aws.functions.values().stream().filter(any -> !any.exists).toList();
        if (!gone.isEmpty() && happens(Fault.CREATED_ANEW, 1)) {
            ModelFunction again = draws.of(gone);
            at(Fault.CREATED_ANEW, again.name);
            world.create(again, again.provisioned, LimitValue.NONE, ++generation);
        }
        if (happens(Fault.AGAIN_ALLOWED, 90)) {
            at(Fault.AGAIN_ALLOWED, f.name);
            world.againAllowed(f.name);
        }
        if (happens(Fault.POOL_USED, 60)) {
            int most = Math.max(1, aws.unreserved(null, 0));
            world.pool.uses(clock.now, draws.chance(2) ? draws.upTo(most) : 0);
            at(Fault.POOL_USED, "");
        }
    }
}
