package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.PolicySettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Problems.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
    private static final String POLICY = "policies: [ { name: default, %s } ]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode: 5 | mode: is not one of the allowed words (found 5); write one of observe, alert, approve, enforce",
                "mode: Enforce | mode: is not one of the allowed words (found Enforce); write one of observe, alert, approve, enforce",
                "mode: | mode: has no value (found nothing); write a value, or remove the key",
                "enforcement: yes | enforcement: must be a switch (found yes); write on or off",
                "enforcement: [on] | enforcement: must be a switch (found a list); write on or off",
                "inventory: 5m | inventory: must be a section (found 5m); write keys with values, indented below inventory:",
                "inventory: { evry: 5m } | inventory.evry: unknown key (found evry); write every",
                "inventory: { colour: red } | inventory.colour: unknown key (found colour); write one of every, or take it out",
                "inventory: { every: 30s } | inventory.every: is out of bounds (found 30s); write a duration from 1m to 24h",
                "inventory: { every: 5 } | inventory.every: is not a duration (found 5); write a number with its unit, like 90s, 15m, 4h or 14d",
                "inventory: { every: PT5M } | inventory.every: is not a duration (found PT5M); write 5m",
                "inventory: { every: 5 Min } | inventory.every: is not a duration (found 5 Min); write 5m",
                "inventory: { every: 1 day } | inventory.every: is not a duration (found 1 day); write 1d",
                "checkpoints: { every: 11m } | checkpoints.every: is out of bounds (found 11m); write a duration from 1s to 10m",
                "checkpoints: { every: 0s } | checkpoints.every: is out of bounds (found 0s); write a duration from 1s to 10m",
                "checkpoints: { path: gs://b/c } | checkpoints.path: is not a usable path (found gs://b/c); write a "
                        + "local path like ./var/path",
                "ledger: { path: s3://Bucket/x } | ledger.path: is not a usable path (found s3://Bucket/x); write a "
                        + "local path like ./var/path",
                "ledger: { path: 7 } | ledger.path: must be a text (found 7); write the same in quotes",
                "prices: { discount: 1.5 } | prices.discount: is out of bounds (found 1.5); write a number from 0 to 1",
                "prices: { discount: -0.1 } | prices.discount: must not be negative (found -0.1); write a number from 0 to 1",
                "prices: { discount: .nan } | line 3, column 21: is not a number that can be used (found .nan); write a decimal number",
                "prices: { discount: 1e400 } | prices.discount: is out of bounds (found Infinity); write a number from 0 to 1",
                "blastRadius: { atOnce: 010 } | line 3, column 24: is not a number that can be used (found 010); write a decimal number",
                "blastRadius: { perHour: 1_0 } | line 3, column 25: is not a number that can be used (found 1_0); write a decimal number",
                "prices: { discount: '0.1' } | prices.discount: must be a number (found 0.1); write a number from 0 to 1",
                "prices: { assumedMemoryMb: 64 } | prices.assumedMemoryMb: is out of bounds (found 64); write a whole number from 128 to 10240",
                "prices: { assumedMemoryMb: 512.5 } | prices.assumedMemoryMb: must be a whole number (found 512.5); write a whole number from 128 to 10240",
                "prices: { file: prices/2019-01.yaml } | prices.file: there is no such file (found prices/2019-01.yaml); write prices/2026-08.yaml, or a price table that exists",
                "prices: { file: /nowhere/prices/2026-08.yaml } | prices.file: there is no such file (found /nowhere/prices/2026-08.yaml); write prices/2026-08.yaml, or a price table that exists",
                "blastRadius: { atOnce: 1001 } | blastRadius.atOnce: is out of bounds (found 1001); write a whole number from 0 to 1000",
                "blastRadius: { perHour: -1 } | blastRadius.perHour: is out of bounds (found -1); write a whole number from 0 to 1000",
                "blastRadius: { shareOfFunctions: 10 } | blastRadius.shareOfFunctions: is out of bounds (found 10); write a number from 0 to 1",
                "blastRadius: { keepUnreserved: 99999999999 } | blastRadius.keepUnreserved: is out of bounds (found 99999999999); write a whole number from 0 to 1000000",
                "notify: { together: 1 } | notify.together: is out of bounds (found 1); write a whole number from 2 to 100",
                "notify: { together: 101 } | notify.together: is out of bounds (found 101); write a whole number from 2 to 100",
                "notify: { together: five } | notify.together: must be a whole number (found five); write a whole number from 2 to 100",
                "pages: { baseUrl: http://127.0.0.1/ } | pages.baseUrl: must use https (found http://127.0.0.1/); write an https:// URL",
                "groups: [ { name: g } ] | groups[0].match: is required (found nothing); write { function: \"NAME-*\" } or { tags: { KEY: VALUE } }",
                "groups: { name: g } | groups: must be a list (found a section); write one or more entries that begin with '- '",
                "groups: [ g ] | groups[0]: must be a section (found g); write keys with values, indented below groups[0]:",
            })
    void saysWhereWhatAndWhatToWriteInstead(String yaml, String expected) {
        assertThat(Loading.lines(Loading.minimalAnd(yaml))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "page: { minUsdPerHour: 1000001 } | policies[0].page.minUsdPerHour: is out of bounds (found 1000001); write a number from 0 to 1000000, or auto",
                "page: { minUsdPerHour: 5 }, warn: { minUsdPerHour: 6 } | policies[0].warn.minUsdPerHour: warn <= page <= throttle (found 6); write at most 5",
                "page: { minUsdPerHour: 5 }, throttle: { minUsdPerHour: 4 } | policies[0].page.minUsdPerHour: warn <= page <= throttle (found 5); write at most 4",
                "throttle: { floor: 0, allowFullStop: off } | policies[0].throttle.floor: floor >= 1 (found 0); write 1 or more (0 stops the function and needs allowFullStop: on)",
                "throttle: { floor: -1, allowFullStop: on } | policies[0].throttle.floor: is out of bounds (found -1); write a whole number from 0 to 100000",
                "throttle: { headroom: 0.9 } | policies[0].throttle.headroom: is out of bounds (found 0.9); write a number from 1 to 100",
                "throttle: { headroom: 101 } | policies[0].throttle.headroom: is out of bounds (found 101); write a number from 1 to 100",
                "throttle: { hold: 5h } | policies[0].throttle.hold: hold <= maxHold (found 5h); write at most 4h",
                "throttle: { maxHold: 25h } | policies[0].throttle.maxHold: is out of bounds (found 25h); write a duration from 1m to 24h",
                "throttle: { lever: pause } | policies[0].throttle.lever: pause needs allowFullStop (found pause); write auto (pausing a stream is a full stop and needs allowFullStop: on)",
                "throttle: { lever: pause, allowFullStop: on, maxHold: 13h } | policies[0].throttle.maxHold: maxHold <= 12h with lever: pause (found 13h); write at most 12h, or lever: auto",
                "throttle: { beforeFirstWeek: yes } | policies[0].throttle.beforeFirstWeek: must be a switch (found yes); write on or off",
                "throttle: { cooldown: 2d } | policies[0].throttle.cooldown: is out of bounds (found 2d); write a duration from 0s to 24h",
                "match: { functions: [] } | policies[0].match.functions: matches no function (found an empty list); write one pattern or more",
                "match: { function: a, functions: [b] } | policies[0].match.functions: replaces function (found both); write all patterns here, without function",
                "match: { function: [a, b] } | policies[0].match.function: must be one pattern (found a list); write functions instead of function",
                "match: { functions: [a, 'b/c'] } | policies[0].match.functions[1]: is not accepted (found b/c); write a function name, * for any characters, ? for one",
                "match: { function: 'a/b' } | policies[0].match.function: is not accepted (found a/b); write a function name, * for any characters, ? for one",
                "match: { tags: { tier: 1 } } | policies[0].match.tags.tier: must be a text (found 1); write the same in quotes",
                "match: { function: 'pay-*' } | policies[0].match: the last policy must match everything (found pay-*); write a last policy with match: { function: \"*\" } and no tags; with mode: alert, it pages but never throttles",
            })
    void checksEachPolicy(String inside, String expected) {
        String yaml = POLICY.formatted(inside);

        assertThat(Loading.lines(Loading.minimalAnd(yaml))).containsExactly(expected);
    }

    @Test
    void refusesThePolicyOfAnAccountThatIsNotWatched() {
        String watched = "accounts: [ { id: '111122223333', regions: [eu-west-1] } ]\n";
        String policies = "policies:\n  - { name: edge, match: { accounts: ['999999999999'] } }\n  - { name: rest }\n";
        String organization = "organization: { units: [r-ab12], regions: [eu-west-1], %s"
                + "observeRole: 'arn:aws:iam::{account}:role/observe' }\n";
        String refused =
                "policies[0].match.accounts[0]: is not a watched account (found 999999999999); write one of 111122223333";

        assertThat(Loading.lines(Loading.minimalAnd(watched + policies))).containsExactly(refused);
        assertThat(Loading.lines(
                        Loading.minimalAnd(watched + organization.formatted("include: ['444455556666'], ") + policies)))
                .containsExactly(refused + ", 444455556666");
        // the units' accounts are not in the file
        assertThat(Loading.lines(Loading.minimalAnd(watched + organization.formatted("") + policies)))
                .isEmpty();
        assertThat(Loading.lines(Loading.minimalAnd(policies))).isEmpty();
    }

    @Test
    void defaultsWarnAndThrottleFromPage() {
        PolicySettings low = Loading.valid(Loading.minimalAnd(POLICY.formatted("page: { minUsdPerHour: 0.2 }")))
                .policies()
                .get(0);
        PolicySettings high = Loading.valid(Loading.minimalAnd(POLICY.formatted("page: { minUsdPerHour: 30 }")))
                .policies()
                .get(0);

        assertThat(low.warnUsdPerHour()).isEqualTo(0.2);
        assertThat(low.throttle().minUsdPerHour()).isEqualTo(10);
        assertThat(high.warnUsdPerHour()).isEqualTo(0.5);
        assertThat(high.throttle().minUsdPerHour()).isEqualTo(30);
    }

    @Test
    void proposesOnlyBeforeTheFirstWeekUnlessThePolicySaysOtherwise() {
        Settings without = Loading.valid(Loading.minimalAnd(""));
        Settings with = Loading.valid(Loading.minimalAnd(POLICY.formatted("throttle: { beforeFirstWeek: on }")));

        assertThat(without.policies().get(0).throttle().beforeFirstWeek()).isFalse();
        assertThat(with.policies().get(0).throttle().beforeFirstWeek()).isTrue();
    }

    @Test
    void allowsFloorZeroAndAnIgnoredThrottleOnlyWhereTheySaySo() {
        Settings stop =
                Loading.valid(Loading.minimalAnd(POLICY.formatted("throttle: { floor: 0, allowFullStop: on }")));
        Settings protect =
                Loading.valid(Loading.minimalAnd(POLICY.formatted("protect: on, throttle: { minUsdPerHour: 1 }")));

        assertThat(stop.policies().get(0).throttle().floor()).isZero();
        assertThat(protect.policies().get(0).protect()).isTrue();
    }

    @Test
    void wantsAPolicyForEverythingAtTheEnd() {
        assertThat(Loading.lines(Loading.minimalAnd("policies: []")))
                .containsExactly(
                        "policies: the last policy must match everything (found an empty list); write one policy, or no key");
        assertThat(Loading.lines(Loading.minimalAnd("policies: [ { name: a, match: { tags: { b: c } } } ]")))
                .containsExactly(
                        "policies[0].match: the last policy must match everything (found *, and only with tags);"
                                + " write a last policy with match: { function: \"*\" } and no tags; with mode: alert, it pages but never throttles");
        assertThat(Loading.lines(
                        Loading.minimalAnd("policies: [ { name: a }, { name: b, match: { tags: { b: c } } } ]")))
                .containsExactly(
                        "policies[1].match: the last policy must match everything (found *, and only with tags);"
                                + " write policies[0] at the end, because it matches everything and no policy after it is reached");
    }

    @Test
    void wantsUniqueNames() {
        String yaml = "policies: [ { name: a, match: { function: x } }, { name: a } ]\n"
                + "groups: [ { name: g, match: { function: x } }, { name: g, match: { function: y } } ]\n";

        assertThat(Loading.lines(Loading.minimalAnd(yaml)))
                .containsExactly(
                        "policies[1].name: names must be unique (found a); write another name",
                        "groups[1].name: names must be unique (found g); write another name");
    }

    @Test
    void wantsTheVersionAndASource() {
        assertThat(Loading.lines(Loading.text("mode: alert")))
                .containsExactly(
                        "apiVersion: is required (found nothing); write breakwater.dev/v1",
                        "source: is required (found nothing); write at least one of cloudwatch and landing below it");
        assertThat(Loading.lines(Loading.text("apiVersion: v2\nsource: { cloudwatch: {} }")))
                .containsExactly("apiVersion: is not accepted (found v2); write breakwater.dev/v1");
    }

    @Test
    void namesAnEmptyKeyOnceInOrderOfLines() {
        String yaml = "apiVersion: breakwater.dev/v1\nsource:\npolicies:\ngroups: [ { name: g, match: } ]\n"
                + "accounts: [ { id: '111122223333', regions: } ]\n";

        assertThat(Loading.text(yaml).problems())
                .allMatch(problem -> problem.rule().equals("has no value"))
                .extracting(Problem::path)
                .containsExactly("source", "policies", "groups[0].match", "accounts[0].regions");
    }

    @Test
    void checksEachPolicyWhateverIsWrongInAnother() {
        String yaml =
                "policies: [ { name: a, page: { minUsdPerHour: -1 } }, { name: b, page: { minUsdPerHour: 5 }, warn: { minUsdPerHour: 6 } } ]";

        assertThat(Loading.minimalAnd(yaml).problems())
                .extracting(Problem::path)
                .containsExactly("policies[0].page.minUsdPerHour", "policies[1].warn.minUsdPerHour");
    }

    @Test
    void doesNotAddCrossFieldProblemsToWrongValues() {
        String yaml = POLICY.formatted("warn: { minUsdPerHour: 7 }, page: { minUsdPerHour: -1 }");

        assertThat(Loading.minimalAnd(yaml).problems()).hasSize(1);
    }
}
