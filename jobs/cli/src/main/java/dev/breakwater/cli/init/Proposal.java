package dev.breakwater.cli.init;

import dev.breakwater.engine.policy.Lines;
import dev.breakwater.model.Arns;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.function.FunctionFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * The proposed configuration, with the reason for each choice.
 *
 * @param landing   the landing folder; null if CloudWatch is polled
 * @param pagerduty reference to a PagerDuty routing key, or null
 * @param month     Lambda's cost in this month so far, USD
 */
record Proposal(
        Proposal.Place place,
        String landing,
        String pagerduty,
        Collection<FunctionFacts> fleet,
        OptionalDouble month,
        Instant now) {

    /** Tag keys for the importance of a function, and the values that mean "very important". */
    private static final Set<String> IMPORTANCE = Set.of("tier", "criticality", "priority", "importance", "severity");

    private static final Set<String> HIGH =
            Set.of("critical", "high", "mission-critical", "tier-1", "tier1", "p0", "p1", "0", "1");
    /** Tag keys for the purpose of a function, and the values that mean "may be stopped". */
    private static final Set<String> STAGE = Set.of("env", "environment", "stage");

    private static final Set<String> SPARE =
            Set.of("dev", "development", "test", "testing", "staging", "sandbox", "qa");

    /** @param principal ARN of the identity that runs the job, or empty */
    record Place(String account, List<String> regions, String endpoint, String principal) {}

    String yaml() {
        return text("""
                        # Made by breakwater init from account %s: %d functions. Every key: docs/configuration.md.
                        # To check a change, run breakwater validate --strict FILE. breakwater policies shows what each function gets.
                        apiVersion: breakwater.dev/v1

                        # Modes: observe only records (it alerts if Breakwater itself is blind), alert pages about surges,
                        # approve asks before a throttle, enforce throttles at once.
                        mode: observe
                        instance: { name: prod }            # appears in the tags of its throttles; unique for each instance; a change needs a restart
                        """, place.account, fleet.size())
                + accounts()
                + source()
                + policies()
                + """

                # atOnce and shareOfFunctions limit how many functions are throttled at once. The smaller limit applies, but at least one.
                blastRadius: { atOnce: 5, shareOfFunctions: 0.1, perHour: 10, keepUnreserved: 100 }

                # budgets:                           # burn rate, forecast and steps: docs/money.md
                """
                + budget()
                + notifying()
                + """

                # Relative paths are relative to this file.
                ledger: { path: ./var/ledger }
                pages: { path: ./var/incidents }
                checkpoints: { every: 10s, path: ./var/checkpoints }
                """;
    }

    private String accounts() {
        String partition = Arns.partition(place.regions.get(0));
        String role = "arn:" + partition + ":iam::" + place.account + ":role/breakwater-";
        return text(
                """

                accounts:
                  - id: "%1$s"
                    regions: [%2$s]
                    # Without roles, the job uses its own credentials. It is better to make these two roles (policies in config/iam), each
                    # trusting only the identity that runs the job:
                    # {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    #   "Principal":{"AWS":"%3$s"}}]}
                    # observeRole: %4$sobserve
                    # actRole: %4$sact              # needed with approve and enforce
                %5$s""",
                place.account,
                String.join(", ", place.regions),
                place.principal.isEmpty() ? role + "job" : place.principal,
                role,
                place.endpoint.isEmpty() ? "" : "aws: { endpoint: \"" + place.endpoint + "\" }\n");
    }

    private String source() {
        if (landing != null) return "\nsource:\n  landing: { path: \"" + landing + "\" }\n";
        return """

                # Polling needs no setup. A metric stream is a minute faster, and cheaper for many functions (docs/sources.md).
                source:
                  cloudwatch: { every: 1m, bootstrap: 14d, usdPerMonthAtMost: 50 }
                """;
    }

    private String policies() {
        String important = """
                  - name: %s                    # %d functions that are tagged as important, which page but are never throttled
                    match: { tags: { %s: %s } }
                    protect: true
                """;
        String spare = """
                  - name: %s                    # %d functions that nobody waits for, which are throttled early
                    match: { tags: { %s: %s } }
                    throttle: { minUsdPerHour: 0 }         # as soon as it pages
                """;
        String spend = month.isEmpty()
                ? ""
                : text(
                        "    # AWS counts %.2f USD for Lambda this month, which is %.2f an hour. With auto, "
                                + "Breakwater pages above %.2f an hour\n",
                        month.getAsDouble(),
                        daily() / 24,
                        Math.max(NanoUsd.usd(Lines.LEAST_PAGE_NANO), Lines.SHARE * daily() / 24));
        return """

                # The first policy that matches decides. minUsdPerHour is the excess over the expected cost in 60 minutes.
                policies:
                """
                + tagged(IMPORTANCE, HIGH, important)
                + tagged(STAGE, SPARE, spare)
                + "  - name: default\n    match: { function: \"*\" }\n"
                + spend
                + """
                    page: { minUsdPerHour: auto }         # auto follows the usual spend here; a number of USD stays fixed
                    # A throttle needs ten times as much. It is held 15m at a time, 4h at most. Its limit is never below 1.5 times the usual peak.
                """;
    }

    private String budget() {
        String budget = "#   - { name: account, scope: account, usdPerMonth: %d, page: true }";
        if (month.isEmpty()) return text(budget + "\n", 1000);
        double whole = daily() * YearMonth.from(now.atOffset(ZoneOffset.UTC)).lengthOfMonth();
        return text(
                budget + "   # at this pace the month comes to %.0f\n", Math.max(1, Math.round(whole * 1.2)), whole);
    }

    private String notifying() {
        if (pagerduty != null) return "\nnotify:\n  pagerduty: { routingKey: \"" + pagerduty + "\" }\n";
        return """

                # Nobody is alerted yet. Secrets are references only: env:NAME, file:PATH, aws-secret:ID.
                # notify:
                #   pagerduty: { routingKey: "env:PD_ROUTING_KEY" }
                """;
    }

    private double daily() {
        Instant began = YearMonth.from(now.atOffset(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        return month.getAsDouble() / Math.max(1, Duration.between(began, now).toHours() / 24.0);
    }

    /**
     * Returns a policy for each tag whose key and value are in these sets. Upper and lower case count as equal.
     *
     * @param policy the policy's text, with places for its name, the number of functions, the key and the value
     */
    private String tagged(Set<String> keys, Set<String> values, String policy) {
        Map<String, Long> found = new TreeMap<>();
        for (FunctionFacts f : fleet) {
            f.tags().forEach((key, value) -> {
                boolean meant =
                        keys.contains(key.toLowerCase(Locale.ROOT)) && values.contains(value.toLowerCase(Locale.ROOT));
                if (meant) found.merge(key + '=' + value, 1L, Long::sum);
            });
        }
        StringBuilder policies = new StringBuilder();
        found.forEach((tag, count) -> {
            String[] part = tag.split("=", 2);
            String name = tag.replace('=', '-').toLowerCase(Locale.ROOT);
            policies.append(text(policy, name, count, '"' + part[0] + '"', '"' + part[1] + '"'));
        });
        return policies.toString();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
