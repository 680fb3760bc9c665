package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.lambda.inventory.InventoryChange.Kind;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.lambda.inventory.PlaceSplit.Digest;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.function.Sighting;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last emitted state of one account and region. The memory turns facts into changes, so that only changes are
 * emitted. The memory always equals the state that the emitted changes describe. The memory is not thread safe.
 */
final class PlaceMemory {

    /**
     * How often a checkpoint gets the times at which unchanged functions were read. These times only order the next
     * round.
     */
    private static final long REORDERED_MILLIS = 60_000;

    private final Place place;
    private final Map<String, PlaceSplit.KnownFunction> functions = new HashMap<>();
    private final Map<PlaceSplit.KnownMark, Long> marks = new LinkedHashMap<>();
    private final Map<String, String> gaps = new HashMap<>();
    private AccountLimits limits;
    private boolean settled;
    /** The functions for the next checkpoint. Null after any function has changed. */
    private ByteBuffer packed;

    private long packedAt;

    PlaceMemory(PlaceSplit state) {
        place = new Place(state.account(), state.region());
        packed = state.functions();
        PlaceSplit.functions(packed).forEach(f -> functions.put(f.name(), f));
        state.marks().forEach(m -> marks.put(m.unread(), m.reading()));
        gaps.putAll(state.gaps());
        limits = state.limits();
        settled = state.settled();
    }

    PlaceSplit state() {
        if (packed == null) packed = PlaceSplit.packed(functions.values());
        return new PlaceSplit(place.account(), place.region(), packed, marks(), Map.copyOf(gaps), limits, settled);
    }

    /**
     * Returns a copy, for another thread, of the functions and mappings that had Breakwater's tags at the last reading.
     */
    List<PlaceSplit.KnownMark> marks() {
        return marks.entrySet().stream()
                .map(e -> new PlaceSplit.KnownMark(
                        e.getKey().function(), e.getKey().target(), e.getValue()))
                .toList();
    }

    /** Returns a copy, for another thread, of the known functions as input of the next round. */
    Map<String, PlaceSplit.KnownFunction> known() {
        return Map.copyOf(functions);
    }

    /** Accepts a fact and returns the changes. */
    List<InventoryChange> take(PlaceFact fact, long nowMillis) {
        if (fact instanceof PlaceFact.Seen seen) return seen(seen, nowMillis);
        if (fact instanceof PlaceFact.Gone gone) return gone(gone.function(), nowMillis);
        if (fact instanceof PlaceFact.Read read) return read(read, nowMillis);
        if (fact instanceof PlaceFact.Limits found) return limits(found.limits(), nowMillis);
        if (fact instanceof PlaceFact.Failed failed) return failed(failed, nowMillis);
        if (fact instanceof PlaceFact.Ended ended) return ended(ended, nowMillis);
        if (fact instanceof PlaceFact.Unmarked unmarked) marks.remove(unmarked.mark());
        return List.of();
    }

    private List<InventoryChange> seen(PlaceFact.Seen seen, long now) {
        PlaceDirectory.ListedFunction f = seen.function();
        PlaceSplit.KnownFunction before = functions.get(f.name());
        PlaceSplit.KnownFunction after = after(before, seen, now);
        functions.put(f.name(), after);
        if (before == null || !after.seen(before.seenMillis()).equals(before) || now - packedAt >= REORDERED_MILLIS) {
            packed = null;
            packedAt = now;
        }
        noteMarks(seen);
        if (before != null && !after.differs(before)) return List.of();
        boolean reserved = seen.reservation() != PlaceFact.RESERVATION_UNKNOWN;
        FunctionFacts facts = f.facts()
                .with(
                        seen.tags(),
                        reserved ? new ReservationFacts(seen.reservation(), false, now) : ReservationFacts.UNKNOWN,
                        TriggerFacts.UNKNOWN,
                        new Capacity(f.facts().capacity().ephemeralMb(), after.provisioned()));
        Kind kind = before == null ? Kind.FOUND : Kind.CHANGED;
        boolean first = before == null && !settled;
        return List.of(InventoryChange.seen(kind, new InventoryChange.Seen(facts, seen.triggers(), first), now));
    }

    /** Keeps the earlier state of a limit that cannot be read now. */
    private static PlaceSplit.KnownFunction after(PlaceSplit.KnownFunction before, PlaceFact.Seen seen, long now) {
        PlaceDirectory.ListedFunction f = seen.function();
        boolean fresh = before == null;
        long tags = fresh ? Digest.UNKNOWN : before.tags();
        boolean marked = !fresh && before.marked();
        if (seen.tags() != null) {
            tags = Digest.of(seen.tags());
            marked = seen.tags().containsKey(OwnTags.LEASE);
        }
        int reservation = seen.reservation();
        if (reservation == PlaceFact.RESERVATION_UNKNOWN && !fresh) reservation = before.reservation();
        long triggers = fresh ? Digest.UNKNOWN : before.triggers();
        if (seen.triggers() != null) triggers = Digest.ofTriggers(seen.triggers());
        int provisioned = fresh ? Capacity.NEVER : before.provisioned();
        // the absence of provisioned concurrency is not a change if the function never had any
        if (seen.provisioned() != null && seen.provisioned() + provisioned >= 0) provisioned = seen.provisioned();
        long revision = Digest.of(f.revision());
        long looked = fresh ? 0 : before.seenMillis();
        if (seen.reservation() != PlaceFact.RESERVATION_UNKNOWN) looked = now;
        return new PlaceSplit.KnownFunction(
                f.name(), revision, Digest.of(f.facts()), tags, reservation, triggers, provisioned, marked, looked);
    }

    /**
     * Records a limit. Every later round reads that limit, even if the index of tags does not find it or is refused.
     */
    private void noteMarks(PlaceFact.Seen seen) {
        if (seen.tags() != null && OwnTags.areIn(seen.tags())) {
            marks.putIfAbsent(new PlaceSplit.KnownMark(true, seen.function().name(), Digest.UNKNOWN), Digest.UNKNOWN);
        }
        if (seen.triggers() == null) return;
        for (TriggerMapping t : seen.triggers()) {
            if (!t.tags().isEmpty())
                marks.putIfAbsent(new PlaceSplit.KnownMark(false, t.uuid(), Digest.UNKNOWN), Digest.UNKNOWN);
        }
    }

    private List<InventoryChange> read(PlaceFact.Read read, long now) {
        long digest = Digest.of(read);
        Long before = read.tags().isEmpty() ? marks.remove(read.mark()) : marks.put(read.mark(), digest);
        boolean news = before == null || before != digest;
        if (news) functions.computeIfPresent(read.function(), (name, f) -> f.read(read));
        if (news) packed = null;
        Sighting seen = new Sighting(
                place.account(),
                place.region(),
                read.function(),
                read.lever(),
                read.tags().get(OwnTags.LEASE),
                read.value(),
                read.handsOffUntil(),
                now);
        Kind kind = news ? Kind.MARKED : Kind.STILL_MARKED;
        return List.of(InventoryChange.marked(kind, function(read.function()), seen));
    }

    private List<InventoryChange> gone(String name, long now) {
        marks.remove(new PlaceSplit.KnownMark(true, name, Digest.UNKNOWN));
        if (functions.remove(name) == null) return List.of();
        packed = null;
        return List.of(InventoryChange.of(Kind.GONE, function(name), "", now));
    }

    private List<InventoryChange> limits(AccountLimits found, long now) {
        if (found.equals(limits)) return List.of();
        limits = found;
        return List.of(InventoryChange.limits(place.scope(), found, now));
    }

    private List<InventoryChange> failed(PlaceFact.Failed failed, long now) {
        String subject = failed.call().subject();
        String how = failed.failure().outcome().name();
        if (how.equals(gaps.put(subject, how))) return List.of();
        boolean role = failed.failure().detail().contains(AwsCall.ASSUME_ROLE.permission());
        String text = subject + ": " + failed.failure().text() + "; "
                + (role ? AwsCall.ASSUME_ROLE : failed.call()).withoutIt();
        return List.of(InventoryChange.of(Kind.GAP, place.scope(), text, now));
    }

    private List<InventoryChange> ended(PlaceFact.Ended ended, long now) {
        settled |= ended.complete();
        List<InventoryChange> closed = new ArrayList<>();
        ended.worked().forEach(call -> {
            if (gaps.remove(call.subject()) != null) {
                closed.add(InventoryChange.of(Kind.GAP_CLOSED, place.scope(), call.subject(), now));
            }
        });
        return closed;
    }

    private Scope function(String name) {
        return Scope.function(place.account(), place.region(), name);
    }

    /** A fact that a round found in one account and region. */
    sealed interface PlaceFact {

        /** Stands for a reservation that could not be read. */
        int RESERVATION_UNKNOWN = -2;

        /**
         * A function in its present state.
         *
         * @param tags        null when unknown
         * @param reservation or {@link #RESERVATION_UNKNOWN}
         * @param triggers    null when unknown
         * @param provisioned or null when unknown
         */
        record Seen(
                PlaceDirectory.ListedFunction function,
                Map<String, String> tags,
                int reservation,
                List<TriggerMapping> triggers,
                Integer provisioned)
                implements PlaceFact {}

        /** The function is missing in a complete listing, and a call by its name does not find it. */
        record Gone(String function) implements PlaceFact {}

        /**
         * A consistent reading of a limit that has, or had, Breakwater's tags.
         *
         * @param tags Breakwater's tags; empty if they disappeared since the last reading
         */
        record Read(
                PlaceSplit.KnownMark mark,
                String function,
                Lever lever,
                int value,
                Map<String, String> tags,
                long handsOffUntil)
                implements PlaceFact {}

        /** A mapping that had Breakwater's tags no longer exists. */
        record Unmarked(PlaceSplit.KnownMark mark) implements PlaceFact {}

        /** All limits with Breakwater's tags were read. */
        record MarksEnded() implements PlaceFact {}

        /** The account's concurrency. */
        record Limits(AccountLimits limits) implements PlaceFact {}

        /** A call failed. */
        record Failed(AwsCall call, AwsFailure failure) implements PlaceFact {}

        /**
         * The round is over.
         *
         * @param complete whether all functions were listed
         * @param worked   the names of calls that were made and did not fail
         */
        record Ended(boolean complete, Set<AwsCall> worked) implements PlaceFact {}
    }
}
