package dev.breakwater.guard.world;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.Delivery;
import dev.breakwater.connectors.alarms.outbox.Outbox;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.OutboxState;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.act.ActCommitter;
import dev.breakwater.connectors.lambda.act.ActTerms;
import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.StepInventory;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectsListener;
import dev.breakwater.connectors.lambda.ledger.ModelLedger;
import dev.breakwater.core.control.ControlOutput;
import dev.breakwater.core.control.ControlState;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.decide.Control;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.policy.PolicyBook;
import dev.breakwater.core.watch.ActWatch;
import dev.breakwater.guard.convert.ActEvents;
import dev.breakwater.guard.convert.ActNotices;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.guard.convert.InventoryFacts;
import dev.breakwater.guard.convert.LimitObservations;
import dev.breakwater.guard.convert.ThrottleRequests;
import dev.breakwater.guard.stage.fleet.StepFleet;
import dev.breakwater.guard.wire.FleetChange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.util.Collector;

/** One running instance: what Flink does between control, the committer, the inventory, the ledger and the outbox. */
final class Job implements Product.Instance {

    /** The process ends here. */
    static final class Crash extends Error {
        Crash() {
            super("killed", null, false, false);
        }
    }

    /** All that a checkpoint holds. */
    private record Checkpoint(
            long at,
            ControlState state,
            StepInventory.Snapshot inventory,
            Map<String, FleetChange> fleet,
            int position,
            long nextMinute,
            OutboxState outbox,
            List<List<ThrottleRequest>> uncommitted) {}

    private static final long TICK = 5 * WorldClock.SECOND;

    private static final int KEPT = 3;

    String owner;
    final ModelLedger ledger = new ModelLedger();
    private final ClosedLoopWorld world;
    private final ModelAws aws;
    private final WorldClock clock;
    private LambdaPlaceDirectory directory;
    private final OutboxLimits limits = OutboxLimits.defaults().restating();

    private PolicyBook book;
    private boolean up;
    private long downUntil;
    private ControlState state = new ControlState();
    private ActCommitter committer;
    private StepInventory inventory;
    private StepFleet fleet;
    private Outbox outbox;
    private Outbox posts;
    private ActWatch watch;
    private int position;
    private long effectsAt;
    private long nextMinute;
    private long wakeAt;
    private long lookAt;
    /** Whether anything is otherwise than in the last checkpoint. */
    private boolean dirty = true;

    private Map<LeverRef, ThrottleRequest> collected = new LinkedHashMap<>();

    /** What people ask for and the job has not heard yet. */
    private final Deque<Request> asked = new ArrayDeque<>();
    /** The folder of requests: each start reads all that may still count. */
    private final List<Request> folder = new ArrayList<>();

    /** The newest checkpoints that are kept, the newest first. */
    private final Deque<Checkpoint> kept = new ArrayDeque<>();

    private Checkpoint savepoint;
    private Checkpoint complete;
    private Checkpoint underway;
    private long triggerAt;
    private long completesAt;
    private List<List<ThrottleRequest>> uncommitted = new ArrayList<>();
    /** Of the checkpoint under way, and of those before it that failed. */
    private List<List<ThrottleRequest>> toCommit = List.of();

    private final Deque<List<ThrottleRequest>> due = new ArrayDeque<>();
    private long commitAt;

    Job(ClosedLoopWorld world, String owner) {
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

    /** Starts from the last checkpoint, or with nothing. */
    @Override
    public void start() {
        up = true;
        world.trace.note(owner, complete == null ? "starts anew" : "restores");
        world.started(this, complete == null);
        ModelAws.Actor actor = new ModelAws.Actor(owner, true, false);
        committer = new ActCommitter(
                ActTerms.forInterval(owner, world.terms.checkpointEvery),
                clock,
                (account, region, kind) -> Today.lever(aws, actor, kind),
                ledger::open,
                new Heard());
        Checkpoint from = complete;
        InventoryPace pace = new InventoryPace(world.terms.inventoryEvery, 5);
        state = from == null ? new ControlState() : Copies.of(from.state);
        inventory = from == null
                ? StepInventory.fresh(ModelAws.ACCOUNT, ModelAws.REGION, directory, pace, clock)
                : StepInventory.restored(from.inventory, directory, pace, clock);
        fleet = new StepFleet(from == null ? Map.of() : from.fleet);
        position = from == null ? 0 : from.position;
        nextMinute = from == null ? clock.now / WorldClock.MINUTE - 20 : from.nextMinute;
        outbox = from == null ? Outbox.fresh(limits) : Outbox.restored(limits, List.of(from.outbox));
        posts = Outbox.restored(limits.withPerMinute(5), List.of());
        watch = new ActWatch(ActWatch.KNOWN_AFTER);
        watch.watches(ModelAws.ACCOUNT, ModelAws.REGION, clock.millis());
        collected = new LinkedHashMap<>();
        uncommitted = new ArrayList<>();
        underway = null;
        toCommit = List.of();
        due.clear();
        if (from != null) due.addAll(from.uncommitted);
        commitAt = clock.now;
        effectsAt = 0;
        wakeAt = clock.millis();
        triggerAt = clock.now + world.terms.checkpointEvery;
        lookAt = clock.now;
        asked.clear();
        long since = clock.now - Request.HEARD_FOR.toMillis();
        folder.stream().filter(r -> r.at() > since).forEach(asked::add);
    }

    @Override
    public void crash(long downFor) {
        up = false;
        world.trace.note(owner, "ends for", downFor / 1000, "s");
        downUntil = clock.now + downFor;
        world.crashed(this, downUntil);
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
    public void rename(String name) {
        owner = name;
        directory();
    }

    @Override
    public void ask(Product.Ask ask) {
        Scope scope = Scope.function(ModelAws.ACCOUNT, ModelAws.REGION, ask.function());
        Request.Kind kind = Request.Kind.valueOf(ask.wanted().name());
        Request said =
                new Request(ask.id(), kind, scope, ask.incident(), ask.at(), ask.until(), "", "world");
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
        else if (!due.isEmpty()) commit();
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

    /** Lets a time pass in which nobody has anything to do. */
    @Override
    public void skipTo(long time) {
        nextMinute = Math.max(nextMinute, time / WorldClock.MINUTE - 4);
        triggerAt = Math.max(triggerAt, time);
        lookAt = Math.max(lookAt, time);
        dirty = true;
    }

    private long trueTime(long machine) {
        return machine >= Long.MAX_VALUE / 4 ? Long.MAX_VALUE : machine - clock.ahead;
    }

    private long nextAt() {
        if (!asked.isEmpty()) return clock.now;
        long at = Math.min(triggerAt, world.surges.arrivesAt(nextMinute));
        at = Math.min(at, trueTime(tickAt()));
        if (underway != null) at = Math.min(at, completesAt);
        if (!due.isEmpty()) at = Math.min(at, commitAt);
        at = Math.min(at, trueTime(inventory.dueAt()));
        at = Math.min(at, trueTime(outbox.wakeAt(clock.millis())));
        at = Math.min(at, trueTime(posts.wakeAt(clock.millis())));
        at = Math.min(at, lookAt);
        if (position != ledger.size()) at = Math.min(at, effectsAt);
        return at;
    }

    private long tickAt() {
        return wakeAt == Long.MAX_VALUE ? wakeAt : (wakeAt + TICK - 1) / TICK * TICK;
    }

    private void step() {
        if (!due.isEmpty() && commitAt <= clock.now) commit();
        while (!asked.isEmpty()) {
            Request said = asked.poll();
            decide((c, s, now) -> c.onRequest(s, said, now));
        }
        if (clock.now >= world.surges.arrivesAt(nextMinute)) minute();
        if (clock.millis() >= tickAt()) decide(Control::onTick);
        if (clock.millis() >= inventory.dueAt()) inventory.step();
        if (world.draws.chance(2)) {
            effects();
            inventory();
        } else {
            inventory();
            effects();
        }
        send(outbox);
        send(posts);
        if (clock.now >= lookAt) {
            lookAt = clock.now + 30 * WorldClock.SECOND;
            committer.look();
            watch.look(clock.millis()).forEach(e -> posts.offer(ActEvents.of(e), clock.millis()));
        }
        if (underway != null && completesAt <= clock.now) completed();
        if (triggerAt <= clock.now) trigger();
    }

    private interface Call {
        ControlOutput on(Control control, ControlState state, long now);
    }

    private void decide(Call call) {
        dirty = true;
        Control control = new Control(book, JobTerms.control(world.terms, owner), fleet.view(ModelAws.ACCOUNT, ModelAws.REGION));
        ControlOutput out = call.on(control, state, clock.millis());
        wakeAt = out.wakeAt;
        out.events.forEach(e -> outbox.offer(AlarmEvents.of(e), clock.millis()));
        out.decisions.forEach(d -> ActNotices.of(d, to(n -> outbox.offer(n, clock.millis()))));
        out.wishes.forEach(w -> {
            ThrottleRequest request = ThrottleRequests.of(w);
            collected.remove(request.limitRef());
            collected.put(request.limitRef(), request);
        });
        out.answers.forEach(a -> world.trace.note(owner, "answers", a.words()));
        out.decisions.forEach(d -> world.trace.note(
                owner, "decides", d.type(), d.reason(), d.scope().key(), d.limit(), d.previous(), d.words()));
    }

    private void minute() {
        List<Assessment> told = new ArrayList<>();
        // a backlog is read as fast as it comes, minute by minute
        told.addAll(world.surges.of(nextMinute));
        nextMinute++;
        if (told.isEmpty()) return;
        decide((c, s, now) -> c.onMinute(s, told, now));
        decide(Control::onTick);
    }

    private void observe(LimitObservation o) {
        if (o.kind() != LimitObservation.Kind.MARKED) {
            world.trace.note(owner, "hears", o.kind(), o.function(), o.intent(), o.limit(), o.found(), o.reason());
        }
        decide((c, s, now) -> c.onObserved(s, o, now));
    }

    private void effects() {
        if (position > ledger.size()) {
            ledger.missed();
            position = 0;
        }
        if (clock.now < effectsAt) return;
        boolean fresh = position == 0;
        List<Effect> heard = fresh ? ledger.begin() : ledger.from(position);
        position = ledger.size();
        heard.forEach(effect -> LimitObservations.of(effect, to(this::observe)));
        effectsAt = clock.now + WorldClock.SECOND;
    }

    private void inventory() {
        for (InventoryChange change : inventory.drain()) {
            dirty = true;
            new InventoryFacts(Set.of(owner)).flatMap(change, to(fleet::take));
            if (change.kind() == InventoryChange.Kind.MARKED) {
                LimitObservations.ofReading(change, to(this::observe));
            } else {
                // control sees the fleet with its next turn
                wakeAt = Math.min(wakeAt, clock.millis() + WorldClock.MINUTE);
            }
        }
    }

    private void send(Outbox from) {
        for (int n = 0; n < 50 && from.wakeAt(clock.millis()) <= clock.millis(); n++) {
            var next = from.next(clock.millis());
            if (next.isEmpty()) return;
            dirty = true;
            from.settle(deliver(next.get()), clock.millis());
        }
        from.drainUndelivered();
    }

    /** Over the wire: what a person reads is all that the world has of it. */
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
        if (underway != null) return;
        boolean nothingNew =
                !dirty && complete != null && collected.isEmpty() && uncommitted.isEmpty() && due.isEmpty();
        if (nothingNew && complete.uncommitted.isEmpty()) return;
        boolean fails = clock.now < world.checkpointsFailUntil
                || world.faults.inCheckpoint();
        if (!collected.isEmpty()) uncommitted.add(List.copyOf(collected.values()));
        collected = new LinkedHashMap<>();
        if (fails) return;
        List<List<ThrottleRequest>> open = new ArrayList<>(due);
        open.addAll(uncommitted);
        toCommit = uncommitted;
        uncommitted = new ArrayList<>();
        dirty = false;
        underway = new Checkpoint(
                clock.now,
                Copies.of(state),
                inventory.snapshot(),
                fleet.snapshot(),
                position,
                nextMinute,
                outbox.snapshot(),
                open);
        completesAt = clock.now + world.draws.between(50, 3_000);
    }

    private void completed() {
        complete = underway;
        underway = null;
        kept.addFirst(complete);
        if (kept.size() > KEPT) kept.removeLast();
        if (savepoint == null || clock.now - savepoint.at > WorldClock.HOUR) savepoint = complete;
        // what came after the barrier belongs to the next one
        due.addAll(toCommit);
        toCommit = List.of();
        commitAt = clock.now + world.draws.upTo(500);
    }

    /** Carries out what is due; an act of another checkpoint may be repeated after a crash. */
    void commit() {
        List<ThrottleRequest> requests = due.peek();
        if (requests == null) return;
        List<Committer.CommitRequest<ThrottleRequest>> all = new ArrayList<>();
        for (ThrottleRequest request : requests) all.add(new Commit(request));
        committer.commit(all);
        due.poll();
        if (position != ledger.size()) effectsAt = Math.max(effectsAt, clock.now + WorldClock.SECOND);
    }

    @Override
    public void clockSet() {
        inventory.clockSet();
    }

    private final class Heard implements EffectsListener {
        @Override
        public void seen(Effect effect) {
            world.trace.note(
                    owner, "acts", effect.throttle(), effect.outcome(), effect.function(), effect.lever(),
                    effect.intent(), effect.limit(), effect.detail());
            ActEvents.report(effect).flatMap(watch::seen).ifPresent(e -> posts.offer(ActEvents.of(e), clock.millis()));
        }

        @Override
        public void stopped(Stopped what, String why) {
            posts.offer(ActEvents.stopped(owner, what, why, clock.millis()), clock.millis());
        }
    }

    @Override
    public boolean isIdle() {
        boolean nothingHeld =
                state.leases.isEmpty() && state.releases.values().stream().allMatch(r -> r.givenBackAt != 0);
        return up
                && nothingHeld
                && outbox.size() == 0
                && posts.size() == 0
                && due.isEmpty()
                && state.open.isEmpty()
                && position == ledger.size()
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
                // nothing is open
            }
        };
    }

    private record Commit(ThrottleRequest request) implements Committer.CommitRequest<ThrottleRequest> {
        @Override
        public ThrottleRequest getCommittable() {
            return request;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable t) {}

        @Override
        public void signalFailedWithUnknownReason(Throwable t) {}

        @Override
        public void retryLater() {}

        @Override
        public void updateAndRetryLater(ThrottleRequest committable) {}

        @Override
        public void signalAlreadyCommitted() {}
    }
}
