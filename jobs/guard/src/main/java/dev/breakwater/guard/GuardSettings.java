package dev.breakwater.guard;

import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.calibrate.CalibrationTerms;
import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.guard.convert.AlarmRoutes;
import dev.breakwater.guard.convert.PriceBooks;
import dev.breakwater.guard.stage.fleet.FirstFleet;
import dev.breakwater.model.function.FunctionFacts;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings from which the job is built. The settings contain only values, without clients or secrets.
 *
 * @param first     the book that applies until a new book arrives
 * @param control   settings of control
 * @param prices    the prices of Lambda
 * @param fleet     the first inventory, by {@code account|region|function}
 * @param calibration known reasons for a difference between the bill and our own count
 * @param recording true for a recording, in which the safety clock follows the samples and throttles are simulated
 * @param state     the number of functions to watch, and the state backend
 */
public record GuardSettings(
        Book first,
        ControlSettings control,
        PriceTable prices,
        Map<String, FunctionFacts> fleet,
        CalibrationTerms calibration,
        boolean recording,
        Settings.State state)
        implements Serializable {
    /** How long there must be no evidence of a surge before a release begins. */
    private static final Duration CALM = Duration.ofMinutes(5);
    /** The time between two steps of a release. */
    private static final Duration STEP = Duration.ofMinutes(5);
    /**
     * A sample that is older than the source's delay plus this time causes no throttle, so that a backlog is read
     * without throttling.
     */
    private static final Duration FRESH_WITHIN = Duration.ofMinutes(3);

    /** Returns the same settings with the book's id and the time at which the book was read. */
    public GuardSettings called(String id, long at) {
        Book book = new Book(id, at, first.policies(), first.budgets(), first.routes());
        return new GuardSettings(book, control, prices, fleet, calibration, recording, state);
    }

    /** Returns the same settings with this fleet. */
    public GuardSettings of(Map<String, FunctionFacts> other) {
        return new GuardSettings(first, control, prices, other, calibration, recording, state);
    }

    /** Returns the same settings for this many functions. */
    public GuardSettings holding(Settings.State bounds) {
        return new GuardSettings(first, control, prices, fleet, calibration, recording, bounds);
    }

    /** Returns the settings for a recording, in which the safety clock follows the samples. */
    public static GuardSettings ofRecording(Settings settings, Map<String, FunctionFacts> fleet) {
        ControlSettings control = new ControlSettings(
                "recording",
                List.of(),
                settings.aws().assumeAccountConcurrency(),
                true,
                CALM,
                STEP,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMinutes(10),
                settings.requests().approveWithin(),
                settings.alarms().together());
        return of(settings, fleet, control, true, AlarmRoutes.NONE);
    }

    /**
     * Returns the settings for a live run.
     *
     * @param owner       name of this instance in tags
     * @param concurrency the account's concurrency limit, or -1 if it could not be read
     */
    public static GuardSettings ofLive(
            Settings settings, Map<String, FunctionFacts> fleet, String owner, int concurrency) {
        Duration checkpoint = settings.checkpoints().every();
        ControlSettings control = new ControlSettings(
                owner,
                settings.instance().adopts(),
                concurrency < 0 ? settings.aws().assumeAccountConcurrency() : concurrency,
                concurrency < 0,
                CALM,
                STEP,
                Duration.ofMinutes(1),
                FRESH_WITHIN,
                Duration.ofMinutes(2).plus(checkpoint.multipliedBy(3)),
                settings.requests().approveWithin(),
                settings.alarms().together());
        return of(settings, fleet, control, false, AlarmRoutes.of(settings));
    }

    private static GuardSettings of(
            Settings settings,
            Map<String, FunctionFacts> fleet,
            ControlSettings control,
            boolean recording,
            AlarmRoutes routes) {
        return new GuardSettings(
                new Book("", 0, Book.policyBook(settings), Book.budgetBook(settings), routes),
                control,
                PriceBooks.table(settings),
                FirstFleet.of(fleet),
                PriceBooks.calibration(settings),
                recording,
                settings.state());
    }
}
