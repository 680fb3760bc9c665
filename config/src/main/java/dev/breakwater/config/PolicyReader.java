package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code policies}. */
final class PolicyReader {
    private static final double PAGE = 5;
    private static final double WARN_AT_MOST = 0.5;
    private static final double THROTTLE_AT_LEAST = 10;
    private static final Range FLOOR = new Range(1, 100_000);
    private static final Range FLOOR_WITH_FULL_STOP = new Range(0, 100_000);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    private PolicyReader() {}

    static List<PolicySettings> policies(Section root) {
        if (!root.has("policies")) {
            return List.of(initial());
        }
        List<Section> sections = root.children("policies");
        List<PolicySettings> policies = new ArrayList<>();
        sections.forEach(section -> policies.add(policy(section)));
        if (root.value("policies").filter(JsonNode::isArray).isPresent()) {
            lastMatchesEverything(root, sections, policies);
        }
        Names.unique(sections, policies.stream().map(PolicySettings::name).toList());
        return policies;
    }

    /** The policy of a file that has none. */
    private static PolicySettings initial() {
        ThrottleSettings throttle = new ThrottleSettings(
                THROTTLE_AT_LEAST,
                2,
                1.5,
                Duration.ofMinutes(15),
                Duration.ofHours(4),
                Duration.ofMinutes(30),
                false,
                LeverMode.AUTO,
                false);
        return new PolicySettings("default", MatchSettings.everything(), false, WARN_AT_MOST, PAGE, throttle, PAGE);
    }

    private static void lastMatchesEverything(Section root, List<Section> sections, List<PolicySettings> policies) {
        if (root.value("policies").filter(JsonNode::isEmpty).isPresent()) {
            root.problem("policies", "an empty list", "the last policy must match everything", "one policy, or no key");
            return;
        }
        int last = policies.size() - 1;
        if (last >= 0
                && sections.get(last).cleanAt("match")
                && !policies.get(last).match().matchesEverything()) {
            String found = Shown.text(policies.get(last).match().function());
            String remedy = "a last policy with match: { function: \"*\" }";
            sections.get(last).problem("match", found, "the last policy must match everything", remedy);
        }
    }

    private static PolicySettings policy(Section section) {
        String name = MatchReader.name(section);
        MatchSettings match = MatchReader.match(section);
        boolean protect = section.scalars().flag("protect", false);
        double page = gate(section, "page", PAGE);
        double warn = gate(section, "warn", Math.min(WARN_AT_MOST, page));
        ThrottleSettings throttle = throttle(section, page);
        double young = section.scalars().number("youngFunctionUsdPerHour", PAGE, Range.HOURLY_USD);
        PolicySettings policy = new PolicySettings(name, match, protect, warn, page, throttle, young);
        if (section.cleanAt("warn", "page", "throttle.minUsdPerHour")) {
            ordered(section, policy);
        }
        section.done();
        return policy;
    }

    private static double gate(Section section, String key, double initial) {
        Section gate = section.child(key);
        double usd = gate.scalars().number("minUsdPerHour", initial, Range.HOURLY_USD);
        gate.done();
        return usd;
    }

    private static ThrottleSettings throttle(Section policy, double page) {
        Section section = policy.child("throttle");
        Scalars scalars = section.scalars();
        boolean allowFullStop = scalars.flag("allowFullStop", false);
        ThrottleSettings throttle = new ThrottleSettings(
                scalars.number("minUsdPerHour", Math.max(THROTTLE_AT_LEAST, page), Range.HOURLY_USD),
                floor(section, allowFullStop),
                scalars.number("headroom", 1.5, new Range(1, 100)),
                scalars.duration("hold", "15m", "1m", "24h"),
                scalars.duration("maxHold", "4h", "1m", "24h"),
                scalars.duration("cooldown", "30m", "0s", "24h"),
                allowFullStop,
                lever(section, allowFullStop),
                scalars.flag("beforeFirstWeek", false));
        pauseEndsInTime(section, throttle);
        if (section.cleanAt("hold", "maxHold") && throttle.hold().compareTo(throttle.maxHold()) > 0) {
            String longest = Durations.text(throttle.maxHold());
            section.problem("hold", Durations.text(throttle.hold()), "hold <= maxHold", "at most " + longest);
        }
        section.done();
        return throttle;
    }

    private static LeverMode lever(Section section, boolean allowFullStop) {
        LeverMode lever = section.scalars().choice("lever", LeverMode.AUTO);
        if (lever == LeverMode.PAUSE && !allowFullStop) {
            String remedy = "auto (a paused stream is a full stop: only with allowFullStop: on)";
            section.problem("lever", "pause", "pause needs allowFullStop", remedy);
            return LeverMode.AUTO;
        }
        return lever;
    }

    /** A stream keeps its records 24 hours unless set longer; what waited has to be worked off in what is left of them. */
    private static void pauseEndsInTime(Section section, ThrottleSettings throttle) {
        boolean tooLong =
                throttle.lever() == LeverMode.PAUSE && throttle.maxHold().compareTo(LONGEST_PAUSE) > 0;
        if (tooLong && section.cleanAt("maxHold", "lever")) {
            String found = Durations.text(throttle.maxHold());
            section.problem("maxHold", found, "maxHold <= 12h with lever: pause", "at most 12h, or lever: auto");
        }
    }

    private static int floor(Section section, boolean allowFullStop) {
        boolean stops = section.value("floor")
                .filter(v -> v.isIntegralNumber() && v.asInt() == 0)
                .isPresent();
        if (stops && !allowFullStop) {
            String remedy = "1 or more (0 stops the function: only with allowFullStop: on)";
            section.problem("floor", "0", "floor >= 1", remedy);
            return 1;
        }
        return section.scalars().count("floor", 2, allowFullStop ? FLOOR_WITH_FULL_STOP : FLOOR);
    }

    private static void ordered(Section section, PolicySettings policy) {
        double throttle = policy.throttle().minUsdPerHour();
        if (policy.warnUsdPerHour() > policy.pageUsdPerHour()) {
            order(section, "warn", policy.warnUsdPerHour(), policy.pageUsdPerHour());
        }
        if (!policy.protect() && policy.pageUsdPerHour() > throttle) {
            order(section, "page", policy.pageUsdPerHour(), throttle);
        }
    }

    private static void order(Section section, String key, double found, double highest) {
        String remedy = "at most " + Range.plain(highest);
        section.problem(key + ".minUsdPerHour", Range.plain(found), "warn <= page <= throttle", remedy);
    }
}
