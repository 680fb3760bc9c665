package dev.breakwater.guard.world;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** One account and region of AWS Lambda: what is set, its own rules, and how its calls fail. */
final class ModelAws {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    /** AWS refuses a reservation that leaves less than this unreserved. */
    static final int LEAST_UNRESERVED = 100;

    /** What a call does. */
    enum Op {
        READ,
        LIST,
        INDEX,
        TAG,
        SET
    }

    /** Whose call it is. */
    record Actor(String owner, boolean acts) {}

    /** Is told of what our calls do. */
    interface Watcher {
        /** Before a call; others may do something now, or the process may end. */
        void before(Actor actor, Op op);

        void marked(Actor actor, ModelLimit limit, Mark mark);

        void set(Actor actor, ModelLimit limit, int before);

        void wiped(ModelLimit limit);

        /** Whether the ledger knows it as held: see {@link ClosedLoopWorld#isWritten}. */
        boolean isWritten(ModelLimit limit);
    }

    final WorldClock clock;
    final Draws draws;
    final int concurrency;
    final Map<String, ModelFunction> functions = new LinkedHashMap<>();
    Watcher watcher;
    /** One call in so many fails in each way. */
    int failing;
    /** Until when nothing answers, and until when what is not allowed, epoch milliseconds. */
    long awayUntil;

    final Map<Op, Long> deniedUntil = new java.util.EnumMap<>(Op.class);

    ModelAws(WorldClock clock, Draws draws, int concurrency) {
        this.clock = clock;
        this.draws = draws;
        this.concurrency = concurrency;
    }

    LambdaClient client(Actor actor) {
        return new ModelLambda(this, actor);
    }

    /** The index of tags, which is behind by seconds. */
    MarkedLimits index(Actor actor) {
        return (key, from) -> Answer.ask(() -> call(actor, Op.INDEX, () -> {
            List<Marked> items = new ArrayList<>();
            for (ModelLimit limit : limits()) {
                Map<String, String> tags = limit.indexedTags(clock.now);
                boolean found = key.isEmpty() ? !tags.isEmpty() : tags.containsKey(key);
                if (found) items.add(new Marked(limit.kind == LeverKind.RESERVATION, limit.target, Map.copyOf(tags)));
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

    /** The limit of that function or mapping, or null. */
    ModelLimit limit(String target) {
        ModelFunction f = functions.get(target);
        if (f != null) return f.exists ? f.reservation : null;
        for (ModelFunction each : functions.values()) {
            ModelLimit mapping = each.exists ? each.mappings.get(target) : null;
            if (mapping != null) return mapping;
        }
        return null;
    }

    /** Concurrency that no function has reserved, were this one's another. */
    int unreserved(ModelFunction but, int value) {
        int left = concurrency;
        for (ModelFunction f : functions.values()) {
            if (f.exists) left -= Math.max(0, f == but ? value : f.reservation.value);
        }
        return left;
    }

    <T> T call(Actor actor, Op op, Supplier<T> effect) {
        watcher.before(actor, op);
        long now = clock.now;
        boolean slow = draws.happens(Fault.SLOW, 8 * failing, now);
        clock.pause(slow ? draws.between(1_000, 20_000) : 20 + draws.upTo(200));
        if (now < awayUntil) throw AwsErrors.SERVER;
        if (now < deniedUntil.getOrDefault(op, 0L)) throw AwsErrors.DENIED;
        if (draws.happens(Fault.THROTTLED, failing, now)) throw AwsErrors.THROTTLED;
        if (draws.happens(Fault.SERVER_ERROR, failing, now)) throw AwsErrors.SERVER;
        if (draws.happens(Fault.RESET_BEFORE, failing, now)) throw AwsErrors.RESET;
        boolean conflicting = op == Op.SET || op == Op.TAG;
        if (conflicting && draws.happens(Fault.CONFLICT, Math.max(2, failing / 4), now)) throw AwsErrors.CONFLICT;
        T done = effect.get();
        int lost = conflicting ? Math.max(2, failing / 4) : failing;
        if (draws.happens(Fault.RESET_AFTER, lost, now)) throw AwsErrors.RESET;
        return done;
    }

    void tag(Actor actor, ModelLimit limit, Map<String, String> tags) {
        limit.tag(tags, clock.now);
        if (tags.containsKey("breakwater:until"))
            watcher.marked(actor, limit, limit.mark().mark());
        ModelFunction f = functions.get(limit.function);
        // a tool that runs all the time takes them away within seconds
        if (clock.now < f.wipedUntil && draws.chance(2) && watcher.isWritten(limit)) {
            wipe(limit);
            watcher.wiped(limit);
        }
    }

    /** An infrastructure tool takes away the tags that it does not know. */
    void wipe(ModelLimit limit) {
        limit.untag(Mark.WRITTEN, clock.now);
    }

    /** Sets a reservation by AWS's own rules. */
    void reserve(Actor actor, ModelFunction f, int value) {
        ModelLimit limit = f.reservation;
        if (!mayBe(limit, value)) {
            draws.note(Fault.REFUSED_UNRESERVED, clock.now);
            throw AwsErrors.UNRESERVED;
        }
        if (value >= 0 && value < f.provisioned) {
            draws.note(Fault.REFUSED_PROVISIONED, clock.now);
            throw AwsErrors.PROVISIONED;
        }
        set(actor, f, limit, value);
    }

    void set(Actor actor, ModelFunction f, ModelLimit limit, int value) {
        boolean back = value == limit.people;
        if (back && limit.isOurs() && clock.now < f.refusesOldUntil) throw AwsErrors.INVALID;
        if (clock.now < limit.busyUntil) throw AwsErrors.IN_USE;
        int before = limit.value;
        limit.value = value;
        limit.changed();
        if (limit.kind != LeverKind.RESERVATION) limit.busyUntil = clock.now + draws.upTo(5_000);
        watcher.set(actor, limit, before);
    }

    /** Whether AWS would let it be set, by what has to stay unreserved. */
    boolean mayBe(ModelLimit limit, int value) {
        boolean reserves = limit.kind == LeverKind.RESERVATION && value >= 0;
        return !reserves || unreserved(functions.get(limit.function), value) >= LEAST_UNRESERVED;
    }

    /** What people have reserved in all, with what may come back to them. */
    int peopleUnreserved() {
        int left = concurrency;
        for (ModelFunction f : functions.values()) {
            if (f.exists) left -= Math.max(0, Math.max(f.reservation.value, f.reservation.people));
        }
        return left;
    }

    static boolean none(int value) {
        return value == Reservation.NONE;
    }
}
