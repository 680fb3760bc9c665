package dev.breakwater.core.budget;

import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.Severity;

/**
 * Something to tell people about a budget.
 *
 * @param type     trigger, restatement or resolve
 * @param incident the incident's id
 * @param scope    the budget's scope
 * @param severity WARNING for a ticket, ERROR or CRITICAL for a page
 * @param minute   data minute that it speaks of
 * @param figures  the budget's figures; for a resolve at the end of the period, those of its last minute
 */
public record BudgetEvent(
        EventType type,
        String incident,
        Scope scope,
        Severity severity,
        Reason reason,
        long minute,
        BudgetFigures figures) {

    /** The key under which a pager joins both events. */
    public String dedupKey() {
        return "breakwater/" + incident;
    }
}
