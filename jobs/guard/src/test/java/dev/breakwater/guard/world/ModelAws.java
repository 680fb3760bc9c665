package dev.breakwater.guard.world;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * A simulated account and region of AWS Lambda. It has the limits and their authors, AWS's own rules, and failing
 * calls.
 */
final class ModelAws {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    /** AWS refuses a reservation that leaves less than this unreserved. */
    static final int LEAST_UNRESERVED = 100;
    /** A read may show a state that is this old. */
    static final long STALE = 90 * WorldClock.SECOND;

    /** The kinds of call. */
    enum Op {
        READ,
        LIST,
        INDEX,
        TAG,
        SET
    }

    /** The caller, which is an instance or a command. */
    record Actor(String owner, boolean acts, boolean command) {
        ModelLimit.By by() {
            return command ? ModelLimit.By.COMMAND : ModelLimit.By.JOB;
        }
    }

    /** Is informed of the product's calls. */
    interface Watcher {
        /** Called before a call. Others may change something now, or the process may end. */
        void before(Actor actor, Op op, Runnable effect);

        /** Called after the effect of a call and before its answer. */
        void after(Actor actor, Op op);

        void set(Actor actor, ModelLimit limit, ModelLimit.State before);
    }

    /** A call that is carried out later. Its process was replaced. */
    private record Late(long at, Runnable effect) {}

    final WorldClock clock;
    final Draws draws;
    final FaultLog log;
    final int concurrency;
    final Map<String, ModelFunction> functions = new LinkedHashMap<>();
    Watcher watcher;
    /** Whether the job can read what a sweep writes to the ledger. */
    boolean sweepsTell;
    /** One in this many calls fails, in each of several ways. */
    int failing;
    /** Until when AWS does not answer, and until when it denies calls, epoch milliseconds. */
    long awayUntil;

    final Map<Op, Long> deniedUntil = new EnumMap<>(Op.class);
    /** The newest end of a time in which tags or values could not be read, epoch milliseconds. */
    long unreadUntil;

    private final List<Late> late = new ArrayList<>();

    ModelAws(WorldClock clock, Draws draws, FaultLog log, int concurrency) {
        this.clock = clock;
        this.draws = draws;
        this.log = log;
        this.concurrency = concurrency;
    }

    LambdaClient client(Actor actor) {
        return new ModelLambda(this, actor);
    }

    /** The index of tags, which lags by some seconds. */
    MarkedLimits index(Actor actor) {
        return (key, from) -> Answer.ask(() -> call(actor, Op.INDEX, "", () -> {
            List<Marked> items = new ArrayList<>();
            for (ModelLimit limit : limits()) {
                Map<String, String> tags = limit.indexedTags(clock.now);
                boolean found = key.isEmpty() ? !tags.isEmpty() : tags.containsKey(key);
                if (found)
                    items.add(new Marked(limit.kind.equals(LeverKind.RESERVATION), limit.target, Map.copyOf(tags)));
            }
            return new MarkedLimits.Page(items, "");
        }));
    }

    /** All limits of functions that exist. */
    List<ModelLimit> limits() {
        List<ModelLimit> all = new ArrayList<>();
        for (ModelFunction f : functions.values()) {
            if (!f.exists) continue;
            all.add(f.reservation);
            all.addAll(f.mappings.values());
        }
        return all;
    }

    List<ModelLimit> ours() {
        return limits().stream().filter(ModelLimit::isOurs).toList();
    }

    /** Whether any limit has a value or a tag of ours. */
    boolean anyOurs() {
        for (ModelFunction f : functions.values()) {
            if (!f.exists) continue;
            if (f.reservation.isOurs() || f.reservation.bearsLease()) return true;
            for (ModelLimit m : f.mappings.values()) if (m.isOurs() || m.bearsLease()) return true;
        }
        return false;
    }

    /** The limit of a function or mapping, or null. */
    ModelLimit limit(String target) {
        ModelFunction f = functions.get(target);
        if (f != null) return f.exists ? f.reservation : null;
        for (ModelFunction each : functions.values()) {
            ModelLimit mapping = each.exists ? each.mappings.get(target) : null;
            if (mapping != null) return mapping;
        }
        return null;
    }

    /** The unreserved concurrency if the given function had another reservation. */
    int unreserved(ModelFunction but, int value) {
        int left = concurrency;
        for (ModelFunction f : functions.values()) {
            if (f.exists) left -= Math.max(0, f == but ? value : f.reservation.value);
        }
        return left;
    }

    /** The most unreserved concurrency that a reading since this time can have shown. */
    int mostUnreserved(long since, ModelFunction but, int value) {
        int left = concurrency;
        for (ModelFunction f : functions.values()) {
            if (!f.exists) continue;
            int least = f == but ? value : Integer.MAX_VALUE;
            if (f != but)
                for (ModelLimit.State s : f.reservation.since(since)) least = Math.min(least, Math.max(0, s.value()));
            left -= Math.max(0, least);
        }
        return left;
    }

    /** The least unreserved concurrency since this time. What a release will set again is not free. */
    int leastUnreserved(long since) {
        int left = concurrency;
        for (ModelFunction f : functions.values()) {
            if (!f.exists) continue;
            int most = Math.max(0, f.reservation.people());
            for (ModelLimit.State s : f.reservation.since(since)) most = Math.max(most, s.value());
            left -= most;
        }
        return left;
    }

    <T> T call(Actor actor, Op op, String target, Supplier<T> effect) {
        watcher.before(actor, op, () -> lateEffect(effect));
        runLate();
        long now = clock.now;
        clock.pause(fails(Fault.SLOW, 8 * failing) ? draws.between(1_000, 20_000) : 20 + draws.upTo(200));
        T done;
        try {
            answers(op, now);
            done = effect.get();
        } catch (SdkException e) {
            failed(op, target);
            throw e;
        }
        watcher.after(actor, op);
        boolean changes = op == Op.SET || op == Op.TAG;
        if (fails(Fault.RESET_AFTER, changes ? Math.max(2, failing / 4) : failing)) {
            ModelLimit limit = op == Op.SET ? limit(target) : null;
            if (limit != null) {
                limit.outcomeUnknown = true;
                limit.endUnknown(clock.now);
            }
            if (op == Op.READ) failed(op, target);
            throw AwsErrors.RESET;
        }
        ModelLimit read = op == Op.READ && actor.acts() && !actor.command() ? limit(target) : null;
        if (read != null) read.readByJob(actor.owner(), clock.now);
        return done;
    }

    private void answers(Op op, long now) {
        if (now < awayUntil) throw AwsErrors.SERVER;
        if (now < deniedUntil.getOrDefault(op, 0L)) throw AwsErrors.DENIED;
        if (fails(Fault.THROTTLED, failing)) throw AwsErrors.THROTTLED;
        if (fails(Fault.SERVER_ERROR, failing)) throw AwsErrors.SERVER;
        if (fails(Fault.RESET_BEFORE, failing)) throw AwsErrors.RESET;
        boolean changes = op == Op.SET || op == Op.TAG;
        if (changes && fails(Fault.CONFLICT, Math.max(2, failing / 4))) throw AwsErrors.CONFLICT;
    }

    private boolean fails(Fault fault, int oneIn) {
        boolean happens = draws.happens(fault, oneIn * draws.rarity);
        if (happens) log.call(fault, anyOurs());
        return happens;
    }

    private void failed(Op op, String target) {
        ModelLimit limit = limit(target);
        if (limit == null) return;
        newest(limit.failedCalls);
        if (op == Op.SET) limit.failedSetAt = clock.now;
        if (op == Op.READ) newest(limit.failedReads);
    }

    private void newest(Deque<Long> times) {
        times.addLast(clock.now);
        if (times.size() > 50) times.removeFirst();
    }

    private static void lateEffect(Supplier<?> effect) {
        try {
            var unused = effect.get();
        } catch (SdkException e) {
            // AWS refuses the call, and its caller no longer exists
        }
    }

    /** Carries out a call later. Its process was killed while the call was on its way. */
    void later(long at, Runnable effect) {
        late.add(new Late(at, effect));
    }

    /** Carries out the calls of killed processes. */
    void runLate() {
        if (late.isEmpty()) return;
        List<Late> due = late.stream().filter(l -> l.at <= clock.now).toList();
        late.removeAll(due);
        due.forEach(l -> l.effect.run());
    }

    /** The state of a limit in a reading. Each reading may be up to 90 s old, independently of others. */
    ModelLimit.State read(Actor actor, ModelLimit limit) {
        boolean stale = fails(Fault.STALE_READ, Math.max(3, failing / 5));
        return limit.at(stale ? clock.now - draws.between(0, STALE) : clock.now);
    }

    void tag(Actor actor, ModelLimit limit, Map<String, String> tags) {
        ModelFunction f = functions.get(limit.function);
        boolean full = clock.now < f.fullUntil && !limit.tags.keySet().containsAll(tags.keySet());
        if (full) throw AwsErrors.TAGS_FULL;
        limit.tag(tags, clock.now, actor.by());
        // a tool that runs all the time removes the tags within seconds
        if (clock.now < f.wipedUntil && draws.chance(2)) wipe(limit);
    }

    /** Removes tags, as an infrastructure tool does with tags that it does not know. */
    void wipe(ModelLimit limit) {
        limit.untag(limit.ours().keySet(), clock.now, ModelLimit.By.PEOPLE);
    }

    /** Sets a reservation by AWS's own rules. */
    void reserve(Actor actor, ModelFunction f, int value) {
        ModelLimit limit = f.reservation;
        if (!mayBe(limit, value)) {
            draws.note(Fault.REFUSED_UNRESERVED);
            log.note(Fault.REFUSED_UNRESERVED, clock.now, clock.now, f.name);
            throw AwsErrors.UNRESERVED;
        }
        if (value >= 0 && value < f.provisioned) {
            draws.note(Fault.REFUSED_PROVISIONED);
            log.note(Fault.REFUSED_PROVISIONED, clock.now, clock.now, f.name);
            throw AwsErrors.PROVISIONED;
        }
        set(actor, f, limit, value);
    }

    /**
     * Without a tag, an equal value of another instance looks like the instance's own value, and the instance restores
     * the value before its own lease. The product cannot know better, so a person corrects the limit.
     */
    private boolean isMixedUp(Actor actor, ModelFunction f, ModelLimit limit, String holder) {
        return limit.isOurs()
                && !holder.isEmpty()
                && ClosedLoopWorld.isSecond(holder) != ClosedLoopWorld.isSecond(actor.owner())
                && log.any(Fault.TAGLESS, clock.now - 2 * WorldClock.HOUR, clock.now, f.name);
    }

    void set(Actor actor, ModelFunction f, ModelLimit limit, int value) {
        if (limit.isOurs() && limit.mayStand(value) && clock.now < f.refusesOldUntil) throw AwsErrors.INVALID;
        if (clock.now < limit.busyUntil) throw AwsErrors.IN_USE;
        ModelLimit.State before = limit.at(clock.now);
        limit.outcomeUnknown = false;
        String holder = limit.setBy;
        limit.set(actor.owner(), actor.by(), value, sweepsTell, clock.now);
        if (isMixedUp(actor, f, limit, holder)) limit.people(limit.people(), clock.now);
        if (!limit.kind.equals(LeverKind.RESERVATION)) {
            boolean long_ = fails(Fault.UPDATING, 4);
            limit.busyUntil = clock.now + (long_ ? draws.between(5_000, 5 * WorldClock.MINUTE) : draws.upTo(5_000));
        }
        watcher.set(actor, limit, before);
    }

    static boolean none(int value) {
        return value < 0;
    }

    /** Whether AWS would accept the value, given what must stay unreserved. */
    boolean mayBe(ModelLimit limit, int value) {
        boolean reserves = limit.kind.equals(LeverKind.RESERVATION) && value >= 0;
        return !reserves || unreserved(functions.get(limit.function), value) >= LEAST_UNRESERVED;
    }

    /** The unreserved concurrency, if all reservations had the values of people that may be restored. */
    int peopleUnreserved() {
        int left = concurrency;
        for (ModelFunction f : functions.values()) {
            if (f.exists) left -= Math.max(0, Math.max(f.reservation.value, f.reservation.people()));
        }
        return left;
    }
}
