package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.Warnings.KnownFunctions;
import dev.breakwater.config.model.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningsTest {

    private static final Instant NOW = Instant.parse("2026-08-05T12:00:00Z");
    private static final String ENFORCE = "mode: enforce\ninstance: { name: prod }\n";
    private static final String TOLD = "notify: { sns: { topicArn: 'arn:aws:sns:eu-west-1:111122223333:t' } }\n";

    @ParameterizedTest
    @CsvSource({
        "*, payments-*, true",
        "pay*, payments-*, true",
        "*-*, payments-*, true",
        "?ay*, payments-*, true",
        "payments-*, payments-*, true",
        "payments-?, payments-*, false",
        "payments-*, pay*, false",
        "*-api, payments-*, false",
        "a*b*c, a*c, false",
        "payments-api, payments-api, true",
        "payments-?, payments-?, true",
    })
    void aPolicyBelowOneThatTakesAllOfItsFunctionsIsNeverReached(String above, String below, boolean shadowed) {
        String yaml =
                "policies:\n" + policy("first", above, "") + policy("second", below, "") + policy("last", "*", "");
        List<String> warned = warnings(yaml);
        assertThat(warned.stream()
                        .anyMatch(w -> w.startsWith("policies[1]: second is never reached, because first is above")))
                .isEqualTo(shadowed);
    }

    @Test
    void anAccountThatIsWrittenDownIsWatchedThoughItsOrganisationLeavesItOut() {
        String yaml = "accounts: [ { id: '111122223333', regions: [eu-west-1] } ]\n"
                + "organization: { units: [r-ab12], regions: [eu-west-1], exclude: ['111122223333'],"
                + " observeRole: 'arn:aws:iam::{account}:role/x' }\n";
        assertThat(warnings(yaml))
                .containsExactly(
                        "organization.exclude: 111122223333 is still watched, because it is listed in accounts");
    }

    @Test
    void tagsNarrowAPolicy() {
        String critical = ", tags: { tier: critical }";
        assertThat(warnings(
                        "policies:\n" + policy("a", "*", critical) + policy("b", "shop-*", "") + policy("c", "*", "")))
                .isEmpty();
        assertThat(warnings("policies:\n"
                        + policy("a", "*", critical)
                        + policy("b", "shop-*", ", tags: { tier: critical, team: shop }")
                        + policy("c", "*", "")))
                .singleElement()
                .asString()
                .startsWith("policies[1]: b is never reached");
    }

    @Test
    void alarmsThatNobodyHearsAreSaidInEveryModeButObserve() {
        assertThat(warnings("")).isEmpty();
        assertThat(warnings("mode: alert\n")).singleElement().asString().startsWith("notify: has no receiver");
        assertThat(warnings(ENFORCE)).singleElement().asString().contains("mode enforce");
        assertThat(warnings(ENFORCE + TOLD)).isEmpty();
    }

    @Test
    void aWorthOfZeroIsForTrials() {
        String policies = TOLD + "policies:\n  - { name: all, throttle: { worth: 0 } }\n";
        assertThat(warnings(ENFORCE + policies))
                .containsExactly(
                        "policies[0].throttle.worth: 0 accepts any number of refused good calls; outside of a trial,"
                                + " write 1");
        assertThat(warnings(policies)).isEmpty();
    }

    @Test
    void aThrottleBelowAnAutomaticPageThresholdWaitsForThePage() {
        String policies = TOLD + "policies:\n  - { name: all, throttle: { minUsdPerHour: 0.5 } }\n";
        assertThat(warnings(policies))
                .containsExactly(
                        "policies[0].throttle.minUsdPerHour: 0.50 acts like the page threshold, which is auto and"
                                + " never below 1.00; to throttle earlier, set page.minUsdPerHour too");
        assertThat(warnings(policies.replace("0.5", "1"))).isEmpty();
        assertThat(warnings(policies.replace("0.5", "0"))).isEmpty();
        assertThat(warnings(policies.replace("throttle", "page: { minUsdPerHour: 0.4 }, throttle")))
                .isEmpty();
    }

    @Test
    void whatCanNeverThrottleIsSaidInModeEnforce() {
        assertThat(
                        warnings(
                                ENFORCE + TOLD
                                        + "enforcement: off\nblastRadius: { atOnce: 0, perHour: 0 }\npolicies:\n  - { name: all, protect: on }\n"))
                .extracting(w -> w.split(":")[0])
                .containsExactly("enforcement", "blastRadius.atOnce", "blastRadius.perHour", "policies");
    }

    @Test
    void aRoleOfAnotherAccountAndAWindowThatIsOverAreSaid() {
        String yaml = """
                accounts:
                  - id: "111122223333"
                    regions: [eu-west-1]
                    observeRole: arn:aws:iam::111122223333:role/observe
                    actRole: arn:aws:iam::444455556666:role/act
                    returnRole: arn:aws:iam::444455556666:role/return
                windows:
                  - { name: past, match: { function: "*" }, from: 2020-11-27T00:00:00Z, to: 2020-12-01T00:00:00Z, expect: 6 }
                  - { name: weekly, match: { function: "*" }, from: 2020-11-27T00:00:00Z, to: 2020-11-27T02:00:00Z, every: 7d, expect: 6 }
                  - { name: next, match: { function: "*" }, from: 2026-11-27T00:00:00Z, to: 2026-12-01T00:00:00Z, expect: 6 }
                """;
        assertThat(warnings(yaml))
                .containsExactly(
                        "accounts[0].actRole: is a role of account 444455556666, but this entry is for account 111122223333",
                        "accounts[0].returnRole: is a role of account 444455556666, but this entry is for account 111122223333",
                        "windows[0]: past was over at 2020-12-01T00:00:00Z");
    }

    @Test
    void aPatternThatMatchesNoFunctionIsSaidWithTheNearestNames() {
        String yaml = """
                policies:
                  - { name: pay, match: { function: payment-api } }
                  - { name: shop, match: { function: "shop-*", tags: { tier: critical } } }
                  - { name: rest }
                groups:
                  - { name: g, match: { functions: ["shop-*", "nothing-*"] } }
                windows:
                  - { name: w, match: { function: "nothing-?" }, from: 2026-11-27T00:00:00Z, to: 2026-12-01T00:00:00Z, expect: 6 }
                notify:
                  eventbridge: {}
                  routes: [ { match: { tags: { team: paymets } }, to: [default] }, { to: [default] } ]
                """;
        Settings settings = Loading.valid(Loading.minimalAnd(yaml));
        Set<String> names = Set.of("payments-api", "shop-web");
        Set<String> tags = Set.of("tier: critical", "team: payments");
        assertThat(Warnings.unmatched(settings, new KnownFunctions(names, tags)))
                .extracting(Object::toString)
                .containsExactly(
                        "policies[0].match.function: payment-api matches none of the 2 known functions;"
                                + " nearest: payments-api",
                        "groups[0].match.functions: nothing-* matches none of the 2 known functions",
                        "windows[0].match.function: nothing-? matches none of the 2 known functions",
                        "notify.routes[0].match.tags: team: paymets matches none of the 2 known functions;"
                                + " nearest: team: payments");
        assertThat(Warnings.unmatched(settings, new KnownFunctions(names, Set.of())))
                .hasSize(3);
        assertThat(Warnings.unmatched(settings, new KnownFunctions(Set.of(), Set.of())))
                .isEmpty();
    }

    @Test
    void notesSayHowMuchMayBeThrottledAndWhatNeverIs() {
        Settings observe = Loading.valid(Loading.minimalAnd(""));
        assertThat(Warnings.notes(observe)).containsExactly("nothing is throttled (mode observe)");
        Settings enforce = Loading.valid(
                Loading.minimalAnd(
                        ENFORCE
                                + "policies:\n  - { name: payments, match: { function: 'pay-*', accounts: ['111122223333'] }, protect: on }\n  - { name: rest }\n"));
        assertThat(Warnings.notes(enforce))
                .containsExactly(
                        "in each account and region, at most 5 functions and at most 10 % of all are throttled at once, but"
                                + " one is always allowed; at most 10 new throttles begin an hour",
                        "never throttled (protect): payments (pay-* in 111122223333)");
    }

    @Test
    void notesNameThePoliciesWhoseThresholdsAreTooLowForLastingChanges() {
        Settings low = Loading.valid(Loading.minimalAnd("policies:\n"
                + "  - { name: canary, match: { function: canary }, warn: { minUsdPerHour: 0.01 }, page: { minUsdPerHour: 2 } }\n"
                + "  - { name: cheap, match: { function: 'dev-*' }, warn: { minUsdPerHour: 0.1 }, page: { minUsdPerHour: 0.9 } }\n"
                + "  - { name: rest, warn: { minUsdPerHour: 0.1 }, page: { minUsdPerHour: 1 } }\n"));
        assertThat(Warnings.notes(low))
                .contains("lasting changes warn only above 0.10 USD an hour and page only above 1 USD, although these "
                        + "policies have lower thresholds: canary, cheap");
        assertThat(Warnings.of(low, NOW)).isEmpty();
    }

    @Test
    void notesGiveTheThresholdsThatFollowFromAWrittenPageThreshold() {
        Settings settings = Loading.valid(Loading.minimalAnd("policies:\n"
                + "  - { name: shop, match: { function: 'shop-*' }, page: { minUsdPerHour: 3 } }\n"
                + "  - { name: pay, match: { function: 'pay-*' }, page: { minUsdPerHour: 0.3 }, protect: on }\n"
                + "  - { name: rest }\n"));
        assertThat(Warnings.notes(settings))
                .contains(
                        "shop warns (also of lasting changes) above 0.50, pages above 3.00, throttles above 10.00"
                                + " (USD an hour)",
                        "pay warns (also of lasting changes) above 0.30, pages above 0.30 (USD an hour)")
                .noneMatch(note -> note.startsWith("rest warns"));
    }

    private static String policy(String name, String glob, String tags) {
        return "  - { name: " + name + ", match: { function: \"" + glob + "\"" + tags + " } }\n";
    }

    private static List<String> warnings(String yaml) {
        return Warnings.of(Loading.valid(Loading.minimalAnd(yaml)), NOW).stream()
                .map(Object::toString)
                .toList();
    }
}
