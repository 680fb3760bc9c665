package dev.breakwater.guard;

import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.engine.policy.Windows.Window;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.kind.PriceList;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings for tests, with low cost thresholds and short holds. */
final class Books {

    private static final long CENT = 10_000_000L;

    /**
     * How long a limit that was lowered again stays. This is shorter than any test waits. On a slow machine, a hold of
     * a second may end between two minutes of a flood.
     */
    private static final Duration COOLDOWN = Duration.ofSeconds(30);

    private Books() {}

    /** Settings with holds of seconds, for jobs whose safety clock is the wall clock. */
    static GuardSettings live(String account, Map<String, Integer> reserved) {
        return live(Duration.ofSeconds(1), account, reserved);
    }

    /** The same settings with another hold, for a test that checks held limits. */
    static GuardSettings live(Duration hold, String account, Map<String, Integer> reserved) {
        return live("test", hold, account, reserved);
    }

    /** The same settings for an instance with another name. */
    static GuardSettings live(String owner, Duration hold, String account, Map<String, Integer> reserved) {
        ThrottleRule rule =
                new ThrottleRule(CENT, 2, 1.5, hold, Duration.ofMinutes(5), COOLDOWN, LeverRule.AUTO, true, Worth.ANY);
        ControlSettings control = new ControlSettings(
                owner,
                List.of(),
                1000,
                false,
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofDays(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                100);
        return settings(rule, control, account, reserved, false);
    }

    /** Settings with holds of some seconds, in which data that is days old may also set throttles. */
    static GuardSettings patient(String account, Map<String, Integer> reserved) {
        ThrottleRule rule = new ThrottleRule(
                CENT, 2, 1.5, Duration.ofSeconds(4), Duration.ofMinutes(5), COOLDOWN, LeverRule.AUTO, true, Worth.ANY);
        ControlSettings control = new ControlSettings(
                "test",
                List.of(),
                1000,
                false,
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofDays(3),
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                100);
        return settings(rule, control, account, reserved, false);
    }

    /** Settings with holds of minutes, for recordings. */
    static GuardSettings recorded(String account, Map<String, Integer> reserved) {
        ThrottleRule rule = new ThrottleRule(
                CENT,
                2,
                1.5,
                Duration.ofMinutes(15),
                Duration.ofHours(4),
                Duration.ofMinutes(30),
                LeverRule.AUTO,
                true,
                Worth.ANY);
        ControlSettings control = new ControlSettings(
                "test",
                List.of(),
                1000,
                false,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                100);
        return settings(rule, control, account, reserved, true);
    }

    /** The same settings, but only pages are allowed. */
    static GuardSettings alerting(GuardSettings s) {
        return in(Mode.ALERT, s);
    }

    /** Settings with holds of minutes, each of which a person must approve. */
    static GuardSettings approving(String account, Map<String, Integer> reserved) {
        GuardSettings s = patient(account, reserved);
        ThrottleRule rule = new ThrottleRule(
                CENT,
                2,
                1.5,
                Duration.ofMinutes(4),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                LeverRule.AUTO,
                true,
                Worth.ANY);
        return in(Mode.APPROVE, settings(rule, s.control(), account, reserved, false));
    }

    /** The same settings, but nothing is alerted or throttled. */
    static GuardSettings observing(GuardSettings s) {
        return in(Mode.OBSERVE, s);
    }

    private static GuardSettings in(Mode mode, GuardSettings s) {
        PolicyBook book = new PolicyBook(
                mode,
                s.first().policies().policies(),
                s.first().policies().groups(),
                s.first().policies().radius(),
                List.of());
        return SettingsOf.books(book, s.control(), s.prices(), s.fleet(), s.recording());
    }

    /** The same settings with one more group. */
    static GuardSettings grouped(GuardSettings s, Group group) {
        PolicyBook book = new PolicyBook(
                s.first().policies().mode(),
                s.first().policies().policies(),
                List.of(group),
                s.first().policies().radius(),
                List.of());
        return SettingsOf.books(book, s.control(), s.prices(), s.fleet(), s.recording());
    }

    /** The same settings with thresholds that follow the usual spend. */
    static GuardSettings automatic(GuardSettings s) {
        PolicyBook b = s.first().policies();
        List<Policy> policies = b.policies().stream()
                .map(p -> new Policy(
                        p.name(),
                        p.match(),
                        p.protect(),
                        p.warnNanoPerHour(),
                        p.pageNanoPerHour(),
                        p.throttle(),
                        p.youngNanoPerHour(),
                        new Auto(true, true, true),
                        Mode.ENFORCE))
                .toList();
        PolicyBook book = new PolicyBook(b.mode(), policies, b.groups(), b.radius(), b.windows());
        return SettingsOf.books(
                book, s.control(), s.prices(), s.fleet(), s.first().budgets(), s.recording());
    }

    /** The same settings with planned surges. */
    static GuardSettings planned(GuardSettings s, Window... windows) {
        PolicyBook b = s.first().policies();
        PolicyBook book = new PolicyBook(b.mode(), b.policies(), b.groups(), b.radius(), List.of(windows));
        return SettingsOf.books(book, s.control(), s.prices(), s.fleet(), s.recording());
    }

    private static GuardSettings settings(
            ThrottleRule rule,
            ControlSettings control,
            String account,
            Map<String, Integer> reserved,
            boolean recording) {
        Policy policy = new Policy(
                "default", new Match("*", Map.of()), false, CENT, CENT, rule, 1_000 * CENT, Auto.NONE, Mode.ENFORCE);
        PolicyBook book =
                new PolicyBook(Mode.ENFORCE, List.of(policy), List.of(), new BlastRadius(5, 1, 10, 100), List.of());
        Map<String, FunctionFacts> fleet = new HashMap<>();
        reserved.forEach((name, value) -> fleet.put(
                account + '|' + MetricStreamFiles.REGION + '|' + name,
                new FunctionFacts(
                        account,
                        MetricStreamFiles.REGION,
                        name,
                        512,
                        "arm64",
                        30,
                        new ReservationFacts(value, false, 0),
                        -1,
                        Map.of("team", name + 's'),
                        TriggerFacts.UNKNOWN,
                        Capacity.NONE)));
        return SettingsOf.books(book, control, prices(), fleet, recording);
    }

    private static PriceTable prices() {
        return new PriceTable(
                new PriceList(Map.of(), new PriceList.Region(2e-7, 1.66667e-5, 1.33334e-5), 0, 0, 1024),
                Map.of(),
                List.of());
    }
}
