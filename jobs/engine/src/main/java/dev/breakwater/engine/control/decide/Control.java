package dev.breakwater.engine.control.decide;

import dev.breakwater.engine.control.ControlOutput;
import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.control.FleetView;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Terms;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.Sighting;
import java.util.List;

/**
 * Makes the decisions about one account and region: incidents, pages, throttles and their release. Each call is
 * deterministic: the same state, input and clock give the same new state and output. The argument {@code now} is in
 * epoch milliseconds of the safety clock, which never goes back.
 */
public final class Control {
    private final Terms terms;

    /** @param fleet the functions known in this account and region */
    public Control(PolicyBook book, ControlSettings settings, FleetView fleet) {
        this.terms = new Terms(book, settings, fleet);
    }

    /** Processes the assessments of one arrival minute, sorted by (minute, scope, key). */
    public ControlOutput onMinute(ControlState s, List<Assessment> minuteSorted, long now) {
        Turn turn = begin(s, now);
        for (Assessment a : minuteSorted)
            place(s, a.scope().account(), a.scope().region());
        turn.take(minuteSorted);
        return turn.end();
    }

    /** Starts the due calls on limits, with at most this many open at once. A call is open until its answer arrives. */
    public ControlOutput onLimits(ControlState s, Reconciler.Gate gate, int atOnce, long now) {
        Turn turn = begin(s, now);
        turn.observed.call(gate, atOnce);
        return turn.end();
    }

    /** Processes the answer to a call. */
    public ControlOutput onAnswer(ControlState s, Call.Answer answer, long now) {
        Turn turn = begin(s, now);
        turn.observed.answered(answer);
        return turn.end();
    }

    /** Processes the tags that an inventory round saw. */
    public ControlOutput onSightings(ControlState s, List<Sighting> seen, long now) {
        Turn turn = begin(s, now);
        for (Sighting one : seen) {
            place(s, one.account(), one.region());
            turn.adoption.sighted(one);
        }
        return turn.end();
    }

    /**
     * Processes the limits that the ledgers contain. This method must be called before the first call on a limit in a
     * run.
     *
     * @param formerOwner name of the earlier instance in this account and region, or empty
     */
    public ControlOutput onLedger(ControlState s, List<KnownLease> known, String formerOwner, long now) {
        Turn turn = begin(s, now);
        turn.adoption.formerOwner(formerOwner);
        turn.adoption.decideAgain();
        for (KnownLease lease : known) turn.adoption.remembered(lease);
        return turn.end();
    }

    /** Processes a person's request. */
    public ControlOutput onRequest(ControlState s, Request said, long now) {
        Turn turn = begin(s, now);
        place(s, said.scope().account(), said.scope().region());
        turn.requests.take(said);
        return turn.end();
    }

    /** Makes the changes that depend only on the clock, such as ends of leases, release steps and lost sources. */
    public ControlOutput onTick(ControlState s, long now) {
        Turn turn = begin(s, now);
        turn.closeSilent();
        return turn.end();
    }

    /** Ends a recording: releases all leases and closes all incidents. */
    public ControlOutput onEndOfInput(ControlState s, long now) {
        return begin(s, now).endOfInput();
    }

    private Turn begin(ControlState s, long now) {
        return new Turn(new Step(terms, s, now));
    }

    private static void place(ControlState s, String account, String region) {
        s.place = new Place(account, region);
    }
}
