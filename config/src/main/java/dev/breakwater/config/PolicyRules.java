package dev.breakwater.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.model.PolicySettings;
import dev.breakwater.config.model.PolicySettings.Throttle;
import dev.breakwater.config.read.Binder;
import dev.breakwater.config.read.Section;
import dev.breakwater.config.read.Texts;
import dev.breakwater.config.read.Values;
import dev.breakwater.config.read.Values.Bounds;
import java.time.Duration;
import java.util.List;

/** Checks the keys of policies against each other. */
final class PolicyRules {
    private static final String EVERYTHING = "the last policy must match everything";
    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    private PolicyRules() {}

    static void addTo(Binder binder) {
        binder.after(PolicySettings.class, PolicyRules::ordered);
        binder.after(PolicySettings.Match.class, (section, match) -> References.accounts(section));
        binder.before(Throttle.class, PolicyRules::floor);
        binder.after(Throttle.class, PolicyRules::throttle);
    }

    /** The policy that applies if a file has no policies. */
    static void atLeastOne(ObjectNode root) {
        if (!root.has("policies")) root.putArray("policies").addObject().put("name", "default");
    }

    static void last(Section root, List<PolicySettings> policies) {
        if (root.value("policies").filter(v -> v.isArray() && v.isEmpty()).isPresent()) {
            root.problem("policies", "an empty list", EVERYTHING, "one policy, or no key");
        }
        if (policies.isEmpty()) return;
        Section last = root.children("policies").get(policies.size() - 1);
        PolicySettings policy = policies.get(policies.size() - 1);
        if (last.cleanAt("match") && !policy.match().matchesEverything()) {
            String function =
                    Texts.shown(String.join(", ", policy.match().functions().patterns()));
            String tagged = policy.match().functions().tags().isEmpty() ? "" : ", and only with tags";
            String found =
                    function + tagged + (policy.match().accounts().isEmpty() ? "" : ", and only in some accounts");
            last.problem("match", found, EVERYTHING, catchAll(policies));
        }
    }

    /**
     * Returns the hint for the last policy: move a policy that matches every function to the end, or add such a policy.
     */
    private static String catchAll(List<PolicySettings> policies) {
        for (int i = 0; i < policies.size(); i++) {
            if (policies.get(i).match().matchesEverything()) {
                return "policies[" + i
                        + "] at the end, because it matches everything and no policy after it is reached";
            }
        }
        return "a last policy with match: { function: \"*\" } and no tags; with mode: alert, it pages but never throttles";
    }

    private static void ordered(Section section, PolicySettings policy) {
        if (!section.cleanAt("warn", "page", "throttle.minUsdPerHour")) return;
        double throttle = policy.throttle().minUsdPerHour();
        if (policy.warnUsdPerHour() > policy.pageUsdPerHour()) {
            order(section, "warn", policy.warnUsdPerHour(), policy.pageUsdPerHour());
        }
        if (!policy.protect() && policy.pageUsdPerHour() > throttle) {
            order(section, "page", policy.pageUsdPerHour(), throttle);
        }
    }

    private static void order(Section section, String key, double found, double highest) {
        String remedy = "at most " + Bounds.plain(highest);
        section.problem(key + ".minUsdPerHour", Bounds.plain(found), "warn <= page <= throttle", remedy);
    }

    private static void floor(Section section) {
        boolean stops = section.value("floor")
                .filter(v -> v.isIntegralNumber() && v.asInt() == 0)
                .isPresent();
        if (stops && !section.isOn("allowFullStop")) {
            String remedy = "1 or more (0 stops the function and needs allowFullStop: on)";
            section.problem("floor", "0", "floor >= 1", remedy);
        }
    }

    private static void throttle(Section section, Throttle throttle) {
        boolean pause = throttle.lever().equals("pause");
        if (pause && !throttle.allowFullStop()) {
            String remedy = "auto (pausing a stream is a full stop and needs allowFullStop: on)";
            section.problem("lever", "pause", "pause needs allowFullStop", remedy);
        }
        String longest = Values.durationText(throttle.maxHold());
        // A stream keeps its records for 24 hours by default. A pause must end before waiting records expire.
        if (pause && throttle.maxHold().compareTo(LONGEST_PAUSE) > 0 && section.cleanAt("maxHold", "lever")) {
            section.problem("maxHold", longest, "maxHold <= 12h with lever: pause", "at most 12h, or lever: auto");
        }
        if (section.cleanAt("hold", "maxHold") && throttle.hold().compareTo(throttle.maxHold()) > 0) {
            section.problem("hold", Values.durationText(throttle.hold()), "hold <= maxHold", "at most " + longest);
        }
    }
}
