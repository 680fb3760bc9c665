package dev.breakwater.guard;

import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.calibrate.CalibrationTerms;
import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.engine.policy.PolicyBook;
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
 * @param book      the first policy book
 * @param control   settings of control
 * @param prices    the prices of Lambda
 * @param fleet     the first inventory, by {@code account|region|function}
 * @param budgets   the budgets
 * @param calibration known reasons for a difference between the bill and our own count
 * @param recording true for a recording, in which the safety clock follows the samples and throttles are simulated
 * @param routes    the receivers of each alarm
 * @param bookId    the configuration file's id; empty for a recording
 * @param builtAt   when the configuration file was read, epoch milliseconds; 0 for a recording
 * @param state     the number of functions to watch, and the state backend
 */
public record GuardSettings(
        PolicyBook book,
        ControlSettings control,
        PriceTable prices,
        Map<String, FunctionFacts> fleet,
        BudgetBook budgets,
        CalibrationTerms calibration,
        boolean recording,
        AlarmRoutes routes,
        String bookId,
        long builtAt,
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

    /** Creates settings with a book that has no id and applies from the beginning. */
    public GuardSettings(
            PolicyBook book,
            ControlSettings control,
            PriceTable prices,
            Map<String, FunctionFacts> fleet,
            BudgetBook budgets,
            CalibrationTerms calibration,
            boolean recording,
            AlarmRoutes routes) {
        this(book, control, prices, fleet, budgets, calibration, recording, routes, "", 0, Settings.State.INITIAL);
    }

    /** Creates settings in which every receiver gets every alarm. */
    public GuardSettings(
            PolicyBook book,
            ControlSettings control,
            PriceTable prices,
            Map<String, FunctionFacts> fleet,
            BudgetBook budgets,
            CalibrationTerms calibration,
            boolean recording) {
        this(book, control, prices, fleet, budgets, calibration, recording, AlarmRoutes.NONE);
    }

    /** Creates settings without known reasons for a difference from the bill. */
    public GuardSettings(
            PolicyBook book,
            ControlSettings control,
            PriceTable prices,
            Map<String, FunctionFacts> fleet,
            BudgetBook budgets,
            boolean recording) {
        this(book, control, prices, fleet, budgets, CalibrationTerms.DEFAULT, recording);
    }

    /** Creates settings without budgets. */
    public GuardSettings(
            PolicyBook book,
            ControlSettings control,
            PriceTable prices,
            Map<String, FunctionFacts> fleet,
            boolean recording) {
        this(book, control, prices, fleet, BudgetBook.EMPTY, recording);
    }

    /** Returns the same settings with the book's id and the time at which the book was read. */
    public GuardSettings called(String id, long at) {
        return new GuardSettings(book, control, prices, fleet, budgets, calibration, recording, routes, id, at, state);
    }

    /** Returns the same settings with this fleet. */
    public GuardSettings of(Map<String, FunctionFacts> other) {
        return new GuardSettings(
                book, control, prices, other, budgets, calibration, recording, routes, bookId, builtAt, state);
    }

    /** Returns the same settings for this many functions. */
    public GuardSettings holding(Settings.State bounds) {
        return new GuardSettings(
                book, control, prices, fleet, budgets, calibration, recording, routes, bookId, builtAt, bounds);
    }

    /** Returns the book that applies until a new book arrives. */
    public Book first() {
        return new Book(bookId, builtAt, book, budgets, routes);
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
                        Book.policyBook(settings),
                        control,
                        PriceBooks.table(settings),
                        FirstFleet.of(fleet),
                        Book.budgetBook(settings),
                        PriceBooks.calibration(settings),
                        recording,
                        routes)
                .holding(settings.state());
    }
}
