package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.lambda.CommitPlan.Change;
import dev.breakwater.connectors.lambda.CommitPlan.MarkAct;

/**
 * Decides what a request means in the world as it is. Pure: the same arguments give the same plan.
 *
 * <p>AWS has no compare-and-set, so the mark is the memory: it is written before a limit and removed after it, and
 * every state between two calls is recognised here and led to a right end.
 */
public final class CommitPlanner {

    private final String owner;

    /**
     * @param owner this instance's name; marks of other owners are not touched
     */
    public CommitPlanner(String owner) {
        this.owner = owner;
    }

    /** Whether the request may not be carried out any more, whatever the function looks like. */
    public static boolean tooLate(ThrottleRequest request, long nowMillis) {
        return request.throttle() && (nowMillis > request.notAfterMillis() || nowMillis >= request.untilMillis());
    }

    /**
     * @param state   what was just read of the function
     * @param history what the ledger remembers of it, {@link History#NONE} when there is no ledger
     * @param now     epoch milliseconds
     */
    public CommitPlan plan(ThrottleRequest request, LeverState state, History history, long now) {
        if (tooLate(request, now)) {
            return CommitPlan.nothing(PlanKind.EXPIRED, "came after its time");
        }
        if (!state.exists()) {
            return CommitPlan.nothing(PlanKind.GONE, LeaseEnder.missing(request.limitRef()));
        }
        if (state.mark().kind() == MarkReading.Kind.MALFORMED) {
            return CommitPlan.nothing(
                    PlanKind.HELD_BY_OTHER, "mark unreadable: " + state.mark().detail());
        }
        if (state.mark().kind() == MarkReading.Kind.ABSENT) {
            return request.throttle()
                    ? throttleUnmarked(request, state.reservation(), history)
                    : releaseUnmarked(request, state.reservation(), history);
        }
        Mark mark = state.mark().mark();
        if (!mark.isOf(owner)) {
            return CommitPlan.nothing(PlanKind.HELD_BY_OTHER, "marked by " + mark.owner());
        }
        return request.throttle()
                ? throttleMarked(request, state.reservation(), mark, history)
                : end(state.reservation(), mark);
    }

    /** Ends a lease of our own: restores what was found, unless somebody else's value stands there. */
    static CommitPlan end(int reservation, Mark mark) {
        if (mark.covers(reservation)) {
            Change change = Change.restore(mark.previous());
            return new CommitPlan(PlanKind.APPLY, mark, MarkAct.REMOVE, change, "restored");
        }
        if (reservation == mark.previous()) {
            // marked but never set, or restored but not yet unmarked: either way only the mark is left
            return new CommitPlan(PlanKind.APPLY, mark, MarkAct.REMOVE, Change.KEEP, "restored before");
        }
        return overridden(reservation, mark);
    }

    private CommitPlan throttleUnmarked(ThrottleRequest request, int reservation, History history) {
        if (history.kind() == History.Kind.LEFT_ALONE) {
            return CommitPlan.nothing(PlanKind.OVERRIDDEN, "left alone after a change by hand");
        }
        if (history.heldAt(reservation)) {
            // our limit stands and only the tags were wiped, as an infrastructure tool does: mark it again
            Mark lost = mark(request, history.previous(), history.limit(), Reservation.NONE);
            return hold(request, reservation, lost, true);
        }
        if (history.kind() == History.Kind.HELD) {
            return CommitPlan.nothing(PlanKind.OVERRIDDEN, "limit and mark were taken away by somebody else");
        }
        if (reservation != Reservation.NONE && reservation <= request.limit()) {
            return CommitPlan.nothing(PlanKind.ALREADY, "at " + reservation + " already, not by us");
        }
        Mark mark = mark(request, reservation, request.limit(), Reservation.NONE);
        return new CommitPlan(PlanKind.APPLY, mark, MarkAct.WRITE, Change.set(request.limit()), "limit set");
    }

    private CommitPlan throttleMarked(ThrottleRequest request, int reservation, Mark mark, History history) {
        if (mark.covers(reservation)) {
            return hold(request, reservation, mark, false);
        }
        boolean marked = reservation == mark.previous();
        if (marked && history.kind() != History.Kind.HELD) {
            // marked but never set: begin again from what is there
            int target = atMostPrevious(request.limit(), mark.previous());
            Mark again = mark(request, mark.previous(), target, Reservation.NONE);
            return new CommitPlan(PlanKind.APPLY, again, MarkAct.WRITE, Change.set(target), "limit set");
        }
        return overridden(reservation, mark);
    }

    /** Our limit stands: keep it, extend it or change it; the value found before our first throttle is never lost. */
    private CommitPlan hold(ThrottleRequest request, int reservation, Mark mark, boolean rewrite) {
        int target = atMostPrevious(request.limit(), mark.previous());
        if (target == reservation) {
            Mark wished = mark(request, mark.previous(), target, Reservation.NONE);
            return wished.equals(mark) && !rewrite
                    ? new CommitPlan(PlanKind.ALREADY, mark, MarkAct.KEEP, Change.KEEP, "held")
                    : new CommitPlan(PlanKind.APPLY, wished, MarkAct.WRITE, Change.KEEP, "lease renewed");
        }
        Mark wished = mark(request, mark.previous(), target, reservation);
        return new CommitPlan(PlanKind.APPLY, wished, MarkAct.WRITE, Change.set(target), "limit changed");
    }

    private static CommitPlan releaseUnmarked(ThrottleRequest request, int reservation, History history) {
        boolean stands = history.heldAt(reservation);
        boolean back = history.kind() == History.Kind.HELD && reservation == history.previous();
        if (!stands && !back) {
            return CommitPlan.nothing(PlanKind.ALREADY, "no mark, nothing of ours to release");
        }
        Mark lost = new Mark(
                history.previous(),
                history.limit(),
                Reservation.NONE,
                request.untilMillis(),
                "ledger",
                request.intent());
        // restored and unmarked, and the answer was lost or we died: the ledger has to learn it, or it would take what
        // is
        // found for a human's hand when the next throttle comes
        Change change = stands ? Change.restore(lost.previous()) : Change.KEEP;
        String detail = stands ? "restored from the ledger, mark was lost" : "restored before";
        return new CommitPlan(PlanKind.APPLY, lost, MarkAct.KEEP, change, detail);
    }

    private static CommitPlan overridden(int reservation, Mark mark) {
        String detail = "found " + Reservation.text(reservation) + " where we had set " + mark.limit();
        return new CommitPlan(PlanKind.OVERRIDDEN, mark, MarkAct.REMOVE, Change.KEEP, detail);
    }

    private Mark mark(ThrottleRequest request, int previous, int limit, int replaces) {
        return new Mark(previous, limit, replaces, request.untilMillis(), owner, request.intent());
    }

    private static int atMostPrevious(int limit, int previous) {
        return previous == Reservation.NONE ? limit : Math.min(limit, previous);
    }
}
