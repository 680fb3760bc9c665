package dev.breakwater.guard.convert;

import dev.breakwater.config.model.Settings;
import dev.breakwater.core.control.ControlSettings;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.FirstFleet;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Assembles the settings from which the job is built. */
public final class GuardSettingsFactory {

    /** How long there must be no evidence of a surge before a release begins. */
    private static final Duration CALM = Duration.ofMinutes(5);
    /** The time between two steps of a release. */
    private static final Duration STEP = Duration.ofMinutes(5);
    /**
     * Samples that are older than the source's delay plus this time set no throttle, so that a backlog is read without
     * throttling.
     */
    private static final Duration FRESH_WITHIN = Duration.ofMinutes(3);

    private GuardSettingsFactory() {}

    /** The settings for a recording, in which the safety clock follows the samples. */
    public static GuardSettings recording(Settings settings, Map<String, FunctionFacts> fleet) {
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
        return new GuardSettings(
                        PolicyBooks.of(settings),
                        control,
                        PriceBooks.table(settings),
                        FirstFleet.of(fleet),
                        BudgetBooks.of(settings),
                        PriceBooks.calibration(settings),
                        true)
                .holding(settings.state());
    }

    /**
     * The settings for a live run.
     *
     * @param owner       name of this instance in tags
     * @param concurrency the account's concurrency limit, or -1 if it could not be read
     */
    public static GuardSettings live(
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
        return new GuardSettings(
                        PolicyBooks.of(settings),
                        control,
                        PriceBooks.table(settings),
                        FirstFleet.of(fleet),
                        BudgetBooks.of(settings),
                        PriceBooks.calibration(settings),
                        false,
                        AlarmRoutes.of(settings))
                .holding(settings.state());
    }
}
