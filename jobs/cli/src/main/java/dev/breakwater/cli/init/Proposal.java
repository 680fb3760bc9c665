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

/** The proposed configuration, with the reason for each choice. */
final class Proposal {

    /** Tag keys for the importance of a function, and the values that mean "very important". */
    private static final Set<String> IMPORTANCE = Set.of("tier", "criticality", "priority", "importance", "severity");

    private static final Set<String> HIGH =
            Set.of("critical", "high", "mission-critical", "tier-1", "tier1", "p0", "p1", "0", "1");
    /** Tag keys for the purpose of a function, and the values that mean "may be stopped". */
    private static final Set<String> STAGE = Set.of("env", "environment", "stage");

    private static final Set<String> SPARE =
            Set.of("dev", "development", "test", "testing", "staging", "sandbox", "qa");

    private final Place place;
    private final String landing;
    private final String pagerduty;
    private final Collection<FunctionFacts> fleet;
    private final OptionalDouble month;
    private final Instant now;
    private final StringBuilder yaml = new StringBuilder();

    /** @param principal ARN of the identity that runs the job, or empty */
    record Place(String account, List<String> regions, String endpoint, String principal) {}

    /**
     * @param landing   the landing folder; null if CloudWatch is polled
     * @param pagerduty reference to a PagerDuty routing key, or null
     * @param month     Lambda's cost in this month so far, USD
     */
    Proposal(
            Place place,
            String landing,
            String pagerduty,
            Collection<FunctionFacts> fleet,
            OptionalDouble month,
            Instant now) {
        this.place = place;
        this.landing = landing;
        this.pagerduty = pagerduty;
        this.fleet = fleet;
        this.month = month;
        this.now = now;
    }

    String yaml() {
        line(
                "# Made by breakwater init from account %s: %d functions. Every key: docs/configuration.md.",
                place.account, fleet.size());
        line("# To check a change, run breakwater validate --strict FILE. breakwater policies shows what "
                + "each function gets.");
        line("apiVersion: breakwater.dev/v1");
        line("");
        line("# Modes: observe only records (it alerts if Breakwater itself is blind), alert pages about surges,");
        line("# approve asks before a throttle, enforce throttles at once.");
        line("mode: observe");
        line("instance: { name: prod }            # appears in the tags of its throttles; unique for each "
                + "instance; a change needs a restart");
        accounts();
        source();
        policies();
        line("");
        line("# atOnce and shareOfFunctions limit how many functions are throttled at once. The smaller limit "
                + "applies, but at least one.");
        line("blastRadius: { atOnce: 5, shareOfFunctions: 0.1, perHour: 10, keepUnreserved: 100 }");
        line("");
        budgets();
        notifying();
        line("");
        line("# Relative paths are relative to this file.");
        line("ledger: { path: ./var/ledger }");
        line("pages: { path: ./var/incidents }");
        line("checkpoints: { every: 10s, path: ./var/checkpoints }");
        return yaml.toString();
    }

    private void accounts() {
        String partition = Arns.partition(place.regions.get(0));
        String role = "arn:" + partition + ":iam::" + place.account + ":role/breakwater-";
        line("");
        line("accounts:");
        line("  - id: \"%s\"", place.account);
        line("    regions: [%s]", String.join(", ", place.regions));
        line("    # Without roles, the job uses its own credentials. It is better to make these two roles "
                + "(policies in config/iam), each");
        line("    # trusting only the identity that runs the job:");
        line("    # {\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",");
        line("    #   \"Principal\":{\"AWS\":\"%s\"}}]}", place.principal.isEmpty() ? role + "job" : place.principal);
        line("    # observeRole: %sobserve", role);
        line("    # actRole: %sact              # needed with approve and enforce", role);
        if (!place.endpoint.isEmpty()) line("aws: { endpoint: \"%s\" }", place.endpoint);
    }

    private void source() {
        line("");
        if (landing != null) {
            line("source:");
            line("  landing: { path: \"%s\" }", landing);
            return;
        }
        line("# Polling needs no setup. A metric stream is a minute faster, and cheaper for many functions "
                + "(docs/sources.md).");
        line("source:");
        line("  cloudwatch: { every: 1m, bootstrap: 14d, usdPerMonthAtMost: 50 }");
    }

    private void policies() {
        line("");
        line(
                "# The first policy that matches decides. minUsdPerHour is the excess over the expected cost in 60 minutes.");
        line("policies:");
        tagged(IMPORTANCE, HIGH).forEach((tag, count) -> {
            line(
                    "  - name: %s                    # %d functions that are tagged as important, which page "
                            + "but are never throttled",
                    name(tag), count);
            line("    match: { tags: { %s: %s } }", quoted(tag, 0), quoted(tag, 1));
            line("    protect: true");
        });
        tagged(STAGE, SPARE).forEach((tag, count) -> {
            line(
                    "  - name: %s                    # %d functions that nobody waits for, which are throttled early",
                    name(tag), count);
            line("    match: { tags: { %s: %s } }", quoted(tag, 0), quoted(tag, 1));
            line("    throttle: { minUsdPerHour: 0 }         # as soon as it pages");
        });
        line("  - name: default");
        line("    match: { function: \"*\" }");
        if (month.isPresent()) {
            line(
                    "    # AWS counts %.2f USD for Lambda this month, which is %.2f an hour. With auto, "
                            + "Breakwater pages above %.2f an hour",
                    month.getAsDouble(),
                    daily() / 24,
                    Math.max(NanoUsd.usd(Lines.LEAST_PAGE_NANO), Lines.SHARE * daily() / 24));
        }
        line("    page: { minUsdPerHour: auto }         # auto follows the usual spend here; a number of USD "
                + "stays fixed");
        line("    # A throttle needs ten times as much. It is held 15m at a time, 4h at most. Its limit is "
                + "never below 1.5 times the usual peak.");
    }

    private void budgets() {
        line("# budgets:                           # burn rate, forecast and steps: docs/money.md");
        if (month.isPresent()) {
            double whole =
                    daily() * YearMonth.from(now.atOffset(ZoneOffset.UTC)).lengthOfMonth();
            line(
                    "#   - { name: account, scope: account, usdPerMonth: %d, page: true }   # at this pace the month comes to %.0f",
                    Math.max(1, Math.round(whole * 1.2)), whole);
        } else {
            line("#   - { name: account, scope: account, usdPerMonth: 1000, page: true }");
        }
    }

    private void notifying() {
        line("");
        if (pagerduty == null) {
            line("# Nobody is alerted yet. Secrets are references only: env:NAME, file:PATH, aws-secret:ID.");
            line("# notify:");
            line("#   pagerduty: { routingKey: \"env:PD_ROUTING_KEY\" }");
        } else {
            line("notify:");
            line("  pagerduty: { routingKey: \"%s\" }", pagerduty);
        }
    }

    private double daily() {
        Instant began = YearMonth.from(now.atOffset(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        return month.getAsDouble() / Math.max(1, Duration.between(began, now).toHours() / 24.0);
    }

    /**
     * Returns the tags whose key and value are in these sets, as {@code KEY=VALUE}, each with the number of functions
     * that have the tag. Upper and lower case count as equal.
     */
    private Map<String, Long> tagged(Set<String> keys, Set<String> values) {
        Map<String, Long> found = new TreeMap<>();
        for (FunctionFacts f : fleet) {
            f.tags().forEach((key, value) -> {
                boolean meant =
                        keys.contains(key.toLowerCase(Locale.ROOT)) && values.contains(value.toLowerCase(Locale.ROOT));
                if (meant) found.merge(key + '=' + value, 1L, Long::sum);
            });
        }
        return found;
    }

    private static String name(String tag) {
        return tag.replace('=', '-').toLowerCase(Locale.ROOT);
    }

    private static String quoted(String tag, int part) {
        return '"' + tag.split("=", 2)[part] + '"';
    }

    private void line(String format, Object... values) {
        yaml.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
