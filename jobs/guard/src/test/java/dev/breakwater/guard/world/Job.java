package dev.breakwater.guard.world;

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
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.PolicyBook;
import dev.breakwater.core.watch.ActWatch;
import dev.breakwater.guard.convert.ActEvents;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.guard.convert.InventoryFacts;
import dev.breakwater.guard.convert.LimitObservations;
import dev.breakwater.guard.convert.ThrottleRequests;
import dev.breakwater.guard.stage.fleet.StepFleet;
import dev.breakwater.guard.wire.FleetChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.util.Collector;

/** One running instance: what Flink does between control, the committer, the inventory, the ledger and the outbox. */
final class Job {

    /** The process ends here. */
    static final class Crash extends Error {
        Crash() {
            super("killed", null, false, false);
        }
    }

    /** All that a checkpoint holds. */
    private record Checkpoint(
            ControlState state,
            StepInventory.Snapshot inventory,
            Map<String, FleetChange> fleet,
            int position,
            long nextMinute,
            OutboxState outbox,
            Map<String, WorldInvariants.Seen> seen,
            List<List<ThrottleRequest>> uncommitted) {}

    private static final long TICK = 5 * WorldClock.SECOND;

    final String owner;
    final ModelLedger ledger = new ModelLedger();
    private final ClosedLoopWorld world;
    private final ModelAws aws;
    private final WorldClock clock;
    private final LambdaPlaceDirectory directory;
    private final OutboxLimits limits = OutboxLimits.defaults().restating();

    PolicyBook book;
    boolean up;
    long downUntil;
    ControlState state = new ControlState();
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
    /** Limits as they were last observed, by key; absent where nothing of ours was. */
    Map<String, WorldInvariants.Seen> seen = new HashMap<>();

    /** Alerts that a budget's meter, which is not in this world, has the word of: they end with its order. */
    final Set<String> metered = new HashSet<>();

    /** What people ask for and the job has not heard yet. */
    final Deque<Request> asked = new ArrayDeque<>();

    private Checkpoint complete;
    private Checkpoint underway;
    private long triggerAt;
    private long completesAt;
    private List<List<ThrottleRequest>> uncommitted = new ArrayList<>();
    /** Of the checkpoint under way, and of those before it that failed. */
    private List<List<ThrottleRequest>> toCommit = List.of();

    private final Deque<List<ThrottleRequest>> due = new ArrayDeque<>();
    private long commitAt;

    Job(ClosedLoopWorld world, String owner, PolicyBook book) {
        this.world = world;
        this.owner = owner;
        this.book = book;
        aws = world.aws;
        clock = world.clock;
        ModelAws.Actor actor = new ModelAws.Actor(owner, false);
        directory = new LambdaPlaceDirectory(aws.client(actor), aws.index(actor), ModelAws.ACCOUNT, ModelAws.REGION);
    }

    /** Starts from the last checkpoint, or with nothing. */
    void start() {
        up = true;
        world.trace.note(owner, complete == null ? "starts anew" : "restores");
        if (complete == null) {
            metered.clear();
            world.forgotten(this);
        }
        ModelAws.Actor actor = new ModelAws.Actor(owner, true);
        committer = new ActCommitter(
                ActTerms.forInterval(owner, world.terms.checkpointEvery),
                clock,
                (account, region, kind) -> world.lever(actor, kind),
                ledger::open,
                new Heard());
        Checkpoint from = complete;
        InventoryPace pace = new InventoryPace(world.terms.inventoryEvery, 5);
        state = from == null ? new ControlState() : Copies.of(from.state);
        if (from != null && book.mode() == Mode.OBSERVE) world.pager.untold(owner, told());
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
        seen = from == null ? new HashMap<>() : new HashMap<>(from.seen);
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
        if (this == world.main) asked.addAll(world.people.standing());
    }

    void crash(long downFor) {
        up = false;
        world.trace.note(owner, "ends for", downFor / 1000, "s");
        downUntil = clock.now + downFor;
    }

    /** Keys of the alerts that the state knows of. */
    private Set<String> told() {
        Set<String> told = new HashSet<>();
        state.open.values().stream().filter(i -> i.triggered).forEach(i -> told.add("breakwater/" + i.id));
        state.ended.values().stream().filter(i -> i.triggered).forEach(i -> told.add("breakwater/" + i.id));
        state.openAlerts.keySet().forEach(id -> told.add("breakwater/" + id));
        return told;
    }

    /** No checkpoint can be read any more. */
    void loseState() {
        complete = null;
    }

    void runUntil(long time) {
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
                world.checks.step();
            } catch (Crash crash) {
                crash(world.draws.between(5_000, 120_000));
            }
        }
    }

    /** Lets a time pass in which nobody has anything to do. */
    void skipTo(long time) {
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
        Control control = new Control(book, world.terms.control(owner), fleet.view(ModelAws.ACCOUNT, ModelAws.REGION));
        ControlOutput out = call.on(control, state, clock.millis());
        wakeAt = out.wakeAt;
        out.events.forEach(e -> {
            world.checks.told(this, e);
            outbox.offer(AlarmEvents.of(e), clock.millis());
        });
        out.wishes.forEach(w -> {
            ThrottleRequest request = ThrottleRequests.of(w);
            world.checks.wished(this, request);
            collected.remove(request.limitRef());
            collected.put(request.limitRef(), request);
        });
        out.answers.forEach(world.people::answered);
        world.checks.decided(this, out);
        world.trace.decided(this, out);
    }

    private void minute() {
        List<Assessment> told = new ArrayList<>();
        // a backlog is read as fast as it comes, minute by minute
        told.addAll(world.surges.of(nextMinute));
        nextMinute++;
        if (told.isEmpty()) return;
        told.stream().filter(a -> !a.order().isEmpty()).forEach(a -> metered.add("breakwater/" + a.order()));
        decide((c, s, now) -> c.onMinute(s, told, now));
        decide(Control::onTick);
    }

    private void observe(LimitObservation o) {
        world.checks.observed(this, o);
        world.trace.observed(this, o);
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
                world.checks.read(change);
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
            from.settle(world.pager.deliver(owner, next.get()), clock.millis());
        }
        from.drainUndelivered();
    }

    private void trigger() {
        triggerAt = clock.now + world.terms.checkpointEvery;
        if (underway != null) return;
        boolean nothingNew =
                !dirty && complete != null && collected.isEmpty() && uncommitted.isEmpty() && due.isEmpty();
        if (nothingNew && complete.uncommitted.isEmpty()) return;
        boolean fails = clock.now < world.checkpointsFailUntil
                || world.draws.happens(Fault.CHECKPOINT_FAILED, 40 * aws.failing / 10, clock.now);
        if (!collected.isEmpty()) uncommitted.add(List.copyOf(collected.values()));
        collected = new LinkedHashMap<>();
        if (fails) return;
        List<List<ThrottleRequest>> open = new ArrayList<>(due);
        open.addAll(uncommitted);
        toCommit = uncommitted;
        uncommitted = new ArrayList<>();
        dirty = false;
        underway = new Checkpoint(
                Copies.of(state),
                inventory.snapshot(),
                fleet.snapshot(),
                position,
                nextMinute,
                outbox.snapshot(),
                new HashMap<>(seen),
                open);
        completesAt = clock.now + world.draws.between(50, 3_000);
    }

    private void completed() {
        complete = underway;
        underway = null;
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

    boolean hasActsDue() {
        return !due.isEmpty();
    }

    void readBetween() {
        inventory.step();
    }

    void clockSet() {
        inventory.clockSet();
    }

    private final class Heard implements EffectsListener {
        @Override
        public void seen(Effect effect) {
            world.trace.acted(Job.this, effect);
            world.checks.acted(Job.this, effect);
            ActEvents.report(effect).flatMap(watch::seen).ifPresent(e -> posts.offer(ActEvents.of(e), clock.millis()));
        }

        @Override
        public void stopped(Stopped what, String why) {
            posts.offer(ActEvents.stopped(owner, what, why, clock.millis()), clock.millis());
        }
    }

    /** Whether nothing of ours is believed to be anywhere, and nobody waits to be told. */
    boolean isQuiet() {
        boolean nothingHeld =
                state.leases.isEmpty() && state.releases.values().stream().allMatch(r -> r.givenBackAt != 0);
        return nothingHeld && outbox.size() == 0 && posts.size() == 0 && due.isEmpty();
    }

    /** Whether only the clock can bring news. */
    boolean isIdle() {
        return up
                && isQuiet()
                && state.open.isEmpty()
                && position == ledger.size()
                && outbox.wakeAt(clock.millis()) == Long.MAX_VALUE;
    }

    /** Whether control, its last checkpoint or the ledger that it reads at its start knows of that limit. */
    boolean knows(LeverRef limit) {
        return up && knows(state, limit) || complete != null && knows(complete.state, limit) || ledger.knows(limit);
    }

    private static boolean knows(ControlState in, LeverRef limit) {
        String function = limit.function().function();
        return in.leases.containsKey(function)
                || in.releases.values().stream().anyMatch(r -> r.givenBackAt == 0 && r.function.equals(function));
    }

    boolean holdsNothing() {
        return state.leases.isEmpty() && state.releases.values().stream().allMatch(r -> r.givenBackAt != 0);
    }

    long nextMinute() {
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
