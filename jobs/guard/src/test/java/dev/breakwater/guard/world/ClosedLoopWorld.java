package dev.breakwater.guard.world;

import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.guard.world.ModelAws.Actor;
import dev.breakwater.guard.world.ModelAws.Op;
import dev.breakwater.guard.world.Product.Instance;
import dev.breakwater.guard.world.Product.Mode;
import dev.breakwater.guard.world.Product.Settings;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One account with everything that affects it: the product, AWS, the pager, people, tools and machines. All of it runs
 * on one thread, with one seed and its own clock. The product's code that decides and makes calls is real. Everything
 * else is simulated.
 */
final class ClosedLoopWorld implements ModelAws.Watcher {

    private static final long START = 1_800_000_000_000L / WorldClock.MINUTE * WorldClock.MINUTE;
    private static final int STEPS = 280;
    private static final long LASTS = 5 * WorldClock.DAY / 2;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int ALL = 99;

    final long startedAt = START;
    final WorldClock clock = new WorldClock(START);
    final Trace trace = new Trace(clock);
    final FaultLog log = new FaultLog();
    final Pool pool = new Pool();
    final Draws draws;
    final WorldTerms terms;
    final ModelAws aws;
    final ModelPager pager;
    final Surges surges;
    final WorldPeople people;
    final Judge judge;
    final WorldFaults faults;
    final Instance main;
    final Instance second;
    final Product product;
    private final List<String> names = new ArrayList<>();
    private final boolean goesOn;
    private final boolean weekly;
    /** When each instance last started, and when the first instance started without any memory. */
    private final Map<Instance, Long> started = new HashMap<>();

    final List<Long> startsAnew = new ArrayList<>();

    Mode mode;
    long modeSince = START;
    private final List<long[]> observed = new ArrayList<>();

    long checkpointsFailUntil;
    long sweepAwayUntil;
    /** The kind of the next call, which ends the process, or null. */
    Fault crashInAct;

    private long sweepAt;
    private long secondUntil;
    private long clockUntil;
    private long bookUntil;
    private long fullUntil;
    /** The instance, function and value of each ledger line that a call waited for. */
    private final Set<String> appended = new HashSet<>();

    private long acceptAt = Long.MAX_VALUE;
    private long adoptAt = Long.MAX_VALUE;
    private boolean between;

    /** Receives the updates for pages. May be null. */
    Consumer<PageUpdate> pages;

    int steps;
    int ringsJudged;
    int holdsJudged;
    int curesJudged;
    int weeksJudged;
    int outagesJudged;

    ClosedLoopWorld(long seed, Set<Fault> without) {
        draws = new Draws(seed, without);
        terms = new WorldTerms(draws);
        aws = new ModelAws(clock, draws, log, terms.concurrency);
        aws.watcher = this;
        aws.sweepsTell = terms.sweepsWithLedger;
        aws.failing = draws.of(List.of(10, 20, 20, 40, 80));
        if (draws.chance(3)) draws.rarity = 12;
        pager = new ModelPager(clock, draws, trace);
        surges = new Surges(draws.between(WorldClock.MINUTE, 3 * WorldClock.MINUTE));
        goesOn = draws.chance(2);
        weekly = draws.later.nextInt(3) == 0;
        mode = terms.mode;
        people = new WorldPeople(this);
        judge = new Judge(this);
        pager.listener = judge;
        product = new Loop(this);
        main = product.instance("a");
        second = product.instance("b");
        second.configure(new Settings(Mode.ENFORCE, LONGEST, ALL));
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
            int reserved = draws.chance(2) ? LimitValue.NONE : 1 + 3 * (1 + draws.upTo(most));
            int provisioned = draws.chance(6) ? 10 : 0;
            if (reserved >= 0 && reserved < provisioned) reserved = 1 + 3 * provisioned;
            ModelFunction f = added(name, provisioned, reserved);
            if (aws.unreserved(null, 0) < 150) f.reservation.people(LimitValue.NONE, clock.now);
        }
    }

    private ModelFunction added(String name, int provisioned, int reserved) {
        ModelFunction f = new ModelFunction(name, provisioned, null);
        aws.functions.put(name, f);
        create(f, provisioned, reserved, 0);
        return f;
    }

    // instances

    /** Requests or changes by people that release a throttle. */
    private static final Set<Fault> GIVES_BACK = EnumSet.of(
            Fault.ASKED_ACCEPT, Fault.ASKED_RELEASE, Fault.ASKED_PROTECT, Fault.MODE_CHANGED, Fault.POLICY_CHANGED);

    /** The instance of ours that set the present value. */
    Instance ownerOf(ModelLimit limit) {
        return instance(limit.setBy);
    }

    Instance instance(String owner) {
        return isSecond(owner) ? second : main;
    }

    static boolean isSecond(String owner) {
        return owner.startsWith("b");
    }

    long startedAt(Instance instance) {
        return started.getOrDefault(instance, START);
    }

    // changes in the account

    void create(ModelFunction f, int provisioned, int reserved, int generation) {
        f.exists = true;
        f.revision++;
        f.reservation = new ModelLimit(f.name, LeverKind.RESERVATION, f.name, reserved, clock.now);
        f.mappings.clear();
        for (int m = draws.chance(2) ? 0 : 1 + draws.upTo(5) / 4; m > 0; m--) {
            String uuid = new UUID(f.name.hashCode(), 100L * generation + m).toString();
            LeverKind kind = draws.chance(3) ? LeverKind.STREAM : LeverKind.QUEUE;
            int value =
                    kind.equals(LeverKind.QUEUE) && draws.chance(3) ? 1 + 3 * (15 + draws.upTo(60)) : LimitValue.NONE;
            f.mappings.put(uuid, new ModelLimit(uuid, kind, f.name, value, clock.now));
        }
    }

    void delete(ModelFunction f) {
        trace.note("deleted", f.name);
        f.exists = false;
        judge.handsOff.over(f.name);
        judge.texts.touched(f.name);
        judge.holds.gone(f.name);
    }

    /** A person sets a limit in AWS's own console. */
    void human(ModelLimit limit, int value) {
        trace.note("human", limit.text(), "to", value);
        // a limit that only its tag records may be found by the sweep, which keeps the person's value and informs
        // nobody
        boolean held = limit.isOurs() && !limit.unknowable && !(limit.stateLost && limit.ledgerLost);
        Instance of = ownerOf(limit);
        boolean own = limit.own.contains(value);
        boolean putsBack = limit.mayStand(value);
        // a change looks the same if the limit was never observed or is being released; a queue's limit that does not
        // slow the surge is soon released
        boolean sure = !putsBack
                || limit.kind.equals(LeverKind.RESERVATION)
                        && !limit.outcomeUnknown
                        // a limit that another instance has taken over is being released
                        && !limit.tagLost()
                        && !log.any(GIVES_BACK, clock.now - WorldClock.HOUR, clock.now, limit.function)
                        && limit.failedSetAt < clock.now - 30 * WorldClock.MINUTE
                        && clock.now - limit.actedAt > 5 * WorldClock.MINUTE
                        && surges.goesOn(limit.function, clock.now / WorldClock.MINUTE)
                        && clock.now - limit.oursSince < terms.maxHold.toMillis() - 15 * WorldClock.MINUTE;
        judge.texts.touched(limit.function);
        judge.handsOff.changedAgain(limit);
        limit.people(value, clock.now);
        judge.holds.set(limit);
        if (held && sure && !own) judge.handsOff.changed(limit, of, putsBack, "a person changed it");
    }

    void releaseByHand(String function) {
        trace.note("release", function);
        judge.texts.touched(function);
        product.release(function);
        ModelLimit limit = aws.limit(function);
        // if a person cancelled the time for which the function is left alone, an expired tag stays; an edited tag has
        // no time
        boolean written = limit != null
                && limit.tags.entrySet().stream()
                        .filter(tag -> tag.getKey().contains("hands-off"))
                        .map(Map.Entry::getValue)
                        .filter(until -> until.matches("[-0-9T:.]+Z"))
                        .anyMatch(until -> Instant.parse(until).toEpochMilli() > clock.now + WorldClock.HOUR);
        if (written) judge.handsOff.released(function, null, clock.now, "released by command");
    }

    void againAllowed(String function) {
        product.allowAgain(function);
        judge.handsOff.over(function);
    }

    // changes of the job

    /** The job starts, from a checkpoint or without memory. */
    void started(Instance instance, boolean anew) {
        started.put(instance, clock.now);
        aws.limits().forEach(limit -> limit.jobStarts(clock.now));
        if (anew && instance == main && clock.now > START) startsAnew.add(clock.now);
    }

    /** @param kept the time of its newest checkpoint; what came after it is lost */
    void crashed(Instance instance, long kept, long until) {
        judge.memory.stateLost(instance, kept);
        if (instance != main) return;
        log.note(Fault.CRASH, clock.now, until, "");
        aws.limits().forEach(limit -> limit.jobEnds(clock.now));
    }

    void loseState(Instance job) {
        job.loseState();
        judge.memory.stateLost(job, Long.MIN_VALUE);
    }

    void loseLedger(Instance job) {
        job.loseLedger();
        judge.memory.ledgerLost(job);
        acceptAt = clock.now + draws.between(WorldClock.MINUTE, 4 * WorldClock.HOUR);
        log.note(Fault.LEDGER_LOST, clock.now, acceptAt + WorldClock.MINUTE, "");
    }

    void ledgerFull(long until) {
        main.ledgerFull(true);
        fullUntil = until;
    }

    /** A line is about to be written. From time to time, it finds the disk full before the job has checked for room. */
    void appends(Instance instance) {
        boolean fills = instance == main && fullUntil == 0 && draws.allows(Fault.LEDGER_FULL);
        if (!fills || !draws.chanceAside(8 * draws.rarity)) return;
        draws.note(Fault.LEDGER_FULL);
        ledgerFull(clock.now + (draws.chanceAside(2) ? 20 * WorldClock.SECOND : 10 * WorldClock.MINUTE));
        log.note(Fault.LEDGER_FULL, clock.now, fullUntil, "");
    }

    /** A line was written to the disk. */
    void appended(Instance instance, String function, String value) {
        appended.add((instance == main) + " " + function + ' ' + value);
    }

    /** Whether the disk ever had a line of this instance with this value. The line may have been lost since then. */
    boolean hasAppended(Instance instance, String function, int value) {
        return appended.contains((instance == main) + " " + function + ' ' + value);
    }

    void mode(Mode next, long until) {
        trace.note("mode", next);
        change(next);
        main.configure(new Settings(next, LONGEST, ALL));
        bookUntil = until;
    }

    private void change(Mode next) {
        if (mode == Mode.OBSERVE) observed.add(new long[] {modeSince, clock.now});
        mode = next;
        modeSince = clock.now;
    }

    /** Whether the job ran in that mode during a part of that time. */
    boolean mode(Mode asked, long from, long to) {
        if (asked != Mode.OBSERVE) throw new IllegalArgumentException("only observed times are kept");
        boolean now = mode == Mode.OBSERVE && modeSince <= to;
        return now || observed.stream().anyMatch(o -> o[0] <= to && o[1] + WorldClock.MINUTE >= from);
    }

    void policy(Duration longest, int atOnce, long until) {
        change(terms.mode);
        main.configure(new Settings(terms.mode, longest, atOnce));
        bookUntil = until;
    }

    void setClock(long ahead, long until) {
        clock.ahead = ahead;
        clockUntil = until;
        clockSet();
    }

    private void clockSet() {
        if (main.isUp()) main.clockSet();
        if (second.isUp()) second.clockSet();
    }

    void secondInstance(long until) {
        second.loseState();
        second.start();
        secondUntil = until;
    }

    void rename() {
        main.rename("a" + (1 + steps));
        adoptAt = clock.now + draws.between(WorldClock.MINUTE, 4 * WorldClock.HOUR);
        log.note(Fault.RENAMED, clock.now, adoptAt, "");
    }

    // effects of our calls

    @Override
    public void before(Actor actor, Op op, Runnable effect) {
        boolean job = !actor.command() && instance(actor.owner()) == main && main.isUp();
        if (between || !job) return;
        between = true;
        try {
            Fault other = actor.acts() ? Fault.READ_BETWEEN_ACTS : Fault.ACT_BETWEEN_READS;
            if (draws.happens(other, actor.acts() ? 8 : 3)) {
                log.call(other, aws.anyOurs());
                main.interleave(actor.acts());
            }
        } finally {
            between = false;
        }
        if (op == Op.SET && draws.chance(20 * draws.rarity)) faults.crowd();
        if (!actor.acts() || crashInAct == null || !draws.chance(4)) return;
        boolean zombie = crashInAct == Fault.ZOMBIE;
        if (zombie) aws.later(clock.now + draws.between(1_000, 60_000), effect);
        log.call(crashInAct, aws.anyOurs());
        crashInAct = null;
        throw new LoopJob.Crash();
    }

    @Override
    public void after(Actor actor, Op op) {
        boolean job = !actor.command() && instance(actor.owner()) == main && main.isUp();
        if (!job || !actor.acts() || crashInAct != Fault.CRASH_IN_ACT || !draws.chance(4)) return;
        crashInAct = null;
        throw new LoopJob.Crash();
    }

    @Override
    public void set(Actor actor, ModelLimit limit, ModelLimit.State before) {
        trace.note(actor.owner(), "set", before.value(), "->", limit.value, limit.text());
        if (actor.command() || instance(actor.owner()) != main) judge.texts.touched(limit.function);
        else if (fullUntil > 0 && terms.sweepsWithLedger) limit.endUnwritten(clock.now);
        judge.set(actor, limit, before);
    }

    // time and the end

    /** Plays the world to its end. The judge has the failures. */
    void play() {
        while (steps < STEPS || clock.now < START + LASTS - terms.promised()) step();
        calm();
        pass(clock.now + terms.promised());
        judge.end();
        if (goesOn || terms.mode != Mode.ENFORCE) return;
        // while AWS refuses a release, the job tries again each minute: three weeks of that take minutes to play
        boolean released = aws.limits().stream().allMatch(ModelLimit::isClean);
        if (weekly && released) weeks();
        else if (!weekly && terms.sweepsWithLedger) outage();
    }

    /**
     * After all faults, lets the job die while it throttles a function. A sweep releases the function, and later a person
     * sets the value that was ours. When the job runs again, it can know only from the sweep's line in the ledger that
     * this value is a person's.
     */
    private void outage() {
        String name = "outage-" + draws.later.nextInt(10);
        ModelFunction f = added(name, 0, LimitValue.NONE);
        long from = main.nextMinute() + 120;
        surges.begin(new Surges.Surge(name, from, from + 60, 15 + draws.later.nextInt(60), 200, ""));
        pass((from + 20) * WorldClock.MINUTE);
        ModelLimit limit = f.reservation;
        if (!limit.isOurs()) return;
        int ours = limit.value;
        long swept = terms.maxHold.toMillis() + terms.sweepEvery + 10 * WorldClock.MINUTE;
        main.crash(swept + 3 * ModelLimit.LATE_CALL);
        if (draws.later.nextBoolean()) loseState(main);
        pass(clock.now + swept + ModelLimit.LATE_CALL);
        human(limit, ours);
        pass(clock.now + 4 * WorldClock.HOUR);
        outagesJudged++;
        if (limit.value != ours) judge.fail("sweep", "a person's value was released: " + limit.text());
    }

    /**
     * Lets a batch run at the same time in three weeks, after all faults. Then comes a surge on which no limit has an
     * effect. The job restarts in between.
     */
    private void weeks() {
        String name = "weekly-" + draws.later.nextInt(10);
        added(name, 0, LimitValue.NONE);
        double usd = draws.later.nextBoolean() ? 15 + draws.later.nextInt(60) : 1.5 + draws.later.nextInt(50) / 10.0;
        long from = main.nextMinute() + 2 * WorldClock.DAY / WorldClock.MINUTE + draws.later.nextInt((int) Surges.WEEK);
        for (int week = 0; week < 3; week++) {
            surge(new Surges.Surge(name, from, from + 30 + draws.later.nextInt(60), usd, 200, ""));
            from += Surges.WEEK;
        }
        judge.calm.weeks(name);
        from -= Surges.WEEK / 2;
        Surges.Surge incurable = new Surges.Surge(name, from, from + 60, 15 + draws.later.nextInt(60), 200, "");
        incurable.incurable = true;
        surge(incurable);
        judge.calm.cure(incurable);
    }

    private void surge(Surges.Surge surge) {
        pass(surge.from * WorldClock.MINUTE - WorldClock.HOUR);
        surges.begin(surge);
        pass(surge.to * WorldClock.MINUTE + WorldClock.DAY);
        if (draws.later.nextBoolean()) main.crash(WorldClock.SECOND);
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
                || !main.isIdle()
                || aws.limits().stream().anyMatch(l -> !l.isClean());
    }

    private void surge() {
        long minute = clock.now / WorldClock.MINUTE;
        int rarely = isBusy() ? 20 : 4;
        if (draws.happens(Fault.FLOOD, rarely)) flood(draws.of(names), minute, 10 + draws.upTo(60), "");
        if (draws.happens(Fault.SHORT_FLOOD, rarely)) flood(draws.of(names), minute, 2 + draws.upTo(3), "");
        if (draws.happens(Fault.RISING_FLOOD, 2 * rarely)) rise(draws.of(names), minute);
        if (draws.happens(Fault.BUDGET_ORDER, 2 * rarely)) {
            flood(draws.of(names), minute, 10 + draws.upTo(90), "budget-" + draws.upTo(2));
        }
        if (draws.happens(Fault.FLEET_FLOOD, 8 * rarely)) {
            for (String name : names) flood(name, minute, 5 + draws.upTo(40), "");
        }
    }

    /** A random hourly cost. It is never within 30 % of a threshold. */
    private double usd(boolean throttles) {
        return throttles ? 15 + draws.upTo(60) : 1.5 + draws.upTo(50) / 10.0;
    }

    private void flood(String name, long minute, long minutes, String order) {
        double concurrency = draws.of(List.of(60.0, 200.0, 400.0));
        surges.begin(new Surges.Surge(name, minute, minute + minutes, usd(!draws.chance(3)), concurrency, order));
    }

    /** Starts a surge that begins small and becomes critical or ten times as expensive. */
    private void rise(String name, long minute) {
        long rises = minute + 12 + draws.upTo(20);
        double first = draws.chance(2) ? usd(false) : 15 + draws.upTo(5);
        double later = first < WorldTerms.THROTTLES ? usd(true) : 13 * first;
        surges.begin(new Surges.Surge(name, minute, rises + 10 + draws.upTo(40), first, rises, later, 200, ""));
    }

    /** Lets time pass for everything in the world. */
    private void pass(long time) {
        while (clock.now < time) {
            long next = Math.min(time, clock.now + WorldClock.MINUTE);
            if (isIdle(time - WorldClock.HOUR / 4)) {
                clock.until(time - WorldClock.HOUR / 4);
                main.skipTo(clock.now);
                // what ended in the skipped time must not last until the job's next step
                ends();
                next = clock.now;
            }
            main.runUntil(next);
            if (second.isUp() || second.downUntil() > clock.now && clock.now < secondUntil)
                second.runUntil(Math.max(next, clock.now));
            clock.until(next);
            aws.runLate();
            ends();
            sweepDue();
            log.tick(clock.now, aws.anyOurs());
            judge.minute();
        }
    }

    /** Whether nothing happens until the given time. */
    private boolean isIdle(long time) {
        boolean far = time - clock.now > 5 * WorldClock.MINUTE;
        return far
                && !second.isUp()
                && main.isIdle()
                && !surges.isActive(main.nextMinute())
                && aws.limits().stream().allMatch(ModelLimit::isClean);
    }

    private void ends() {
        long now = clock.now;
        if (clock.ahead != 0 && now >= clockUntil) setClock(0, 0);
        if (bookUntil > 0 && now >= bookUntil) {
            change(terms.mode);
            main.configure(new Settings(terms.mode, LONGEST, ALL));
            bookUntil = 0;
        }
        if (fullUntil > 0 && now >= fullUntil) {
            main.ledgerFull(false);
            aws.limits().forEach(ModelLimit::endWritten);
            fullUntil = 0;
        }
        if (now >= acceptAt) {
            main.acceptLedger();
            acceptAt = now + 5 * WorldClock.MINUTE;
        }
        if (now >= adoptAt) {
            main.adopt();
            // the configuration is read at a start
            main.crash(WorldClock.SECOND);
            adoptAt = Long.MAX_VALUE;
        }
        if (now >= secondUntil && secondUntil > 0) stopSecond();
    }

    private void stopSecond() {
        second.stop();
        secondUntil = 0;
        // the other instance may use one of these alerts too, and sends it again within twenty minutes
        if (pager.gone(second.name())) log.note(Fault.RESOLVED_BY_HAND, clock.now, clock.now, "");
        // nobody starts the removed instance again from its state, and a sweep may be unable to read its ledger
        judge.memory.stateLost(second, Long.MIN_VALUE);
        if (!terms.sweepsWithLedger) judge.memory.ledgerLost(second);
        else aws.limits().forEach(limit -> limit.removed(second.name()));
    }

    private void sweepDue() {
        if (clock.now < sweepAt || clock.now < sweepAwayUntil) return;
        sweepAt = clock.now + terms.sweepEvery;
        boolean any = aws.limits().stream().anyMatch(l -> !l.isClean() || !l.tags.isEmpty())
                || terms.sweepsWithLedger && product.hasOpenLeases();
        long began = clock.now;
        if (any) product.sweep(terms.sweepsWithLedger);
        // the world has one thread, so the job waited for the command
        if (clock.now > began) log.note(Fault.SLOW, began, clock.now, "");
    }

    /** Ends all faults. From now on, people do nothing either. */
    private void calm() {
        draws.faults = false;
        crashInAct = null;
        aws.awayUntil = 0;
        aws.deniedUntil.clear();
        aws.unreadUntil = Math.min(aws.unreadUntil, clock.now);
        aws.functions.values().forEach(f -> {
            f.wipedUntil = 0;
            f.fullUntil = 0;
            f.refusesOldUntil = 0;
        });
        pager.awayUntil = 0;
        pager.badKeyUntil = 0;
        pager.losesAnswersUntil = 0;
        checkpointsFailUntil = 0;
        sweepAwayUntil = 0;
        fullUntil = fullUntil > 0 ? 1 : 0;
        clockUntil = 0;
        bookUntil = 1;
        acceptAt = 0;
        if (adoptAt < Long.MAX_VALUE) adoptAt = 0;
        if (secondUntil > 0) stopSecond();
        ends();
        acceptAt = Long.MAX_VALUE;
        if (!main.isUp()) main.crash(0);
        surges.catchUp(0);
        main.runUntil(clock.now);
        surges.end(main.nextMinute());
        if (goesOn) surges.goOn("vip-0", main.nextMinute() + 10);
        trace.note("calm");
    }
}
