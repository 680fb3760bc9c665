package dev.breakwater.guard.world;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.guard.world.ModelAws.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Draws, between steps, what goes wrong and what people do. */
final class WorldFaults {

    private static final long MINUTE = WorldClock.MINUTE;

    private final ClosedLoopWorld world;
    private final ModelAws aws;
    private final Draws draws;
    private final WorldClock clock;
    private int mappings;

    WorldFaults(ClosedLoopWorld world) {
        this.world = world;
        aws = world.aws;
        draws = world.draws;
        clock = world.clock;
    }

    /** One in so many steps, more often where the world is a rough one. */
    boolean happens(Fault fault, int oneIn) {
        boolean happens = draws.happens(fault, Math.max(2, oneIn * aws.failing / 20), clock.now);
        if (happens) world.trace.note("fault", fault);
        return happens;
    }

    void draw() {
        stretches();
        job();
        people();
        world.people.draw(this);
        account();
    }

    private void stretches() {
        long now = clock.now;
        if (happens(Fault.AWS_AWAY, 150)) aws.awayUntil = now + draws.between(MINUTE, 60 * MINUTE);
        if (happens(Fault.DENIED_MINUTES, 150)) deny(draws.between(MINUTE, 60 * MINUTE));
        if (happens(Fault.DENIED_DAYS, 900)) deny(draws.between(6 * WorldClock.HOUR, 48 * WorldClock.HOUR));
        if (happens(Fault.FEED_SILENT, 200)) {
            long minute = now / MINUTE;
            world.surges.silent(minute, minute + 2 + draws.upTo(200));
        }
        if (happens(Fault.FEED_LATE, 200)) {
            long minute = now / MINUTE;
            world.surges.late(minute, minute + 2 + draws.upTo(70));
        }
        if (happens(Fault.PAGER_AWAY, 150)) world.pager.awayUntil = now + draws.between(MINUTE, 5 * 60 * MINUTE);
        if (happens(Fault.PAGER_BAD_KEY, 150)) world.pager.badKeyUntil = now + draws.between(MINUTE, 5 * 60 * MINUTE);
        if (happens(Fault.PAGER_LOST_ANSWERS, 150)) {
            world.pager.losesAnswersUntil = now + draws.between(MINUTE, 60 * MINUTE);
        }
        if (happens(Fault.SWEEP_AWAY, 150)) world.sweepAwayUntil = now + draws.between(MINUTE, 5 * 60 * MINUTE);
        if (happens(Fault.CHECKPOINTS_FAIL, 200)) {
            world.checkpointsFailUntil = now + draws.between(MINUTE, 90 * MINUTE);
        }
        if (!world.second.up && happens(Fault.SECOND_INSTANCE, 250))
            world.secondInstance(draws.between(10 * MINUTE, 120 * MINUTE));
        if (happens(Fault.RESOLVED_BY_HAND, 60) && !world.pager.open.isEmpty()) {
            world.pager.open.remove(draws.of(new ArrayList<>(world.pager.open.keySet())));
        }
        if (happens(Fault.CLOCK_AHEAD, 200))
            world.setClock(draws.between(1_000, 10 * MINUTE), now + draws.between(MINUTE, 20 * MINUTE));
        if (happens(Fault.CLOCK_BEHIND, 200))
            world.setClock(-draws.between(1_000, 10 * MINUTE), now + draws.between(MINUTE, 20 * MINUTE));
    }

    private void deny(long millis) {
        long until = clock.now + millis;
        List<List<Op>> what = List.of(
                List.of(Op.values()),
                List.of(Op.SET),
                List.of(Op.TAG),
                List.of(Op.READ),
                List.of(Op.INDEX),
                List.of(Op.SET, Op.TAG));
        List<Op> denied = draws.of(what);
        for (Op op : denied) aws.deniedUntil.put(op, until);
        world.trace.note("denied", denied, millis / MINUTE, "min");
    }

    private void job() {
        Job job = world.main;
        if (happens(Fault.CRASH, 120) && job.up) {
            job.crash(draws.chance(6) ? draws.between(MINUTE, 180 * MINUTE) : draws.between(5_000, 3 * MINUTE));
        }
        if (happens(Fault.CRASH_IN_ACT, 80)) world.crashInAct = true;
        if (happens(Fault.STATE_LOST, 300)) {
            job.crash(draws.between(5_000, 10 * MINUTE));
            world.loseState(job);
        }
        if (happens(Fault.LEDGER_LOST, 300)) {
            if (draws.chance(2)) job.crash(draws.between(5_000, 10 * MINUTE));
            world.loseLedger(job);
        }
        if (happens(Fault.STATE_AND_LEDGER_LOST, 500)) {
            job.crash(draws.between(5_000, 10 * MINUTE));
            world.loseState(job);
            world.loseLedger(job);
        }
        if (happens(Fault.LEDGER_FULL, 250)) world.ledgerFull(draws.between(MINUTE, 60 * MINUTE));
        if (happens(Fault.MODE_CHANGED, 200)) {
            world.mode(
                    draws.of(List.of(Mode.OBSERVE, Mode.ALERT, Mode.APPROVE, Mode.ENFORCE)),
                    clock.now + draws.between(MINUTE, 60 * MINUTE));
        }
        if (happens(Fault.POLICY_CHANGED, 200)) {
            world.policy(
                    Duration.ofMinutes(2 + draws.upTo(70)),
                    draws.upTo(6),
                    clock.now + draws.between(MINUTE, 60 * MINUTE));
        }
    }

    private void people() {
        List<ModelLimit> ours = aws.limits().stream().filter(ModelLimit::isOurs).toList();
        if (happens(Fault.HUMAN_BEFORE, 150)) {
            ModelLimit any = draws.of(aws.limits());
            if (!any.isOurs() && any.kind != LeverKind.STREAM) world.human(any, other(any));
        }
        List<ModelLimit> back = aws.limits().stream()
                .filter(l -> l.isClean() && clock.now - l.backAt < WorldClock.DAY && l.kind != LeverKind.STREAM)
                .toList();
        if (!back.isEmpty() && happens(Fault.HUMAN_AFTER, 60)) {
            ModelLimit any = draws.of(back);
            world.human(any, other(any));
        }
        if (ours.isEmpty()) return;
        ModelLimit limit = draws.of(ours);
        if (limit.kind != LeverKind.STREAM && happens(Fault.HUMAN_WHILE_HELD, 60)) world.human(limit, other(limit));
        else if (happens(Fault.HUMAN_PUTS_BACK, 60)) world.human(limit, limit.people);
        else if (happens(Fault.RELEASE_BY_HAND, 40)) world.releaseByHand(limit.function);
        else if (happens(Fault.TAGS_WIPED_ONCE, 40)) world.wipe(limit);
        else if (happens(Fault.TAGS_WIPED_AGAIN_AND_AGAIN, 100)) {
            aws.functions.get(limit.function).wipedUntil = clock.now + draws.between(MINUTE, 6 * 60 * MINUTE);
            world.wipe(limit);
        } else if (happens(Fault.OLD_VALUE_REFUSED, 60)) {
            aws.functions.get(limit.function).refusesOldUntil =
                    clock.now + (draws.chance(4) ? 3 * WorldClock.DAY : 70 * MINUTE);
        }
    }

    /** A value that is none of ours, nor what was there. */
    private int other(ModelLimit limit) {
        ModelFunction f = aws.functions.get(limit.function);
        for (int tries = 0; tries < 20; tries++) {
            int value = draws.chance(3) ? Reservation.NONE : 1 + 3 * (10 + draws.upTo(60));
            boolean fits = limit.kind != LeverKind.RESERVATION
                    || value < 0
                    || value >= f.provisioned
                            && aws.peopleUnreserved() + Math.max(0, Math.max(limit.value, limit.people)) - value
                                    >= ModelAws.LEAST_UNRESERVED;
            if (fits && value != limit.value && value != limit.people) return value;
        }
        return limit.people;
    }

    /** People reserve nearly all that may be reserved, with room for what is to be given back. */
    void crowd() {
        int spare = (aws.peopleUnreserved() - ModelAws.LEAST_UNRESERVED) / 3 * 3;
        List<ModelLimit> free = aws.limits().stream()
                .filter(l -> l.kind == LeverKind.RESERVATION && l.isClean() && l.value >= 0)
                .toList();
        if (spare <= 0 || free.isEmpty() || !draws.allows(Fault.REFUSED_UNRESERVED)) return;
        ModelLimit limit = draws.of(free);
        world.human(limit, limit.value + spare);
    }

    private void account() {
        ModelFunction f = draws.of(new ArrayList<>(aws.functions.values()));
        if (happens(Fault.DEPLOYED, 80) && f.exists) {
            f.revision++;
            f.modifiedAt = clock.now;
        }
        if (happens(Fault.DELETED, 250) && f.exists) world.delete(f);
        if (!f.exists && happens(Fault.CREATED_ANEW, 4)) world.create(f, f.provisioned, Reservation.NONE, mappings++);
        if (happens(Fault.AGAIN_ALLOWED, 150)) world.againAllowed(f.name);
    }
}
