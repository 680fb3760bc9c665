package dev.breakwater.guard.world;

import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.PlaceMarks;
import dev.breakwater.connectors.lambda.act.Sweep;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.ledger.EffectsMemory;
import dev.breakwater.connectors.lambda.lever.Lever;
import dev.breakwater.connectors.lambda.lever.Levers;
import dev.breakwater.connectors.lambda.lever.QueueConcurrencyLever;
import dev.breakwater.connectors.lambda.lever.ReservedConcurrencyLever;
import dev.breakwater.connectors.lambda.lever.StreamPauseLever;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.guard.world.ModelAws.Actor;
import dev.breakwater.guard.world.ModelAws.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One account with everything that acts on it: the job, AWS, the pager, people, tools and machines, on one thread, by one
 * seed and a clock of its own. What decides and acts is the real code; what it acts on is a model.
 */
final class ClosedLoopWorld implements ModelAws.Watcher {

    private static final long START = 1_800_000_000_000L / WorldClock.MINUTE * WorldClock.MINUTE;
    private static final int STEPS = 400;
    private static final long LASTS = 3 * WorldClock.DAY;
    private static final Duration LONGEST = Duration.ofDays(1);

    final WorldClock clock = new WorldClock(START);
    final Trace trace = new Trace(clock);
    final Draws draws;
    final WorldTerms terms;
    final ModelAws aws;
    final ModelPager pager;
    final Surges surges;
    final WorldInvariants checks;
    final WorldPeople people = new WorldPeople(this);
    final Job main;
    final Job second;
    private final WorldFaults faults;
    private final List<String> names = new ArrayList<>();
    private final boolean goesOn;

    long checkpointsFailUntil;
    long sweepAwayUntil;
    boolean crashInAct;
    private long sweepAt;
    private long secondUntil;
    private long clockUntil;
    private long bookUntil;
    private long fullUntil;
    /** So long the inventory takes at most to see what people changed. */
    private static final long READ_ANEW = 15 * WorldClock.MINUTE;

    private long acceptAt = Long.MAX_VALUE;
    private boolean between;
    private long readsBadAt;

    int steps;
    int unknowable;
    /** From the last fault until all was quiet, milliseconds. */
    long quietAfter;

    ClosedLoopWorld(long seed, Set<Fault> without) {
        draws = new Draws(seed, without);
        terms = new WorldTerms(draws);
        aws = new ModelAws(clock, draws, terms.concurrency);
        aws.watcher = this;
        aws.failing = draws.of(List.of(10, 20, 20, 40, 80));
        pager = new ModelPager(clock, draws, trace);
        surges = new Surges(draws.between(WorldClock.MINUTE, 3 * WorldClock.MINUTE));
        checks = new WorldInvariants(this);
        goesOn = draws.chance(2);
        main = new Job(this, "a", terms.book(terms.mode, LONGEST, 99));
        second = new Job(this, "b", terms.book(Mode.ENFORCE, LONGEST, 99));
        faults = new WorldFaults(this);
        fleet();
        main.start();
    }

    private void fleet() {
        int count = 3 + draws.upTo(7);
        for (int i = 0; i < count; i++) {
            String name = i == 0 ? "vip-0" : "f-" + i;
            names.add(name);
            int most = Math.max(2, terms.concurrency / 100);
            int reserved = draws.chance(2) ? Reservation.NONE : 1 + 3 * (1 + draws.upTo(most));
            int provisioned = draws.chance(6) ? 10 : 0;
            if (reserved >= 0 && reserved < provisioned) reserved = 1 + 3 * provisioned;
            ModelFunction f = new ModelFunction(name, provisioned, null);
            aws.functions.put(name, f);
            create(f, provisioned, reserved, 0);
            if (aws.unreserved(null, 0) < 150) f.reservation.people(Reservation.NONE);
        }
    }

    // what happens to the account

    void create(ModelFunction f, int provisioned, int reserved, int generation) {
        f.exists = true;
        f.revision++;
        f.reservation = new ModelLimit(f.name, LeverKind.RESERVATION, f.name, reserved);
        f.mappings.clear();
        for (int m = draws.chance(2) ? 0 : 1 + draws.upTo(5) / 4; m > 0; m--) {
            String uuid = new UUID(f.name.hashCode(), 100L * generation + m).toString();
            LeverKind kind = draws.chance(3) ? LeverKind.STREAM : LeverKind.QUEUE;
            int value = kind == LeverKind.QUEUE && draws.chance(3) ? 1 + 3 * (15 + draws.upTo(60)) : Reservation.NONE;
            f.mappings.put(uuid, new ModelLimit(uuid, kind, f.name, value));
        }
        checks.peopleAt = clock.now;
    }

    void delete(ModelFunction f) {
        trace.note("deleted", f.name);
        checks.touched(f.name);
        f.exists = false;
        checks.forget(f.name);
        checks.peopleAt = clock.now;
    }

    /** A person sets a limit in AWS's own console. */
    void human(ModelLimit limit, int value) {
        if (!aws.mayBe(limit, value)) return;
        trace.note("human", limit.text(), "to", value);
        String owner = limit.setBy;
        boolean held = limit.isOurs();
        boolean putsBack = value == limit.people;
        boolean known = held && isHeldFor(owner, limit);
        checks.touched(limit.function);
        limit.people(value);
        checks.peopleAt = clock.now;
        if (held && known) checks.hand(limit, owner, putsBack);
    }

    /** Without that nobody can tell it from a limit that was marked and never set, or from our own release. */
    private boolean isHeldFor(String owner, ModelLimit limit) {
        Job job = owner.equals(main.owner) ? main : second;
        LeaseState lease = job.up ? job.state.leases.get(limit.function) : null;
        boolean same = lease != null && lease.leverKind.name().equals(limit.kind.name());
        return same && job.ledger.holds(ref(limit));
    }

    /** Whether a mark or control knows of it. */
    boolean isKnown(ModelLimit limit) {
        Job job = limit.setBy.equals(main.owner) ? main : second;
        return limit.mark().kind() != MarkReading.Kind.ABSENT || job.knows(ref(limit));
    }

    private static LeverRef ref(ModelLimit limit) {
        return new LeverRef(
                new FunctionRef(ModelAws.ACCOUNT, ModelAws.REGION, limit.function),
                limit.kind,
                limit.kind == LeverKind.RESERVATION ? "" : limit.target);
    }

    /**
     * The one stated limit of what can be promised: a limit whose tags, ledger and state are all gone cannot be known, so
     * people put it back. What the ledger alone knows is given back by its job, or by a sweep that reads it.
     */
    private void unknowable() {
        for (ModelLimit limit : aws.limits()) {
            if (!limit.isOurs() || limit.mark().kind() != MarkReading.Kind.ABSENT) continue;
            boolean ofSecond = limit.setBy.equals(second.owner);
            boolean ended = ofSecond && !second.up && secondUntil == 0;
            boolean known = ended
                    ? terms.sweepsWithLedger && second.ledger.knows(ref(limit))
                    : (ofSecond ? second : main).knows(ref(limit));
            if (known || !aws.mayBe(limit, limit.people)) continue;
            trace.note("unknowable", limit.text());
            unknowable++;
            checks.touched(limit.function);
            limit.people(limit.people);
        }
    }

    void releaseByHand(String function) {
        trace.note("release", function);
        checks.touched(function);
        Sweep.Released released = sweep("cli", new EffectsMemory()).release(function);
        if (released.leftAlone().ok()) {
            ModelLimit limit = aws.limit(function);
            if (limit != null && limit.tags.containsKey(HandsOff.TAG)) checks.hand(limit, "", false);
        }
    }

    void againAllowed(String function) {
        people.againAllowed(function);
        sweep("cli", new EffectsMemory()).allowAgain(function);
        checks.againAllowed(function);
    }

    void wipe(ModelLimit limit) {
        if (!isWritten(limit)) return;
        trace.note("wiped", limit.text());
        aws.wipe(limit);
        wiped(limit);
    }

    /**
     * A known limit, left out: we were killed between set and ledger, and the tags were wiped before it was asked for
     * again. Nobody has written that it was set, and it is taken for people's. Nor can two instances that believe that
     * they hold the same function be told apart without a mark.
     */
    @Override
    public boolean isWritten(ModelLimit limit) {
        boolean ofSecond = limit.setBy.equals(second.owner);
        Job job = ofSecond ? second : main;
        Job other = ofSecond ? main : second;
        if (limit.isOurs() && other.knows(ref(limit))) return false;
        return !limit.isOurs() && limit.mark().kind() == MarkReading.Kind.ABSENT || job.ledger.knows(ref(limit));
    }

    /** A hands-off that nobody has read yet is gone with its tag. */
    @Override
    public void wiped(ModelLimit limit) {
        checks.forget(limit.function);
    }

    // what happens to the job

    void loseState(Job job) {
        job.loseState();
        forgotten(job);
        unknowable();
    }

    /** What it had told of and seen is not in its memory any more. */
    void forgotten(Job job) {
        pager.orphan(job.owner);
        checks.forgot(job.owner);
        readsBadAt = clock.now;
    }

    void loseLedger(Job job) {
        job.ledger.lose();
        checks.forgot(job.owner);
        unknowable();
        acceptAt = clock.now + draws.between(WorldClock.MINUTE, 4 * WorldClock.HOUR);
    }

    void ledgerFull(long millis) {
        main.ledger.full = true;
        fullUntil = clock.now + millis;
    }

    void mode(Mode mode, long until) {
        trace.note("mode", mode);
        main.book = terms.book(mode, LONGEST, 99);
        bookUntil = until;
    }

    void policy(Duration longest, int atOnce, long until) {
        main.book = terms.book(terms.mode, longest, atOnce);
        bookUntil = until;
    }

    void setClock(long ahead, long until) {
        clock.ahead = ahead;
        clockUntil = until;
        clockSet();
    }

    private void clockSet() {
        if (main.up) main.clockSet();
        if (second.up) second.clockSet();
    }

    void secondInstance(long millis) {
        second.loseState();
        second.start();
        secondUntil = clock.now + millis;
    }

    Lever lever(Actor actor, LeverKind kind) {
        var client = aws.client(actor);
        return switch (kind) {
            case RESERVATION -> new ReservedConcurrencyLever(client, ModelAws.ACCOUNT, ModelAws.REGION);
            case QUEUE -> new QueueConcurrencyLever(client, ModelAws.ACCOUNT, ModelAws.REGION);
            case STREAM -> new StreamPauseLever(client, ModelAws.ACCOUNT, ModelAws.REGION);
        };
    }

    /** On another machine, whose clock is right. */
    private Sweep sweep(String who, EffectsMemory ledger) {
        Actor actor = new Actor(who, true);
        ActClock right = new ActClock() {
            @Override
            public long millis() {
                return clock.now;
            }

            @Override
            public void pause(long millis) {
                clock.pause(millis);
            }
        };
        LambdaPlaceDirectory directory =
                new LambdaPlaceDirectory(aws.client(actor), aws.index(actor), ModelAws.ACCOUNT, ModelAws.REGION);
        PlaceMarks marks = new PlaceMarks(ModelAws.ACCOUNT, ModelAws.REGION, directory, right);
        return new Sweep(marks, new Levers((account, region, kind) -> lever(actor, kind)), ledger, right);
    }

    // what our calls do

    @Override
    public void before(Actor actor, Op op) {
        if (between || !actor.owner().equals(main.owner) || !main.up) return;
        between = true;
        try {
            if (actor.acts() && draws.happens(Fault.READ_BETWEEN_ACTS, 8, clock.now)) main.readBetween();
            if (!actor.acts() && main.hasActsDue() && draws.happens(Fault.ACT_BETWEEN_READS, 3, clock.now)) {
                main.commit();
            }
        } finally {
            between = false;
        }
        if (op == Op.SET && draws.chance(20)) faults.crowd();
        if (actor.acts() && crashInAct && draws.chance(4)) {
            crashInAct = false;
            throw new Job.Crash();
        }
    }

    @Override
    public void marked(Actor actor, ModelLimit limit, Mark mark) {
        trace.note(actor.owner(), "marked", limit.text());
        checks.marked(limit, mark);
    }

    @Override
    public void set(Actor actor, ModelLimit limit, int before) {
        trace.note(actor.owner(), "set", before, "->", limit.value, limit.text());
        if (!actor.owner().equals(main.owner)) checks.touched(limit.function);
        checks.set(actor.owner(), limit, before);
    }

    // time

    /** Plays it to its end. */
    void play() {
        while (steps < STEPS || clock.now < START + LASTS - terms.promised()) step();
        end();
    }

    private void step() {
        steps++;
        faults.draw();
        surge();
        boolean busy = isBusy();
        long most = busy && steps < STEPS ? 3 * WorldClock.MINUTE : 6 * WorldClock.HOUR;
        long least = busy && steps < STEPS ? 5 * WorldClock.SECOND : 10 * WorldClock.MINUTE;
        pass(clock.now + draws.between(least, most));
    }

    private boolean isBusy() {
        return surges.isActive(main.nextMinute())
                || !main.isQuiet()
                || aws.limits().stream().anyMatch(l -> !l.isClean());
    }

    private void surge() {
        long minute = clock.now / WorldClock.MINUTE;
        boolean busy = isBusy();
        int rarely = busy ? 20 : 4;
        if (draws.happens(Fault.FLOOD, rarely, clock.now)) flood(draws.of(names), minute, 10 + draws.upTo(60), "");
        if (draws.happens(Fault.SHORT_FLOOD, rarely, clock.now)) flood(draws.of(names), minute, 2 + draws.upTo(3), "");
        if (draws.happens(Fault.BUDGET_ORDER, 2 * rarely, clock.now)) {
            flood(draws.of(names), minute, 10 + draws.upTo(90), "budget-" + draws.upTo(2));
        }
        if (draws.happens(Fault.FLEET_FLOOD, 8 * rarely, clock.now)) {
            for (String name : names) flood(name, minute, 5 + draws.upTo(40), "");
        }
    }

    private void flood(String name, long minute, long minutes, String order) {
        double concurrency = draws.of(List.of(60.0, 200.0, 400.0));
        surges.begin(new Surges.Surge(name, minute, minute + minutes, 15 + draws.upTo(60), concurrency, order));
    }

    /** Lets time pass for everybody. */
    private void pass(long time) {
        while (clock.now < time) {
            long next = Math.min(time, clock.now + WorldClock.MINUTE);
            if (isIdle(time - READ_ANEW)) {
                clock.until(time - READ_ANEW);
                main.skipTo(clock.now);
                next = clock.now;
            }
            main.runUntil(next);
            if (second.up || second.downUntil > clock.now && clock.now < secondUntil) second.runUntil(next);
            clock.until(next);
            ends();
            unknowable();
            sweepDue();
        }
    }

    /** Whether nobody has anything to do. */
    private boolean isIdle(long time) {
        boolean far = time - clock.now > 5 * WorldClock.MINUTE;
        return far
                && !second.up
                && main.isIdle()
                && !surges.isActive(main.nextMinute())
                && aws.limits().stream().allMatch(ModelLimit::isClean);
    }

    private void ends() {
        long now = clock.now;
        if (clock.ahead != 0 && now >= clockUntil) setClock(0, 0);
        if (bookUntil > 0 && now >= bookUntil) {
            main.book = terms.book(terms.mode, LONGEST, 99);
            bookUntil = 0;
        }
        if (main.ledger.full && now >= fullUntil) main.ledger.full = false;
        if (now >= acceptAt && main.ledger.isStopped()) {
            main.ledger.accept();
            acceptAt = Long.MAX_VALUE;
        }
        if (now >= secondUntil && secondUntil > 0) stopSecond();
        if (now < aws.awayUntil || aws.deniedUntil.values().stream().anyMatch(until -> now < until)) readsBadAt = now;
    }

    private void stopSecond() {
        second.up = false;
        second.downUntil = Long.MAX_VALUE;
        secondUntil = 0;
        pager.gone(second.owner);
    }

    boolean readsWell(long since) {
        return readsBadAt < since && clock.ahead == 0 && !second.up;
    }

    private void sweepDue() {
        if (clock.now < sweepAt || clock.now < sweepAwayUntil) return;
        sweepAt = clock.now + terms.sweepEvery;
        boolean any = aws.limits().stream().anyMatch(l -> !l.isClean() || !l.tags.isEmpty());
        if (any)
            sweep("sweep", terms.sweepsWithLedger ? main.ledger.memory() : new EffectsMemory())
                    .expired(end -> {});
        if (any && terms.sweepsWithLedger && secondUntil == 0)
            sweep("sweep", second.ledger.memory()).expired(end -> {});
    }

    // the end

    private void end() {
        calm();
        long last = clock.now;
        long promised = last + terms.promised();
        String left = checks.left();
        while (clock.now < promised) {
            pass(Math.min(promised, clock.now + WorldClock.MINUTE));
            steps++;
            boolean was = left.isEmpty();
            left = checks.left();
            if (left.isEmpty() && !was) quietAfter = clock.now - last;
        }
        if (!left.isEmpty()) {
            throw new AssertionError("left " + terms.promised() / WorldClock.MINUTE + " min after the last fault: "
                    + left + "\n" + trace.text());
        }
    }

    /** From now on nothing goes wrong any more, and people do nothing. */
    private void calm() {
        draws.faults = false;
        crashInAct = false;
        aws.awayUntil = 0;
        aws.deniedUntil.clear();
        aws.functions.values().forEach(f -> {
            f.wipedUntil = 0;
            f.refusesOldUntil = 0;
        });
        pager.awayUntil = 0;
        pager.badKeyUntil = 0;
        pager.losesAnswersUntil = 0;
        checkpointsFailUntil = 0;
        sweepAwayUntil = 0;
        fullUntil = 0;
        clockUntil = 0;
        bookUntil = 1;
        acceptAt = 0;
        if (secondUntil > 0) stopSecond();
        if (!main.up) main.downUntil = clock.now;
        ends();
        surges.catchUp(0);
        main.runUntil(clock.now);
        surges.end(main.nextMinute(), s -> false);
        if (goesOn) surges.goOn("vip-0", main.nextMinute() + 10);
        trace.note("calm");
    }

    /** Keys under which an alert may be open at the end. */
    boolean mayBeOpen(String key) {
        return pager.orphans.contains(key)
                || mustBeOpen().contains(key)
                || main.metered.contains(key)
                || key.contains("/fleet/");
    }

    /** Keys of incidents whose surge goes on and of which the pager has to know. */
    Set<String> mustBeOpen() {
        Set<String> keys = new TreeSet<>();
        for (IncidentState i : main.state.open.values()) {
            if (!i.triggered && !i.isToldWith()) continue;
            if (surges.surges(i.key, main.nextMinute() - 1))
                keys.add("breakwater/" + (i.isToldWith() ? i.toldWith : i.id));
        }
        return keys;
    }
}
