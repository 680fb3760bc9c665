package dev.breakwater.guard.wire;

import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.util.List;

/**
 * A change of the inventory, or a new book.
 *
 * @param kind        what changed
 * @param key         for a function, {@code account|region|function}; for a limit, {@code account|region}; for a book,
 *     its id
 * @param facts       for FACTS and FIRST, the function's facts, in which unread parts are unknown; for HELD, only one
 *                    of the function's limits; otherwise null
 * @param concurrency for LIMIT, the concurrency limit of the account and region; otherwise -1
 * @param reserved    for LIMIT, the reserved part of the concurrency limit as AWS reports it
 * @param at          when the change was seen; for a book, when it begins to apply; epoch milliseconds, 0 in older
 *                    state
 * @param book        for BOOK, the book's configuration file; otherwise null
 */
public record FleetChange(
        Kind kind, String key, FunctionFacts facts, int concurrency, int reserved, long at, ConfigText book) {

    /**
     * A configuration file that was found valid.
     *
     * @param mode replaces the file's mode unless it is empty
     */
    public record ConfigText(String mode, String text) {}

    /** The kinds of change. */
    public enum Kind {
        FACTS,
        /** Facts from the first inventory, for a function that was unknown until then. */
        FIRST,
        GONE,
        LIMIT,
        /** A throttle of Breakwater appeared, disappeared or changed. */
        HELD,
        /** The configuration has changed. */
        BOOK
    }

    /** Creates the change to a new book. */
    public static FleetChange book(BookNews news) {
        ConfigText text = new ConfigText(news.mode(), news.text());
        return new FleetChange(Kind.BOOK, news.id(), null, -1, 0, news.from(), text);
    }

    public static FleetChange facts(String key, FunctionFacts facts, long at) {
        return new FleetChange(Kind.FACTS, key, facts, -1, 0, at, null);
    }

    /** @param at when the job started, epoch milliseconds */
    public static FleetChange first(String key, FunctionFacts facts, long at) {
        return new FleetChange(Kind.FIRST, key, facts, -1, 0, at, null);
    }

    public static FleetChange gone(String key, long at) {
        return new FleetChange(Kind.GONE, key, null, -1, 0, at, null);
    }

    public static FleetChange limit(String place, int concurrency, int reserved, long at) {
        return new FleetChange(Kind.LIMIT, place, null, concurrency, reserved, at, null);
    }

    /** Returns whether the change concerns one function. Other changes concern an account and region, or everything. */
    public boolean ofFunction() {
        return kind != Kind.LIMIT && kind != Kind.BOOK;
    }

    /** Returns whether the change may affect the cost of provisioned concurrency. */
    public boolean ofProvisioned() {
        return kind == Kind.GONE || kind == Kind.FACTS && facts.capacity().provisioned() >= 0;
    }

    /** Creates a change with a function's reservation, which was read together with its tag. */
    public static FleetChange held(String key, ReservationFacts reservation, long at) {
        return held(key, reservation, TriggerFacts.UNKNOWN, at);
    }

    /** Creates a change with the limit of a queue or stream, which was read together with its tag. */
    public static FleetChange held(String key, Trigger trigger, long at) {
        return held(key, ReservationFacts.UNKNOWN, new TriggerFacts(List.of(trigger), at), at);
    }

    private static FleetChange held(String key, ReservationFacts reservation, TriggerFacts triggers, long at) {
        FunctionFacts part = new FunctionFacts("", "", "", 0, "", 0, reservation, -1, null, triggers, Capacity.NONE);
        return new FleetChange(Kind.HELD, key, part, -1, 0, at, null);
    }

    /**
     * Returns the complete facts after this change. Parts that were not read are taken from the earlier facts. Returns
     * null if nothing changes.
     *
     * @param before the earlier facts, or null
     */
    public FleetChange onto(FunctionFacts before) {
        return switch (kind) {
            case GONE, LIMIT, BOOK -> this;
            case FIRST -> before == null ? this : null;
            case FACTS -> before == null ? this : facts(key, merged(facts, before, facts.triggers()), at);
            case HELD -> before == null ? null : facts(key, merged(before, before, replaced(before.triggers())), at);
        };
    }

    /** Merges facts. A part that was not read now keeps its earlier value. */
    private FunctionFacts merged(FunctionFacts now, FunctionFacts before, TriggerFacts triggers) {
        boolean reserved = facts.reservation().sensedAt() >= 0;
        FunctionFacts tags = now.tagsRead() ? now : before;
        return now.with(
                tags.tagsRead() ? tags.tags() : null,
                reserved ? facts.reservation() : before.reservation(),
                triggers.sensedAt() >= 0 ? triggers : before.triggers(),
                now.capacity());
    }

    /** Returns the function's earlier triggers, in which the trigger of this change replaces its older version. */
    private TriggerFacts replaced(TriggerFacts before) {
        List<Trigger> read = facts.triggers().all();
        if (read.isEmpty() || before.of(read.get(0).mapping()) == null) return before;
        Trigger now = read.get(0);
        List<Trigger> all = before.all().stream()
                .map(t -> t.mapping().equals(now.mapping()) ? limited(t, now) : t)
                .toList();
        return new TriggerFacts(all, at);
    }

    /**
     * Returns the trigger with its new limit. A queue's limit does not show whether the queue is polled, so the earlier
     * value is kept.
     */
    private static Trigger limited(Trigger before, Trigger now) {
        boolean pauses = before.lever() != null && before.lever().pauses();
        boolean enabled = pauses ? now.enabled() : before.enabled();
        return new Trigger(before.mapping(), before.lever(), enabled, now.previous(), now.held(), before.source());
    }
}
