package dev.breakwater.config;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Which Breakwater this is, among all that may act on the same accounts.
 *
 * @param name   in the marks of what it throttles; the same after each restart. Empty: it may not throttle
 * @param adopts names in older marks that are its own too
 */
public record InstanceSettings(
        @Key(
                meaning =
                        "name in the marks of what it throttles: letters, digits, - _ . up to 64; the same after each restart,"
                                + " and no other instance's; needed with mode enforce",
                schema = "{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_.-]{1,64}$\"}")
        String name,

        @Key(
                meaning =
                        "names in older marks that it takes for its own too; after 0.1.0 breakwater- and the number of the"
                                + " first account, like breakwater-111122223333",
                schema = "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_.-]{1,64}$\"}}")
        List<String> adopts)
        implements Serializable {

    private static final String REMEDY = "a name that it keeps and no other instance has, like prod;"
            + " after 0.1.0 also adopts: [breakwater-ACCOUNT] with the number of the first account";

    /** Keeps a copy of the list. */
    public InstanceSettings {
        adopts = List.copyOf(adopts);
    }

    /** What stands against this mode: without a name nothing could tell its throttles from another instance's. */
    public Optional<Problem> problemIn(Mode mode) {
        if (mode != Mode.ENFORCE || !name.isEmpty()) return Optional.empty();
        return Optional.of(new Problem("instance.name", "nothing", "is required with mode enforce", REMEDY));
    }
}
