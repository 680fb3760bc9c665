package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.CommitPlan.Change;
import dev.breakwater.connectors.lambda.act.CommitPlan.MarkAct;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.History;
import dev.breakwater.connectors.lambda.lever.LeverState;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import java.time.Instant;
import java.util.Set;

/**
 * Decides what a request means in the world as it is. Pure: the same arguments give the same plan.
 *
 * <p>AWS has no compare-and-set, so the mark is the memory: it is written before a limit and removed after it, and
 * every state between two calls is recognised here and led to a right end. The end of a lease is written once, when the
 * limit is first set, and never moves later; what is over is given back before anything begins anew.
 */
public final class CommitPlanner {

    private final String owner;
    private final Set<String> adopts;

    /**
     * @param owner this instance's name; marks of other owners are not touched
     */
    public CommitPlanner(String owner) {
        this(owner, Set.of());
    }

    /**
     * @param adopts names whose marks count as our own, and become it when they are written again
     */
    public CommitPlanner(String owner, Set<String> adopts) {
        this.owner = owner;
        this.adopts = adopts;
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
        MarkReading reading = state.mark();
        if (reading.kind() == MarkReading.Kind.MALFORMED) {
            return CommitPlan.nothing(PlanKind.HELD_BY_OTHER, "mark unreadable: " + reading.detail());
        }
        Mark mark = reading.mark();
        if (mark != null && !isOurs(mark)) {
            return CommitPlan.nothing(PlanKind.HELD_BY_OTHER, "marked by " + mark.owner());
        }
        int value = state.limit();
        Known known = Known.of(request, history, value);
        long alone = request.throttle() ? history.handsOffUntil(state.handsOffUntil(), now) : HandsOff.NONE;
        if (alone != HandsOff.NONE) {
            return end(request.intent(), value, mark, known)
                    .leftAlone(alone, "left alone until " + Instant.ofEpochMilli(alone) + " after a change by hand");
        }
        boolean over = (mark == null ? known.untilMillis() : mark.untilMillis()) <= now;
        if (!request.throttle() || over) {
            return end(request.intent(), value, mark, known);
        }
        return mark == null ? throttleUnmarked(request, value, known) : throttleMarked(request, value, mark, known);
    }

    /** Ends a lease, whoever owns it, by its mark or by what the ledger remembers of it. */
    static CommitPlan end(LeverState state, History history) {
        Known known = Known.of(history, state.limit());
        return end("", state.limit(), state.mark().mark(), known);
    }

    private static CommitPlan end(String intent, int value, Mark mark, Known known) {
        return mark == null ? endUnmarked(intent, value, known) : end(value, mark, known);
    }

    /** Restores what was found, unless somebody else's value stands there. */
    private static CommitPlan end(int value, Mark mark, Known known) {
        if (mark.covers(value) || known.covers(value) && value != mark.previous()) {
            return new CommitPlan(PlanKind.RELEASE, mark, MarkAct.REMOVE, Change.restore(mark.previous()), "restored");
        }
        if (value == mark.previous()) {
            // marked but never set, or restored but not yet unmarked: either way only the mark is left
            return new CommitPlan(PlanKind.RELEASE, mark, MarkAct.REMOVE, Change.KEEP, "restored before");
        }
        return overridden(value, mark, MarkAct.REMOVE);
    }

    private static CommitPlan endUnmarked(String intent, int value, Known known) {
        if (!known.held()) {
            return CommitPlan.nothing(PlanKind.ALREADY, "no mark, nothing of ours to release");
        }
        Mark lost = new Mark(
                known.previous(), Math.max(0, known.limit()), Reservation.NONE, known.untilMillis(), "ledger", intent);
        if (known.isBack(value)) {
            // restored and unmarked, and the answer was lost or we died: the ledger has to learn it
            return new CommitPlan(PlanKind.RELEASE, lost, MarkAct.KEEP, Change.KEEP, "restored before");
        }
        return known.covers(value)
                ? new CommitPlan(
                        PlanKind.RELEASE,
                        lost,
                        MarkAct.KEEP,
                        Change.restore(known.previous()),
                        "restored from memory, mark was lost")
                : overridden(value, lost, MarkAct.KEEP);
    }

    private CommitPlan throttleUnmarked(ThrottleRequest request, int value, Known known) {
        if (known.held()) {
            Mark lost =
                    mark(request, known.previous(), Math.max(0, known.limit()), Reservation.NONE, known.untilMillis());
            if (known.isBack(value) || !known.covers(value)) {
                return overridden(value, lost, MarkAct.KEEP);
            }
            // our limit stands and only the tags were wiped, as an infrastructure tool does: mark it again
            return hold(request, value, lost, "marked again");
        }
        if (value != Reservation.NONE && value <= request.limit()) {
            return CommitPlan.nothing(PlanKind.ALREADY, "at " + value + " already, not by us");
        }
        Mark mark = mark(request, value, request.limit(), Reservation.NONE, Long.MAX_VALUE);
        return new CommitPlan(PlanKind.APPLY, mark, MarkAct.WRITE, Change.set(request.limit()), "limit set");
    }

    private CommitPlan throttleMarked(ThrottleRequest request, int value, Mark mark, Known known) {
        if (mark.covers(value)) {
            return hold(request, value, mark, "");
        }
        if (value == mark.previous() && !known.held()) {
            // marked but never set: begin again from what is there
            int target = atMostPrevious(request.limit(), mark.previous());
            Mark again = mark(request, mark.previous(), target, Reservation.NONE, mark.untilMillis());
            return new CommitPlan(PlanKind.APPLY, again, MarkAct.WRITE, Change.set(target), "limit set");
        }
        if (value != mark.previous() && known.covers(value)) {
            return hold(request, value, mark, "marked again");
        }
        return overridden(value, mark, MarkAct.REMOVE);
    }

    /**
     * Our limit stands: keep it or change it; neither the value found before our first throttle nor the end is lost.
     *
     * @param rewrite why the mark has to be written in any case, or empty
     */
    private CommitPlan hold(ThrottleRequest request, int value, Mark mark, String rewrite) {
        int target = atMostPrevious(request.limit(), mark.previous());
        if (target != value) {
            Mark wished = mark(request, mark.previous(), target, value, mark.untilMillis());
            return new CommitPlan(PlanKind.APPLY, wished, MarkAct.WRITE, Change.set(target), "limit changed");
        }
        Mark wished = mark(request, mark.previous(), target, Reservation.NONE, mark.untilMillis());
        if (rewrite.isEmpty() && mark.says(wished)) {
            return new CommitPlan(PlanKind.ALREADY, mark, MarkAct.KEEP, Change.KEEP, Effect.HELD);
        }
        String why = rewrite.isEmpty() ? mark.isOf(owner) ? "mark settled" : "adopted" : rewrite;
        return new CommitPlan(PlanKind.APPLY, wished, MarkAct.WRITE, Change.KEEP, why);
    }

    private static CommitPlan overridden(int value, Mark lease, MarkAct markAct) {
        String detail = "found " + Reservation.text(value) + " where we had set " + lease.limit();
        return new CommitPlan(PlanKind.OVERRIDDEN, lease, markAct, Change.KEEP, detail);
    }

    private Mark mark(ThrottleRequest request, int previous, int limit, int replaces, long endsBy) {
        long until = Math.min(request.untilMillis(), endsBy);
        return new Mark(previous, limit, replaces, until, owner, request.intent());
    }

    private boolean isOurs(Mark mark) {
        return mark.isOf(owner) || adopts.stream().anyMatch(mark::isOf);
    }

    private static int atMostPrevious(int limit, int previous) {
        return previous == Reservation.NONE ? limit : Math.min(limit, previous);
    }
}
