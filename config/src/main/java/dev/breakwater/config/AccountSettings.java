package dev.breakwater.config;

import java.io.Serializable;
import java.util.List;

/**
 * One AWS account that is watched.
 *
 * @param observeRole the ARN of the role to read with; empty: the ambient credentials
 * @param actRole the ARN of the role to throttle with; empty: the ambient credentials
 */
public record AccountSettings(
        @Key(
                required = true,
                meaning = "account number, 12 digits, in quotes",
                schema = "{\"type\":\"string\",\"pattern\":\"^[0-9]{12}$\"}")
        String id,

        @Key(required = true, meaning = "regions to watch, at least one")
        List<String> regions,

        @Key(meaning = "ARN of the role to read with; none: the ambient credentials")
        String observeRole,

        @Key(meaning = "ARN of the role to throttle with; none: the ambient credentials")
        String actRole)
        implements Serializable {

    /** Keeps a copy of the list. */
    public AccountSettings {
        regions = List.copyOf(regions);
    }
}
