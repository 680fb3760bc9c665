package dev.breakwater.report.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.ledger.Incident;

/** An incident in the list. */
public record IncidentState(
        @JsonPropertyDescription("whether the incident is still open")
        boolean open,

        @JsonPropertyDescription("whether the incident's page exists at `/incidents/ID.html`")
        boolean page,

        @JsonUnwrapped Incident row) {

    /** Returns the subject of the incident. */
    public String title() {
        Incident.Identity about = row.identity();
        if (row.budget() != null)
            return "budget " + row.budget().figures().name() + ": "
                    + row.budget().alarm();
        boolean account = about.function() == null && about.group() == null;
        return about.kind() + " on " + (account ? "account " + about.account() : about.scope() + ' ' + about.key());
    }
}
