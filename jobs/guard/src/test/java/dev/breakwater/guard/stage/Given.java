package dev.breakwater.guard.stage;

import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.SettingsOf;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.kind.PriceList;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The inputs of stages in tests: cost thresholds of a cent, round prices, and one known function. */
public final class Given {

    public static final String ACCOUNT = "111122223333";
    public static final String REGION = "eu-west-1";
    public static final String KNOWN = "known";
    public static final long CENT = 10_000_000L;
    /** Midnight UTC on a Monday. */
    public static final long START = 29_540_160;

    public static final int DAY = 1440;

    private Given() {}

    /** Settings in which the safety clock follows the samples. */
    public static GuardSettings recording() {
        return settings(Duration.ZERO, Duration.ZERO, true);
    }

    /** Settings in which the safety clock is the processing time. The states of limits are repeated every minute. */
    public static GuardSettings live() {
        return settings(Duration.ofMinutes(1), Duration.ofMinutes(30), false);
    }

    private static GuardSettings settings(Duration restateEvery, Duration youngerThan, boolean recording) {
        ControlSettings control = new ControlSettings(
                "test",
                List.of(),
                1000,
                false,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                restateEvery,
                youngerThan,
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                100);
        return SettingsOf.books(book(), control, prices(), recording ? fleet() : readFleet(), recording);
    }

    private static PolicyBook book() {
        ThrottleRule rule = new ThrottleRule(
                CENT,
                2,
                1.5,
                Duration.ofMinutes(15),
                Duration.ofHours(4),
                Duration.ofMinutes(30),
                LeverRule.AUTO,
                false,
                Worth.ANY);
        Policy policy = new Policy(
                "default", new Match("*", Map.of()), false, CENT, CENT, rule, 1_000 * CENT, Auto.NONE, Mode.ENFORCE);
        return new PolicyBook(Mode.ENFORCE, List.of(policy), List.of(), new BlastRadius(5, 1, 10, 100), List.of());
    }

    /** Prices: 0.2 millionths of a USD per request, and 20 (x86_64) or 10 (arm64) millionths per GB-second. */
    private static PriceTable prices() {
        return new PriceTable(
                new PriceList(Map.of(), new PriceList.Region(2e-7, 2e-5, 1e-5), 0, 0, 1024), Map.of(), List.of());
    }

    private static Map<String, FunctionFacts> fleet() {
        Map<String, FunctionFacts> fleet = new HashMap<>();
        fleet.put(
                ACCOUNT + '|' + REGION + '|' + KNOWN,
                new FunctionFacts(
                        ACCOUNT,
                        REGION,
                        KNOWN,
                        512,
                        "arm64",
                        30,
                        new ReservationFacts(-1, false, 0),
                        -1,
                        Map.of(),
                        TriggerFacts.UNKNOWN,
                        Capacity.NONE));
        return fleet;
    }

    /** A fleet of two functions that the inventory has read completely. */
    private static Map<String, FunctionFacts> readFleet() {
        Map<String, FunctionFacts> fleet = fleet();
        for (String f : List.of("f", "g")) {
            ReservationFacts none = new ReservationFacts(-1, false, 0);
            fleet.put(
                    ACCOUNT + '|' + REGION + '|' + f,
                    new FunctionFacts(
                            ACCOUNT,
                            REGION,
                            f,
                            512,
                            "arm64",
                            30,
                            none,
                            -1,
                            Map.of(),
                            TriggerFacts.UNKNOWN,
                            Capacity.NONE));
        }
        return fleet;
    }
}
