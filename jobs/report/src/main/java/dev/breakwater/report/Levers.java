package dev.breakwater.report;

import dev.breakwater.engine.control.Hold;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.kind.ResourceKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The texts about limits in alarms and on pages. */
public final class Levers {

    /** Why nothing but a person limits a function without a baseline. */
    public static final String NO_BASELINE = "there is no baseline yet, so a safe limit is unknown and Breakwater sets "
            + "none. You can choose N, the calls that may run at once, and must remove that limit "
            + "later";

    private Levers() {}

    /**
     * Returns the state of a limit, for example {@code held at reserved concurrency 5}. The text shows whether the
     * limit is only requested.
     */
    public static String stands(Hold hold) {
        return switch (hold.stage()) {
            case NONE -> "";
            case ASKED -> "asked for " + hold.lever().to(hold.limit()) + ", not seen set yet";
            case HELD -> hold.lever().held(hold.limit()) + read(hold);
            case RELEASING ->
                hold.lever().to(hold.limit()) + " is being given back, but AWS does not show the change yet"
                        + read(hold);
            case TO_CONFIRM ->
                hold.lever().restored(hold.limit()) + " was seen instead of our limit, and the next reading must "
                        + "confirm it" + read(hold);
            case PROPOSED -> hold.lever().to(hold.limit()) + " is proposed";
            case APPROVED ->
                (hold.limit() < 0 ? "a throttle" : hold.lever().to(hold.limit()))
                        + " is approved but not requested yet";
        };
    }

    /**
     * Returns a text with the time at which the limit was last read from AWS. The text is empty for a recording, which
     * has no readings.
     */
    private static String read(Hold hold) {
        if (hold.readAt() == Hold.UNREAD) return ", not read since the start";
        return hold.readAt() > 0
                ? ", read at " + Instant.ofEpochMilli(hold.readAt()).truncatedTo(ChronoUnit.SECONDS)
                : "";
    }

    /**
     * Returns the AWS command that sets the limit. The command uses the function's full name, so that the command never
     * changes a function of another account.
     */
    public static String byHand(Lever lever, int limit, Scope function) {
        return command(lever, lever.kind().text(limit), function);
    }

    /** Returns the AWS command of a limit N, which a person must choose. */
    public static String chosen(Scope function) {
        return command(new Lever(ResourceKind.of(function.key()).lever(), ""), "N", function);
    }

    private static String command(Lever lever, String limit, Scope function) {
        return lever.kind().command(limit, quoted(ResourceKind.arnOf(function)), quoted(lever.mapping())) + " --region "
                + quoted(function.region());
    }

    /** Returns the options that restrict a command to one account and region. */
    public static String place(String account, String region) {
        return " --account " + quoted(account) + " --region " + quoted(region);
    }

    /** Returns a name, quoted as a single shell word. */
    public static String quoted(String name) {
        return name.matches("[A-Za-z0-9_.:/-]+") ? name : '\'' + name.replace("'", "'\\''") + '\'';
    }
}
