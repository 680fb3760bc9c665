package dev.breakwater.guard.page;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.IncidentSnapshot.Identity;
import dev.breakwater.engine.control.IncidentSnapshot.Limits;
import dev.breakwater.engine.control.IncidentSnapshot.Money;
import dev.breakwater.engine.control.IncidentSnapshot.Times;
import dev.breakwater.guard.file.Rows;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.Lever;
import dev.breakwater.report.incident.IncidentStory;
import dev.breakwater.report.incident.PageSummary.PageAlert;
import java.util.List;
import java.util.stream.LongStream;

/** Updates about a flood of one function, as the job sends them. */
final class Told {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    /** 2026-08-05T14:20Z. */
    static final long ONSET = 29_765_660;

    private static final double NANO = 1e9;

    final String incident;
    final Scope scope;
    private long sequence;
    private long acceptedUntil;
    boolean asksAbove;
    long stoppedAt = -1;
    private String words = "";
    private IncidentSnapshot.Would would = IncidentSnapshot.Would.NONE;
    private long above;
    private IncidentKind kind = IncidentKind.FLOOD;

    Told(String incident, Scope scope) {
        this.incident = incident;
        this.scope = scope;
    }

    static Told of(String incident, String function) {
        return new Told(incident, Scope.function(ACCOUNT, REGION, function));
    }

    /**
     * Numbers decisions after those of another function, because control has one sequence for all functions of an
     * account and region.
     */
    Told after(Told other) {
        sequence = other.sequence + 100;
        return this;
    }

    /** From now on, only the cost prevents a throttle. A throttle needs more than this much in an hour. */
    Told throttlesAbove(double usd) {
        above = Math.round(usd * NANO);
        return this;
    }

    /** From now on, only the mode prevents this limit, which would have averted and refused this much. */
    Told forbidden(int limit, double usd, long good) {
        would = new IncidentSnapshot.Would(limit, Math.round(usd * NANO), good, "mode-alert", "");
        return this;
    }

    /** A proposed throttle that averts and refuses this much. */
    Told priced(String words) {
        would = new IncidentSnapshot.Would(0, 0, 0, "", words);
        return this;
    }

    /** A surge of a function that has no baseline. */
    Told young() {
        kind = IncidentKind.NEW_FUNCTION;
        return this;
    }

    PageUpdate trigger() {
        return alarm(AlarmAction.TRIGGER, 3, Reason.SURGE, -1, Lever.RESERVATION);
    }

    PageUpdate held(int minutes, int limit, Lever lever) {
        return alarm(AlarmAction.UPDATE, minutes, Reason.ABOVE_THROTTLE_LINE, limit, lever);
    }

    PageUpdate update(int minutes) {
        return alarm(AlarmAction.UPDATE, minutes, Reason.SURGE, -1, Lever.RESERVATION);
    }

    PageUpdate resolve(int minutes) {
        return alarm(AlarmAction.RESOLVE, minutes, Reason.CALM, -1, Lever.RESERVATION);
    }

    /**
     * @param minutes minutes since the onset; each costs half a dollar above normal, and a throttle averts a quarter of
     *     a dollar
     */
    PageUpdate alarm(AlarmAction type, int minutes, Reason reason, int limit, Lever lever) {
        return alarm(
                type,
                minutes,
                reason,
                limit < 0 ? Hold.NONE : new Hold(Hold.Stage.HELD, limit, -1, (ONSET + 245) * 60_000, lever));
    }

    /** An update that another value was seen instead of our limit. */
    PageUpdate sees(int minutes, int value) {
        Hold other = new Hold(Hold.Stage.TO_CONFIRM, value, -1, (ONSET + 245) * 60_000, Lever.RESERVATION, 1);
        return alarm(AlarmAction.UPDATE, minutes, Reason.HOW_IT_STANDS, other);
    }

    private PageUpdate alarm(AlarmAction type, int minutes, Reason reason, Hold hold) {
        long minute = ONSET + minutes - 1;
        long excess = Math.round(minutes * 0.5 * NANO);
        Finding found = new Finding(
                ONSET + 3,
                IncidentKind.FLOOD,
                ONSET,
                new Evidence(Evidence.Test.BURST, 38.42, 2),
                new Reading(12_000, 100, 61.5),
                new Reading(300, 2.5, 1.25),
                excess,
                Projection.NONE,
                PlannedSurge.NONE,
                null);
        return PageUpdate.of(new IncidentSnapshot(
                type,
                reason,
                new Identity(incident, "breakwater/" + incident, scope, kind, Severity.CRITICAL),
                new Times(
                        minute,
                        ONSET,
                        (ONSET + 4) * 60_000,
                        -1,
                        type == AlarmAction.RESOLVE && reason == Reason.CALM ? (minute - 9) * 60_000 : -1,
                        stoppedAt,
                        false,
                        minute < acceptedUntil,
                        0),
                found,
                new Money(
                        excess,
                        Math.round(30 * NANO),
                        excess,
                        excess,
                        hold.present() ? Math.round(minutes * 0.25 * NANO) : 0,
                        hold.present() ? 41 : 0,
                        1.1,
                        0,
                        0),
                hold.present()
                        ? new Limits(hold, Hold.NONE, "", List.of(throttled(hold)))
                        : new Limits(Hold.NONE, Hold.NONE, "", List.of(), would, above, asksAbove, null),
                FleetStatus.NONE));
    }

    private static IncidentSnapshot.Action throttled(Hold hold) {
        return new IncidentSnapshot.Action("throttle", (ONSET + 5) * 60_000, hold.limit(), hold.lever());
    }

    /** An update for a minute in which a throttle waits for approval, with the figures of that minute. */
    PageUpdate asks(int minutes, double demand, Hold proposal) {
        return asks(minutes, new Reading(demand, 100, 61.5), proposal);
    }

    /** Three times the calls, each of which costs 30 times as much. */
    PageUpdate slower(int minutes) {
        return asks(minutes, new Reading(900, 240, 112.5), Hold.NONE);
    }

    private PageUpdate asks(int minutes, Reading now, Hold proposal) {
        Finding found = new Finding(
                ONSET + 3,
                IncidentKind.FLOOD,
                ONSET,
                new Evidence(Evidence.Test.BURST, 38.42, 2),
                new Reading(12_000, 100, 61.5),
                new Reading(300, 2.5, 1.25),
                1,
                Projection.NONE,
                PlannedSurge.NONE,
                null);
        return PageUpdate.of(new IncidentSnapshot(
                AlarmAction.UPDATE,
                Reason.MODE_APPROVE,
                new Identity(incident, "breakwater/" + incident, scope, IncidentKind.FLOOD, Severity.CRITICAL),
                new Times(ONSET + minutes - 1, ONSET, (ONSET + 4) * 60_000, -1, -1),
                found,
                new Money(1, 1, 1, 1, 0, 0, 1.1, 0, 0),
                new Limits(
                        Hold.NONE,
                        proposal,
                        "",
                        List.of(),
                        would,
                        proposal.present() ? Math.round(100 * NANO) : 0,
                        false,
                        null),
                new IncidentSnapshot.Newest(now, new Reading(300, 2.5, 1.25)),
                FleetStatus.NONE,
                new IncidentSnapshot.Known(-1, List.of(), false, 20, 320),
                IncidentSnapshot.Ring.FIRST,
                false,
                null));
    }

    /** An update of the fleet page for many surges of the account. */
    PageUpdate fleet(AlarmAction type, FleetStatus status) {
        double hour = status.surges().stream()
                .mapToDouble(FleetStatus.Surge::usdPerHour)
                .sum();
        long nano = Math.round(hour * NANO);
        return PageUpdate.of(new IncidentSnapshot(
                type,
                Reason.FLEET_PAGE,
                new Identity(
                        "fleet-" + incident,
                        "breakwater/fleet/" + ACCOUNT + '/' + REGION,
                        Scope.account(ACCOUNT, REGION),
                        IncidentKind.SPREAD,
                        Severity.CRITICAL),
                new Times(ONSET + 3, ONSET, -1, -1, -1),
                Finding.NONE,
                new Money(nano, nano, nano, nano, 0, 0, 1, 0, 0),
                Limits.NONE,
                status));
    }

    /** Calm minutes before the onset, and minutes of the flood after it. */
    static PageUpdate points(Scope scope, int from, int to) {
        List<Long> minutes = LongStream.range(ONSET + from, ONSET + to).boxed().toList();
        return PageUpdate.of(new PlotMinutes(
                scope,
                ONSET,
                minutes,
                minutes.stream().map(m -> m < ONSET ? 300.0 : 12_000).toList(),
                minutes.stream().map(m -> 300.0).toList(),
                minutes.stream().map(m -> m < ONSET ? 3.0 : 100).toList(),
                minutes.stream().map(m -> m < ONSET ? .5 : 20).toList(),
                .5 / 300));
    }

    PageUpdate open() {
        return decision(DecisionType.OPEN, Reason.SURGE, 3, -1, -1, Lever.RESERVATION);
    }

    PageUpdate page() {
        return decision(DecisionType.PAGE, Reason.PAGED, 3, -1, -1, Lever.RESERVATION);
    }

    PageUpdate throttle(int minutes, int limit, int previous, Lever lever) {
        return decision(DecisionType.THROTTLE, Reason.ABOVE_THROTTLE_LINE, minutes, limit, previous, lever);
    }

    PageUpdate raise(int minutes, int limit, int previous, Lever lever) {
        return decision(DecisionType.RAISE, Reason.STEP_UP, minutes, limit, previous, lever);
    }

    /** An update that the requested limit was observed as set. */
    PageUpdate seen(int minutes, int limit, int previous, Lever lever) {
        return decision(DecisionType.HELD, Reason.ABOVE_THROTTLE_LINE, minutes, limit, previous, lever);
    }

    PageUpdate givenBack(int minutes, int previous, Lever lever) {
        return decision(DecisionType.GIVEN_BACK, Reason.HOLD_OVER, minutes, -1, previous, lever);
    }

    PageUpdate couldNot(int minutes, int limit, String awsWords) {
        words = awsWords;
        return decision(DecisionType.COULD_NOT, Reason.COULD_NOT, minutes, limit, -1, Lever.RESERVATION);
    }

    /** Control's answer to a person's acceptance, which lasts until some minutes after the onset. */
    PageUpdate accepts(int minutes, int until, String request) {
        acceptedUntil = ONSET + until;
        Decision d = new Decision(
                new Decision.Made((ONSET + minutes) * 60_000, -1, sequence++, ""),
                scope,
                DecisionType.ACCEPT,
                new Decision.Why(Reason.ACCEPTED, request),
                incident,
                "default",
                new Decision.Limits(-1, -1, (ONSET + until) * 60_000, Lever.RESERVATION),
                30,
                Finding.NONE,
                null);
        return new PageUpdate(
                incident, PageUpdate.Kind.DECISION, Rows.decision(d).json());
    }

    /** Control's answer to a person's request. */
    PageUpdate says(int minutes, String request) {
        words = request;
        return decision(DecisionType.REQUEST, Reason.REQUESTED, minutes, -1, -1, Lever.RESERVATION);
    }

    PageUpdate toldWith(int minutes, String alert) {
        words = alert;
        return decision(DecisionType.TELL, Reason.SHARED_ALERT, minutes, -1, -1, Lever.RESERVATION);
    }

    PageUpdate refuse(Reason why, int limit, Lever lever) {
        return decision(DecisionType.REFUSE, why, 4, limit, -1, lever);
    }

    PageUpdate close(int minutes) {
        return decision(DecisionType.CLOSE, Reason.CALM, minutes, -1, -1, Lever.RESERVATION);
    }

    PageUpdate release(int minutes, int previous, Lever lever) {
        return decision(DecisionType.RELEASE, Reason.HOLD_OVER, minutes, -1, previous, lever);
    }

    PageUpdate decision(DecisionType type, Reason reason, int minutes, int limit, int previous, Lever lever) {
        long at = (ONSET + minutes) * 60_000;
        Decision d = new Decision(
                new Decision.Made(at, ONSET + minutes - 1, sequence++, ""),
                scope,
                type,
                new Decision.Why(reason, words),
                incident,
                "default",
                new Decision.Limits(limit, previous, limit < 0 ? -1 : (ONSET + 245) * 60_000, lever),
                30,
                Finding.NONE,
                null);
        words = "";
        return new PageUpdate(
                incident, PageUpdate.Kind.DECISION, Rows.decision(d).json());
    }

    static IncidentStory story(PageUpdate... news) {
        IncidentStory story = new IncidentStory(news[0].page());
        for (PageUpdate one : news) tell(story, one);
        return story;
    }

    static void tell(IncidentStory story, PageUpdate news) {
        switch (news.kind()) {
            case ALARM -> story.add(LedgerJson.readOwn(news.json(), PageAlert.class));
            case DECISION -> story.add(LedgerJson.readOwn(news.json(), DecisionRow.class));
            case POINT -> Rows.of(news.plot()).forEach(story::add);
        }
    }
}
