package dev.breakwater.guard.world;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.Outbox;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.OutboxState;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.StepInventory;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter.NewerAttempt;
import dev.breakwater.connectors.lambda.ledger.ModelLedger;
import dev.breakwater.engine.control.ControlOutput;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.decide.Control;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.guard.convert.ActNotices;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.guard.convert.AlertLines;
import dev.breakwater.guard.convert.InventoryFacts;
import dev.breakwater.guard.convert.LimitAlarms;
import dev.breakwater.guard.limit.AccountCalls;
import dev.breakwater.guard.limit.ActAlerts;
import dev.breakwater.guard.limit.LeverCalls;
import dev.breakwater.guard.limit.LimitLedger;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.guard.stage.fleet.StepFleet;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.util.Collector;

/** A running instance. It replaces Flink between control's operator, the inventory and the outbox. */
final class LoopJob implements Product.Instance {

    /** Ends the process. */
    static final class Crash extends Error {
        Crash() {
            super("killed", null, false, false);
        }
    }

    /** The content of a checkpoint. */
    private record Checkpoint(
            long number,
            long at,
            ControlState state,
            StepInventory.Snapshot inventory,
            StepFleet.Stored fleet,
            long nextMinute,
            OutboxState outbox) {}

    private static final long TICK = 5 * WorldClock.SECOND;
    private static final long CALLS = 200;
    /**
     * The interval at which calls that wait for a checkpoint are checked. It is longer than in the job, to save time.
     */
    private static final long WAITS = 1_000;

    private static final int KEPT = 3;

    final ModelLedger ledger = new ModelLedger();
    private final ClosedLoopWorld world;
    private final ModelAws aws;
    private final WorldClock clock;
    private final OutboxLimits limits = OutboxLimits.defaults().restating().ringing();
    private String owner;
    private final List<String> names = new ArrayList<>();
    private List<String> adopts = List.of();
    private LambdaPlaceDirectory directory;
    private PolicyBook book;
    private boolean up;
    private long downUntil;
    private ControlState state = new ControlState();
    private AccountCalls calls;
    /** Calls and lines that the pool has not made yet. */
    private Deque<Runnable> pool = new ArrayDeque<>();

    private StepInventory inventory;
    private StepFleet fleet;
    private Outbox outbox;
    private long nextMinute;
    private long wakeAt;
    private long callAt;
    private boolean dirty = true;
    private final Deque<Request> asked = new ArrayDeque<>();
    /** The folder of requests. Each start reads all requests that may still have an effect. */
    private final List<Request> folder = new ArrayList<>();

    /** The newest checkpoints, newest first. */
    private final Deque<Checkpoint> kept = new ArrayDeque<>();

    private Checkpoint savepoint;
    private Checkpoint complete;
    private Checkpoint underway;
    private long snapshots;
    private long completed;
    private long triggerAt;
    private long completesAt;

    LoopJob(ClosedLoopWorld world, String owner) {
        this.world = world;
        this.owner = owner;
        aws = world.aws;
        clock = world.clock;
        configure(new Product.Settings(world.terms.mode, Duration.ofDays(1), 99));
        directory();
    }

    private void directory() {
        ModelAws.Actor actor = new ModelAws.Actor(owner, false, false);
        directory = new LambdaPlaceDirectory(aws.client(actor), aws.index(actor), ModelAws.ACCOUNT, ModelAws.REGION);
    }

    @Override
    public void start() {
        up = true;
        world.trace.note(owner, complete == null ? "starts without state" : "restores");
        world.started(this, complete == null);
        ModelAws.Actor actor = new ModelAws.Actor(owner, true, false);
        pool = new ArrayDeque<>();
        calls = new AccountCalls(
                ModelAws.ACCOUNT,
                ModelAws.REGION,
                new LeverCalls(
                        ModelAws.ACCOUNT,
                        ModelAws.REGION,
                        (account, region, kind) -> Loop.lever(aws, actor, kind),
                        clock::millis),
                new Chain(),
                pool::add,
                clock::millis,
                new ActAlerts(owner, ModelAws.ACCOUNT, ModelAws.REGION, clock::millis));
        Checkpoint from = complete;
        InventoryPace pace = new InventoryPace(world.terms.inventoryEvery, 5);
        state = from == null ? new ControlState() : Copies.of(from.state);
        state.place = new Place(ModelAws.ACCOUNT, ModelAws.REGION);
        completed = from == null ? snapshots : from.number;
        state.begins(completed, clock.millis());
        inventory = from == null
                ? StepInventory.fresh(ModelAws.ACCOUNT, ModelAws.REGION, directory, pace, clock)
                : StepInventory.restored(from.inventory, directory, pace, clock);
        fleet = new StepFleet(from == null ? StepFleet.Stored.NOTHING : from.fleet);
        nextMinute = from == null ? clock.now / WorldClock.MINUTE - 20 : from.nextMinute;
        outbox = from == null ? Outbox.fresh(limits) : Outbox.restored(limits, List.of(from.outbox));
        outbox.lostSightOf(AlertLines.open(ledger.memory()), clock.millis());
        underway = null;
        wakeAt = clock.millis();
        callAt = clock.millis();
        triggerAt = clock.now + world.terms.checkpointEvery;
        asked.clear();
        long since = clock.now - Request.HEARD_FOR.toMillis();
        folder.stream().filter(r -> r.at() > since).forEach(asked::add);
    }

    @Override
    public void crash(long downFor) {
        up = false;
        ledger.ends();
        world.trace.note(owner, "ends for", downFor / 1000, "s");
        downUntil = clock.now + downFor;
        world.crashed(this, complete == null ? Long.MIN_VALUE : complete.at, downUntil);
    }

    @Override
    public void stop() {
        up = false;
        downUntil = Long.MAX_VALUE;
    }

    @Override
    public void loseState() {
        complete = null;
        savepoint = null;
        kept.clear();
    }

    @Override
    public void loseLedger() {
        ledger.lose();
    }

    @Override
    public void acceptLedger() {
        if (ledger.isStopped()) ledger.accept();
    }

    @Override
    public void ledgerFull(boolean full) {
        ledger.full = full;
    }

    @Override
    public long restoreFrom(int older) {
        Checkpoint from = savepoint;
        if (older < KEPT) {
            List<Checkpoint> all = new ArrayList<>(kept);
            from = older < all.size() ? all.get(older) : null;
        }
        if (from == null) return -1;
        complete = from;
        Checkpoint newest = from;
        kept.removeIf(c -> c.at > newest.at);
        return from.at;
    }

    @Override
    public void configure(Product.Settings settings) {
        book = JobTerms.book(world.terms, settings);
        dirty = true;
    }

    @Override
    public void adopt() {
        adopts = List.copyOf(names);
    }

    @Override
    public void rename(String name) {
        names.add(owner);
        owner = name;
        directory();
    }

    @Override
    public void ask(Product.Ask ask) {
        Scope scope = Scope.function(ModelAws.ACCOUNT, ModelAws.REGION, ask.function());
        Request.Kind kind = Request.Kind.valueOf(ask.wanted().name());
        Request said = new Request(ask.id(), kind, scope, ask.incident(), ask.at(), ask.until(), "", "world", "", 0);
        folder.add(said);
        if (up) asked.add(said);
    }

    @Override
    public String name() {
        return owner;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public long downUntil() {
        return downUntil;
    }

    @Override
    public void interleave(boolean reading) {
        if (reading) inventory.step();
        else work();
    }

    @Override
    public void runUntil(long time) {
        while (true) {
            if (!up) {
                if (downUntil > time) return;
                clock.until(downUntil);
                start();
            }
            long at = nextAt();
            if (at > time) return;
            clock.until(at);
            try {
                step();
            } catch (Crash crash) {
                crash(world.draws.between(5_000, 120_000));
            }
        }
    }

    @Override
    public void skipTo(long time) {
        nextMinute = Math.max(nextMinute, time / WorldClock.MINUTE - 4);
        triggerAt = Math.max(triggerAt, time);
        dirty = true;
    }

    private long trueTime(long machine) {
        return machine >= Long.MAX_VALUE / 4 ? Long.MAX_VALUE : machine - clock.ahead;
    }

    private long nextAt() {
        if (!asked.isEmpty() || !pool.isEmpty()) return clock.now;
        long at = Math.min(triggerAt, world.surges.arrivesAt(nextMinute));
        at = Math.min(at, trueTime(tickAt()));
        at = Math.min(at, trueTime(callAt));
        if (underway != null) at = Math.min(at, completesAt);
        at = Math.min(at, trueTime(inventory.dueAt()));
        at = Math.min(at, trueTime(outbox.wakeAt(clock.millis())));
        return at;
    }

    private long tickAt() {
        return wakeAt == Long.MAX_VALUE ? wakeAt : (wakeAt + TICK - 1) / TICK * TICK;
    }

    private void step() {
        work();
        while (!asked.isEmpty()) {
            Request said = asked.poll();
            decide((c, s, now) -> c.onRequest(s, said, now));
        }
        if (clock.now >= world.surges.arrivesAt(nextMinute)) minute();
        if (clock.millis() >= tickAt()) decide(Control::onTick);
        if (clock.millis() >= inventory.dueAt()) inventory.step();
        inventory();
        if (clock.millis() >= callAt) limits();
        send();
        if (underway != null && completesAt <= clock.now) completed();
        if (triggerAt <= clock.now) trigger();
    }

    /** Runs one task of the pool. */
    private void work() {
        Runnable next = pool.poll();
        if (next != null) next.run();
    }

    private interface Turn {
        ControlOutput on(Control control, ControlState state, long now);
    }

    private void limits() {
        long now = clock.millis();
        callAt = now + WorldClock.MINUTE;
        AccountCalls.Begun begun = calls.known(now, state.run.attempt);
        if (begun != null) decide((c, s, at) -> c.onLedger(s, begun.known(), begun.formerOwner(), at));
        for (Call.Answer answer : calls.answers()) {
            world.trace.note(
                    owner,
                    "answer",
                    answer.call().kind(),
                    answer.call().limit(),
                    answer.call().value(),
                    answer.result(),
                    answer.words(),
                    answer.reading());
            decide((c, s, at) -> c.onAnswer(s, answer, at));
        }
        calls.alarms(now, state.alerts.actAlerts).forEach(alarm -> outbox.offer(alarm, now));
        Reconciler.Gate gate = calls.gate(completed, now);
        decide((c, s, at) -> c.onLimits(s, gate, AccountCalls.AT_ONCE, at));
        calls.lookDue(now);
    }

    private void decide(Turn turn) {
        dirty = true;
        state.run.snapshot = snapshots;
        Control control = new Control(
                book, JobTerms.control(world.terms, owner, adopts), fleet.view(ModelAws.ACCOUNT, ModelAws.REGION));
        ControlOutput out = turn.on(control, state, clock.millis());
        wakeAt = out.wakeAt;
        out.events.forEach(e -> outbox.offer(AlarmEvents.of(e), clock.millis()));
        if (world.pages != null) {
            out.events.forEach(e -> world.pages.accept(PageUpdate.of(e)));
            out.standings.forEach(e -> world.pages.accept(PageUpdate.of(e)));
            out.decisions.forEach(d -> PageUpdate.decision(d, to(world.pages)));
        }
        out.decisions.stream().filter(ActNotices::is).forEach(d -> outbox.offer(ActNotices.of(d), clock.millis()));
        out.troubles.forEach(t -> outbox.offer(LimitAlarms.of(t), clock.millis()));
        out.lines.forEach(l -> world.trace.note(owner, "observes", l.event(), l.lease(), l.found()));
        calls.observed(out.lines, out.answers);
        for (Call call : out.calls) calls.submit(call, state.limits.all.get(call.limit()));
        boolean soon = out.callAt <= clock.millis()
                || state.limits.all.values().stream().anyMatch(l -> l.calls.callAt > 0);
        boolean underWay = state.limits.all.values().stream().anyMatch(l -> l.calls.callAt > 0);
        long next = underWay ? CALLS : WAITS;
        // a call that is already due is not delayed by this step
        callAt = Math.min(
                callAt, soon ? clock.millis() + next : Math.min(out.callAt, clock.millis() + WorldClock.MINUTE));
        out.answers.forEach(a -> world.trace.note(owner, "answers", a.words()));
        out.decisions.forEach(d -> world.trace.note(
                owner, "decides", d.type(), d.reason(), d.scope().key(), d.limit(), d.previous(), d.words()));
    }

    private void minute() {
        // a backlog is read without pauses, minute by minute
        List<Assessment> told = new ArrayList<>(world.surges.of(nextMinute));
        if (!world.surges.isSilent(nextMinute)) state.limits.unreservedUsed(nextMinute, world.pool.most(nextMinute));
        nextMinute++;
        if (told.isEmpty()) return;
        decide((c, s, now) -> c.onMinute(s, told, now));
        decide(Control::onTick);
    }

    private void inventory() {
        for (InventoryChange change : inventory.drain()) {
            dirty = true;
            new InventoryFacts(Set.of(owner)).flatMap(change, to(fleet::take));
            if (change.sighting() != null) {
                decide((c, s, now) -> c.onSightings(s, List.of(change.sighting()), now));
            } else {
                // control sees the changed fleet in its next step
                wakeAt = Math.min(wakeAt, clock.millis() + WorldClock.MINUTE);
            }
        }
    }

    private void send() {
        for (int n = 0; n < 50 && outbox.wakeAt(clock.millis()) <= clock.millis(); n++) {
            var next = outbox.next(clock.millis());
            if (next.isEmpty()) return;
            dirty = true;
            outbox.settle(deliver(next.get()), clock.millis());
            shown();
        }
        outbox.drainUndelivered();
    }

    private void shown() {
        Instant at = Instant.ofEpochMilli(clock.millis());
        outbox.drainKeys().forEach(news -> ledger.shown(AlertLines.of(news.key(), news.opened(), at)));
    }

    /** Delivers an event. The world knows only the text that a person reads. */
    private Delivery deliver(AlarmEvent event) {
        return switch (world.pager.take(owner, PageText.of(event))) {
            case TAKEN -> new Delivery.Accepted(event.dedupKey());
            case REFUSED -> new Delivery.Rejected(400, List.of("Invalid routing key"));
            case AWAY -> new Delivery.RetryLater("503", Duration.ZERO, false);
            case LOST -> new Delivery.RetryLater("connection lost", Duration.ZERO, true);
        };
    }

    private void trigger() {
        triggerAt = clock.now + world.terms.checkpointEvery;
        if (underway != null || !dirty && complete != null) return;
        if (clock.now < world.checkpointsFailUntil || world.faults.inCheckpoint()) return;
        dirty = false;
        underway = new Checkpoint(
                ++snapshots,
                clock.now,
                Copies.of(state),
                inventory.snapshot(),
                fleet.snapshot(),
                nextMinute,
                outbox.snapshot());
        completesAt = clock.now + world.draws.between(50, 3_000);
    }

    private void completed() {
        complete = underway;
        underway = null;
        completed = complete.number;
        kept.addFirst(complete);
        if (kept.size() > KEPT) kept.removeLast();
        if (savepoint == null || clock.now - savepoint.at > WorldClock.HOUR) savepoint = complete;
    }

    @Override
    public void clockSet() {
        inventory.clockSet();
    }

    /** The ledger as this attempt uses it. */
    private final class Chain implements LimitLedger {
        private int attempt;

        @Override
        public LedgerMemory memory() {
            return ledger.memory();
        }

        @Override
        public int beginAttempt(int known) throws IOException {
            attempt =
                    ledger.beginAttempt(ModelAws.ACCOUNT, ModelAws.REGION, owner, Instant.ofEpochMilli(clock.millis()));
            return attempt;
        }

        @Override
        public void append(LedgerEntry line) throws IOException {
            world.appends(LoopJob.this);
            ledger.append(attempt, line);
            world.appended(LoopJob.this, line.limit().function(), line.change().value());
        }

        @Override
        public boolean note(List<LedgerEntry> lines) throws NewerAttempt {
            return ledger.note(attempt, lines);
        }

        @Override
        public String stopped() {
            return !ledger.isWritable() ? "it cannot be written" : ledger.isStopped() ? "lines are gone" : "";
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }

    @Override
    public boolean isIdle() {
        boolean nothingHeld = state.limits.leases.isEmpty()
                && state.limits.all.values().stream().allMatch(l -> l.life == LimitState.Life.YIELDED);
        return up
                && nothingHeld
                && pool.isEmpty()
                && outbox.size() == 0
                && state.incidents.open.isEmpty()
                && outbox.wakeAt(clock.millis()) == Long.MAX_VALUE;
    }

    @Override
    public long nextMinute() {
        return nextMinute;
    }

    private static <T> Collector<T> to(Consumer<T> sink) {
        return new Collector<>() {
            @Override
            public void collect(T value) {
                sink.accept(value);
            }

            @Override
            public void close() {
                // there is nothing to close
            }
        };
    }
}
