package dev.breakwater.report;

import dev.breakwater.core.control.Hold;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.exposure.model.FunctionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The texts about limits in alarms and on pages. */
public final class Levers {

    private Levers() {}

    /** Returns the name of a limit, for example {@code MaximumConcurrency of queue mapping 4f1c}. */
    public static String name(Lever lever) {
        return switch (lever.kind()) {
            case RESERVATION -> "reserved concurrency";
            case QUEUE -> "MaximumConcurrency of queue mapping " + lever.mapping();
            case STREAM -> "stream mapping " + lever.mapping();
        };
    }

    /**
     * Returns the state of a limit, for example {@code held at reserved concurrency 5}. The text shows whether the
     * limit is only requested.
     */
    public static String stands(Hold hold) {
        return switch (hold.stage()) {
            case NONE -> "";
            case ASKED -> "asked for " + to(hold.lever(), hold.limit()) + ", not seen set yet";
            case HELD -> held(hold.lever(), hold.limit()) + read(hold);
            case RELEASING ->
                to(hold.lever(), hold.limit()) + " is being given back, but AWS does not show the change yet"
                        + read(hold);
            case TO_CONFIRM ->
                restored(hold.lever(), hold.limit()) + " was seen instead of our limit, and the next reading must "
                        + "confirm it" + read(hold);
            case PROPOSED -> to(hold.lever(), hold.limit()) + " is proposed";
            case APPROVED ->
                hold.limit() < 0
                        ? "a throttle is approved, and the next minute of data gives its limit"
                        : to(hold.lever(), hold.limit()) + " is approved but not requested yet";
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

    /** Returns the limit, for example {@code held at reserved concurrency 5}. */
    public static String held(Lever lever, int limit) {
        return switch (lever.kind()) {
            case RESERVATION, QUEUE -> "held at " + to(lever, limit);
            case STREAM -> "held by pausing " + name(lever);
        };
    }

    /** Returns the limit with its kind, for example {@code reserved concurrency 5}. */
    public static String to(Lever lever, int limit) {
        return switch (lever.kind()) {
            case RESERVATION -> name(lever) + ' ' + limit;
            case QUEUE -> "MaximumConcurrency " + limit + " of queue mapping " + lever.mapping();
            case STREAM -> name(lever) + (limit == 0 ? " paused" : " on");
        };
    }

    /** Returns a text with the value that a release restores, for example {@code no reserved concurrency}. */
    public static String restored(Lever lever, int previous) {
        if (previous >= 0) return to(lever, previous);
        return switch (lever.kind()) {
            case RESERVATION -> "no reserved concurrency";
            case QUEUE -> "no " + name(lever);
            case STREAM -> name(lever) + " running";
        };
    }

    /**
     * Returns the AWS command that sets the limit. The command uses the function's full name, so that the command never
     * changes a function of another account.
     */
    public static String byHand(Lever lever, int limit, FunctionId function) {
        String mapping = "aws lambda update-event-source-mapping --uuid " + quoted(lever.mapping());
        String command = switch (lever.kind()) {
            case RESERVATION ->
                "aws lambda put-function-concurrency --function-name " + quoted(function.arn())
                        + " --reserved-concurrent-executions " + limit;
            case QUEUE -> mapping + " --scaling-config MaximumConcurrency=" + limit;
            case STREAM -> mapping + " --no-enabled";
        };
        return command + " --region " + quoted(function.region());
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
