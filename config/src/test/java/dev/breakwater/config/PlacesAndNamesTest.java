package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.PolicySettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.model.SourceSettings;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.config.read.Problems.Problem;
import dev.breakwater.config.secret.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the sections with names from AWS and PagerDuty, and with dates. */
class PlacesAndNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://lambda.eu-west-1.amazonaws.com",
                "http://127.0.0.1:5555",
                "http://127.255.255.254",
                "http://localhost:5555",
                "http://[::1]:5555"
            })
    void acceptsHttpsAndHttpOnLoopbackHosts(String url) {
        Settings settings = Loading.valid(Loading.minimalAnd("aws: { endpoint: '" + url + "' }"));

        assertThat(settings.aws().endpoint()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org",
                "http://127.0.0.1.example.org",
                "http://127.0.0.1@example.org",
                "http://localhost.example.org",
                "http://127.0.0.256",
                "http://0.0.0.0",
                "http://[::2]",
                "https://user:pass@example.org",
                "ftp://example.org",
                "https:///path",
                "example.org",
                "not a url"
            })
    void refusesOtherEndpointsForAwsAndPagerDuty(String url) {
        String yaml = "aws: { endpoint: '" + url + "' }\n" + "notify: { pagerduty: { routingKey: 'env:K', endpoint: '"
                + url + "' } }\n";

        Loaded<Settings> result = Loading.minimalAnd(yaml);

        assertThat(result.problems())
                .extracting(Problem::path)
                .containsExactly("aws.endpoint", "notify.pagerduty.endpoint");
        assertThat(Loading.lines(result).toString()).doesNotContain("pass@");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ id: 111122223333, regions: [eu-west-1] } | accounts[0].id: must be a text (found 111122223333); write the same in quotes",
                "{ id: '11112222333', regions: [eu-west-1] } | accounts[0].id: is not accepted (found 11112222333); write the account number, 12 digits in quotes",
                "{ regions: [eu-west-1] } | accounts[0].id: is required (found nothing); write the account number, 12 digits in quotes",
                "{ id: '111122223333' } | accounts[0].regions: is required (found nothing); write at least one region, like [eu-west-1]",
                "{ id: '111122223333', regions: [] } | accounts[0].regions: is required (found nothing); write at least one region, like [eu-west-1]",
                "{ id: '111122223333', regions: [Ireland] } | accounts[0].regions[0]: is not accepted (found Ireland); write a region like eu-west-1",
                "{ id: '111122223333', regions: [eu-west-1, eu-west-1] } | accounts[0].regions[1]: regions must be unique (found eu-west-1); write each region once",
                "{ id: '111122223333', regions: eu-west-1 } | accounts[0].regions: must be a list (found eu-west-1); write one or more entries that begin with '- '",
                "{ id: '111122223333', regions: [eu-west-1], returnRole: admin } | accounts[0].returnRole: is not accepted (found admin); write an ARN like arn:aws:iam::111122223333:role/NAME",
                "{ id: '111122223333', regions: [eu-west-1], actRole: admin } | accounts[0].actRole: is not accepted (found admin); write an ARN like arn:aws:iam::111122223333:role/NAME",
            })
    void checksAccounts(String account, String expected) {
        assertThat(Loading.lines(Loading.minimalAnd("accounts: [ " + account + " ]")))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "units: [shops] | organization.units[0]: is not accepted (found shops); write an id like ou-ab12-cdefgh34, or the root's, like r-ab12",
                "units: [] | organization.units: is required (found nothing); write at least one id, like [ou-ab12-cdefgh34]",
                "units: [r-ab12, r-ab12] | organization.units[1]: units must be unique (found r-ab12); write each unit once",
                "regions: [] | organization.regions: is required (found nothing); write at least one region, like [eu-west-1]",
                "regions: [eu-west-1, eu-west-1] | organization.regions[1]: regions must be unique (found eu-west-1); write each region once",
                "include: ['111122223333'] | organization.include[0]: is also listed in exclude (found"
                        + " 111122223333); write the account in only one list",
                "observeRole: 'arn:aws:iam::111122223333:role/x' | organization.observeRole: is not accepted (found arn:aws:iam::111122223333:role/x); write an ARN like arn:aws:iam::{account}:role/NAME",
            })
    void checksOrganisations(String key, String expected) {
        assertThat(Loading.lines(Loading.minimalAnd(organization(key)))).containsExactly(expected);
    }

    @Test
    void anOrganisationNeedsTheRoleToReadAndWhereThrottlesAreSetTheOneToAct() {
        String yaml = organization("units: [r-ab12]").replaceAll(" observeRole: [^\n]*\n", "");
        assertThat(Loading.lines(Loading.minimalAnd("mode: approve\ninstance: { name: prod }\n" + yaml)))
                .containsExactly(
                        "organization.observeRole: is required (found nothing); write an ARN like arn:aws:iam::{account}:role/NAME",
                        "organization.actRole: is required (found nothing); write an ARN like arn:aws:iam::{account}:role/NAME");
    }

    @Test
    void anAccountOfAnOrganisationIsAsIfItHadBeenWrittenDown() {
        Settings settings = Loading.valid(Loading.resource("full.yaml"));
        Settings.Organization organization = settings.organization();
        assertThat(organization.account("444455556666").actRole())
                .isEqualTo("arn:aws:iam::444455556666:role/breakwater-act");
        assertThat(settings.returnRole("111122223333")).isEqualTo("arn:aws:iam::111122223333:role/breakwater-return");
        assertThat(settings.returnRole("444455556666")).isEqualTo("arn:aws:iam::444455556666:role/breakwater-return");
        assertThat(organization.takes("444455556666")).isTrue();
        assertThat(organization.takes("777788889999")).isFalse();
        assertThat(organization.takes("000000000000")).as("not included").isFalse();
        Settings found = settings.watching(List.of(organization.account("444455556666")));
        assertThat(found.organization().enabled()).isFalse();
        assertThat(found.accounts()).extracting(Settings.Account::id).containsExactly("444455556666");
    }

    @Test
    void aRecordingThrottlesAlsoWhereAnOrganisationNamesNoRoleToAct(@TempDir Path folder) throws IOException {
        String yaml = Loading.MINIMAL + organization("units: [r-ab12]");
        Path file = Files.writeString(folder.resolve("breakwater.yaml"), yaml);
        assertThat(Loading.lines(ConfigLoader.recording(file))).isEmpty();
        String roles = yaml.replaceAll(" observeRole: [^\n]*\n", "");
        assertThat(Loading.lines(ConfigLoader.recording(Files.writeString(file, roles))))
                .as("a problem, no exception")
                .isNotEmpty();
    }

    @Test
    void aReplayWithAnotherPageThresholdChangesTheLastPolicyAndKeepsAHigherThrottleThreshold(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("breakwater.yaml"), Loading.MINIMAL + """
                policies:
                  - { name: wanted, match: { function: "report" }, page: { minUsdPerHour: 7 } }
                  - { name: all, match: { function: "*" }, page: { minUsdPerHour: 2 }, throttle: { minUsdPerHour: 5 } }
                """);
        assertThat(throttle(file, 2)).isEqualTo(5);
        assertThat(throttle(file, 8)).as("the default").isEqualTo(10);
        assertThat(throttle(file, PolicySettings.AUTO)).isEqualTo(5);
        assertThat(Loading.valid(ConfigLoader.recording(file, 8)).policies())
                .extracting(PolicySettings::pageUsdPerHour)
                .containsExactly(7.0, 8.0);
    }

    private static double throttle(Path file, double page) {
        return Loading.valid(ConfigLoader.recording(file, page))
                .policies()
                .get(1)
                .throttle()
                .minUsdPerHour();
    }

    /** Returns a valid section with one key changed, and an excluded account. */
    private static String organization(String key) {
        String yaml = "organization:\n units: [ou-ab12-cdefgh34]\n exclude: ['111122223333']\n regions: [eu-west-1]\n"
                + " observeRole: 'arn:aws:iam::{account}:role/watch-{account}'\n";
        String name = key.split(":")[0];
        return yaml.replaceAll(" " + name + ": [^\n]*\n", "") + " " + key + "\n";
    }

    @Test
    void wantsEachAccountOnce() {
        String account = "{ id: '111122223333', regions: [eu-west-1] }";

        assertThat(Loading.lines(Loading.minimalAnd("accounts: [ " + account + ", " + account + " ]")))
                .containsExactly(
                        "accounts[1].id: accounts must be unique (found 111122223333); write one entry with all its regions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ name: a, usdPerMonth: 0 } | budgets[0].usdPerMonth: must be above 0 (found 0); write a number above 0 and at most 1000000000",
                "{ name: a } | budgets[0].usdPerMonth: is required (found nothing); write a number above 0 and at most 1000000000",
                "{ usdPerMonth: 5 } | budgets[0].name: is required (found nothing); write 1 to 64 letters, digits, dots, dashes or underscores",
                "{ name: a, usdPerMonth: 5, scope: region } | budgets[0].scope: is not accepted (found region); write account, organisation, { account: ID }, { group: NAME } or { function: NAME }",
                "{ name: a, usdPerMonth: 5, scope: { group: h } } | budgets[0].scope.group: names a group that does not exist (found h); write one of g",
            })
    void checksBudgets(String budget, String expected) {
        String yaml = "groups: [ { name: g, match: { function: x } } ]\nbudgets: [ " + budget + " ]";

        assertThat(Loading.lines(Loading.minimalAnd(yaml))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from: 2026-11-27T00:00:00Z, to: 2026-11-27T00:00:00Z, expect: 6 | windows[0].to: from < to (found 2026-11-27T00:00:00Z); write a time after 2026-11-27T00:00:00Z",
                "from: 2026-11-27, to: 2026-12-01T00:00:00Z, expect: 6 | windows[0].from: is not a time from 1970 to 9999 (found 2026-11-27); write a time in UTC like 2026-11-27T00:00:00Z",
                "from: 2026-11-27T00:00:00Z, to: +999999999-12-31T00:00:00Z, expect: 6 | windows[0].to: is not a time from 1970 to 9999 (found +999999999-12-31T00:00:00Z); write a time in UTC like 2026-11-27T00:00:00Z",
                "from: 2026-11-27T00:00:00Z, expect: 6 | windows[0].to: is required (found nothing); write a time in UTC like 2026-11-27T00:00:00Z",
                "from: 2026-11-27T00:00:00Z, to: 2026-12-01T00:00:00Z, expect: 0 | windows[0].expect: must be above 0 (found 0); write a number above 0 and at most 1000",
                "from: 2026-11-27T00:00:00Z, to: 2026-12-01T00:00:00Z, expect: 1001 | windows[0].expect: is out of bounds (found 1001); write a number from 0 to 1000",
                "from: 2026-11-27T00:00:00Z, to: 2026-11-28T00:00:00Z, every: 1d, expect: 2 | windows[0].to: a window must be over half an hour before it recurs (found 2026-11-28T00:00:00Z); write at most 2026-11-27T23:30:00Z",
                "from: 2026-11-27T00:00:00Z, to: 2026-11-27T01:00:00Z, every: 2h, expect: 2 | windows[0].every: is out of bounds (found 2h); write a duration from 1d to 366d",
            })
    void checksWindows(String times, String expected) {
        String yaml = "windows: [ { name: w, match: { function: x }, " + times + " } ]";

        assertThat(Loading.lines(Loading.minimalAnd(yaml))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pagerduty: {} | notify.pagerduty.routingKey: is required (found nothing); write a reference like env:PD_ROUTING_KEY",
                "pagerduty: { routingKey: 'env:A B' } | notify.pagerduty.routingKey: must be a reference to the secret (found (hidden, 7 characters)); write a reference: env:NAME, file:PATH or aws-secret:ID[#KEY]",
                "sns: {} | notify.sns.topicArn: is required (found nothing); write an ARN like arn:aws:sns:eu-west-1:111122223333:NAME",
                "sns: { topicArn: topic } | notify.sns.topicArn: is not accepted (found topic); write an ARN like arn:aws:sns:eu-west-1:111122223333:NAME",
                "cloudwatch: { region: Ireland } | notify.cloudwatch.region: is not accepted (found Ireland); write a region like eu-west-1",
                "eventbridge: { bus: 'a b' } | notify.eventbridge.bus: is not accepted (found a b); write the name or the ARN of an event bus",
            })
    void checksWhereAlarmsGo(String notify, String expected) {
        assertThat(Loading.lines(Loading.minimalAnd("notify: { " + notify + " }")))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | source: is required (found nothing); write at least one of cloudwatch and landing below it",
                "{ landing: {} } | source.landing.path: is required (found nothing); write a local folder, or s3://bucket/prefix/",
                "{ landing: { path: 'in/{account}' } } | source.landing.path: must be a single folder (found /etc/breakwater/in/{account}); write a folder without {account}",
                "{ cloudwatch: { every: 90s } } | source.cloudwatch.every: must be whole minutes (found 90s); write 1m",
                "{ cloudwatch: { bootstrap: 16d } } | source.cloudwatch.bootstrap: is out of bounds (found 16d); write a duration from 0s to 15d",
                "{ cloudwatch: { usdPerMonthAtMost: -1 } } | source.cloudwatch.usdPerMonthAtMost: must not be negative (found -1); write a number from 0 to 1000000",
                "{ kinesis: {} , landing: { path: x } } | source.kinesis: unknown key (found kinesis); write one of cloudwatch, landing, or take it out",
            })
    void checksTheSource(String source, String expected) {
        assertThat(Loading.lines(Loading.text("apiVersion: breakwater.dev/v1\nsource: " + source)))
                .containsExactly(expected);
    }

    @Test
    void makesTheFileOfASecretAbsoluteAndTakesTheDefaultBus() {
        Settings settings = Loading.valid(
                Loading.minimalAnd("notify: { pagerduty: { routingKey: 'file:secrets/pd' }, eventbridge: {} }"));

        assertThat(settings.alarms().channels().pagerduty().routingKey())
                .isEqualTo(new SecretRef(SecretRef.Scheme.FILE, "/etc/breakwater/secrets/pd", ""));
        assertThat(settings.alarms().channels().eventbridge().bus()).isEqualTo("default");
    }

    @Test
    void eachAccountAndRegionMayLandInAPlaceOfItsOwn() {
        SourceSettings.Landing each = new SourceSettings.Landing("s3://b/in/{account}/{region}/");
        assertThat(each.of("111122223333", "eu-west-1")).isEqualTo("s3://b/in/111122223333/eu-west-1/");
        assertThat(each.common()).isEqualTo("s3://b/in/");
        assertThat(each.byAccount()).isTrue();
        SourceSettings.Landing one = new SourceSettings.Landing("s3://b/in/");
        assertThat(one.of("111122223333", "eu-west-1")).isEqualTo(one.common()).isEqualTo("s3://b/in/");
        assertThat(one.byAccount()).isFalse();
    }
}
