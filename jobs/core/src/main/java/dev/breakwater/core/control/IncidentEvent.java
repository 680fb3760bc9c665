package dev.breakwater.core.control;

import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Projection;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.Severity;
import dev.breakwater.core.policy.Lever;

/**
 * Something to tell people about an incident, under one key from trigger to resolve.
 *
 * @param type        trigger, update or resolve
 * @param incident    the incident's id
 * @param dedupKey    the key under which a pager joins all events of the incident
 * @param minute      data minute that the event speaks of
 * @param found       why it was opened or paged
 * @param projection  what comes of it at the present rate
 * @param growthPerMinute fitted growth of demand as a factor a minute, 1 = flat
 * @param limit       the limit held at this moment, or -1
 * @param lever       which limit that is; a reservation too where none is held
 * @param refusedGood calls that the baseline would have had and that throttles refused
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
        double avertedUsd,
        double growthPerMinute,
        int limit,
        Lever lever,
        long refusedGood) {

    /** What the pager is to do. */
    public enum EventType {
        TRIGGER,
        UPDATE,
        RESOLVE
    }
}
