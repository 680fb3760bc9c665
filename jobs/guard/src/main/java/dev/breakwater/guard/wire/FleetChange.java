package dev.breakwater.guard.wire;

import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.LeverKind;
import dev.breakwater.core.policy.ReservationFacts;
import dev.breakwater.core.policy.Trigger;
import dev.breakwater.core.policy.TriggerFacts;
import java.util.List;

/**
 * A change of the inventory, or another book.
 *
 * @param kind        what changed
 * @param key         the function: {@code account|region|function}; of a limit the place: {@code account|region}; of a
 *                    book what it is called by
 * @param facts       FACTS: what is known of the function now, where what could not be read is unknown; HELD: nothing but one
 *                    limit of it; otherwise null
 * @param concurrency LIMIT: the concurrency limit of the place, otherwise -1
 * @param reserved    LIMIT: how much of it is reserved in all, as AWS says; 0 also in what was stored before this was kept
 * @param at          epoch milliseconds at which it was seen, of a book from which it holds; 0 in what was stored before this
 *                    was kept
 * @param book        BOOK: the configuration file that it is in; otherwise null
 */
public record FleetChange(
        Kind kind, String key, FunctionFacts facts, int concurrency, int reserved, long at, ConfigText book) {

    /**
     * A configuration file that was found valid.
     *
     * @param mode taken instead of the file's own; empty: the file's
     */
    public record ConfigText(String mode, String text) {}

    /** Older state is read by the serializer that wrote it, and written again; the heap backend does so by itself. */
    public enum Kind {
        FACTS,
        GONE,
        LIMIT,
        /** A throttle of ours came, went or changed. */
        HELD,
        /** The configuration is another one. */
        BOOK
    }

    /** The kind of change. */
    public static FleetChange book(BookNews news) {
        ConfigText text = new ConfigText(news.mode(), news.text());
        return new FleetChange(Kind.BOOK, news.id(), null, -1, 0, news.from(), text);
    }

    public static FleetChange facts(String key, FunctionFacts facts, long at) {
        return new FleetChange(Kind.FACTS, key, facts, -1, 0, at, null);
    }

    public static FleetChange gone(String key, long at) {
        return new FleetChange(Kind.GONE, key, null, -1, 0, at, null);
    }

    public static FleetChange limit(String place, int concurrency, int reserved, long at) {
        return new FleetChange(Kind.LIMIT, place, null, concurrency, reserved, at, null);
    }

    /** The reservation of a function, read with its tag. */
    public static FleetChange held(String key, ReservationFacts reservation, long at) {
        return held(key, reservation, TriggerFacts.UNKNOWN, at);
    }

    /** The limit of a queue or stream, read with its tag. */
    public static FleetChange held(String key, Trigger trigger, long at) {
        return held(key, ReservationFacts.UNKNOWN, new TriggerFacts(List.of(trigger), at), at);
    }

    private static FleetChange held(String key, ReservationFacts reservation, TriggerFacts triggers, long at) {
        FunctionFacts part = new FunctionFacts("", "", "", 0, "", 0, reservation, -1, null, triggers);
        return new FleetChange(Kind.HELD, key, part, -1, 0, at, null);
    }

    /**
     * The same as a whole, with what was not read taken from what was known before; null when there is nothing that it
     * could change.
     *
     * @param before may be null
     */
    public FleetChange onto(FunctionFacts before) {
        return switch (kind) {
            case GONE, LIMIT, BOOK -> this;
            case FACTS -> before == null ? this : facts(key, merged(facts, before, facts.triggers()), at);
            case HELD -> before == null ? null : facts(key, merged(before, before, replaced(before.triggers())), at);
        };
    }

    /** A change for {@link BookNews.Kind#TAKEN}. */
    private FunctionFacts merged(FunctionFacts now, FunctionFacts before, TriggerFacts triggers) {
        boolean reserved = facts.reservation().sensedAt() >= 0;
        FunctionFacts tags = now.tagsRead() ? now : before;
        return new FunctionFacts(
                now.account(),
                now.region(),
                now.function(),
                now.memoryMb(),
                now.architecture(),
                now.timeoutSeconds(),
                reserved ? facts.reservation() : before.reservation(),
                now.modifiedMinute(),
                tags.tagsRead() ? tags.tags() : null,
                triggers.sensedAt() >= 0 ? triggers : before.triggers());
    }

    /** With the one trigger of this change in the place of the same one. */
    private TriggerFacts replaced(TriggerFacts before) {
        List<Trigger> read = facts.triggers().all();
        if (read.isEmpty() || before.of(read.get(0).mapping()) == null) return before;
        Trigger now = read.get(0);
        List<Trigger> all = before.all().stream()
                .map(t -> t.mapping().equals(now.mapping()) ? limited(t, now) : t)
                .toList();
        return new TriggerFacts(all, at);
    }

    /** Whether a queue is polled at all, its limit does not tell. */
    private static Trigger limited(Trigger before, Trigger now) {
        boolean enabled = before.lever() == LeverKind.STREAM ? now.enabled() : before.enabled();
        return new Trigger(before.mapping(), before.lever(), enabled, now.previous(), now.held(), before.source());
    }
}
