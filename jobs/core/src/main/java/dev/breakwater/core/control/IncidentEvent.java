package dev.breakwater.core.control;

import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Projection;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.Severity;

/**
 * Something to tell people about an incident, under one key from trigger to resolve.
 *
 * @param type        trigger, update or resolve
 * @param incident    the incident's id
 * @param dedupKey    the key under which a pager joins all events of the incident
 * @param minute      data minute that the event speaks of
 * @param found       why it was opened or paged
 * @param projection  what comes of it at the present rate
 * @param excessUsd        billed above the expectation since onset, USD
 * @param excessUsdPerHour the same of the trailing 60 minutes, USD
 * @param demandUsdPerHour what demand would have cost above it in these minutes; more than that while calls are refused
 * @param growthPerMinute fitted growth of demand as a factor a minute, 1 = flat
 * @param hold        how the limit of the function stands
 * @param refusedGood calls that the baseline would have had and that throttles refused
 * @param couldNot    why the last throttle could not be set, in AWS's words, else empty
 * @param fleet       of a fleet page what it tells of, else {@link FleetStatus#NONE}
 */
public record IncidentEvent(
        EventType type,
        String incident,
        String dedupKey,
        Scope scope,
        IncidentKind kind,
        Severity severity,
        Reason reason,
        long minute,
        long onset,
        Finding found,
        Projection projection,
        double excessUsd,
        double excessUsdPerHour,
        double demandUsdPerHour,
        double avertedUsd,
        double growthPerMinute,
        Hold hold,
        long refusedGood,
        String couldNot,
        FleetStatus fleet) {

    /** What the pager is to do. */
    public enum EventType {
        TRIGGER,
        UPDATE,
        RESOLVE
    }
}
