package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.model.BudgetSettings;
import dev.breakwater.config.model.ChannelSettings;
import dev.breakwater.config.model.MatchSettings;
import dev.breakwater.config.model.NotifySettings;
import dev.breakwater.config.model.PolicySettings;
import dev.breakwater.config.model.PriceSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.model.SourceSettings;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.config.secret.SecretRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    @Test
    void readsWhereItRunsAndWhatItReads() {
        Settings settings = Loading.valid(Loading.resource("full.yaml"));

        assertThat(settings.mode()).isEqualTo("observe");
        assertThat(settings.enforcement()).isTrue();
        assertThat(settings.instance()).isEqualTo(new Settings.Instance("prod", List.of("breakwater-111122223333")));
        assertThat(settings.accounts())
                .containsExactly(new Settings.Account(
                        "111122223333",
                        List.of("eu-west-1", "us-east-1"),
                        "arn:aws:iam::111122223333:role/breakwater-observe",
                        "arn:aws:iam::111122223333:role/breakwater-act",
                        "arn:aws:iam::111122223333:role/breakwater-return"));
        assertThat(settings.aws()).isEqualTo(new Settings.Aws("http://127.0.0.1:5555", 1000));
        assertThat(settings.source().cloudwatch())
                .isEqualTo(new SourceSettings.CloudWatch(true, Duration.ofMinutes(1), Duration.ofDays(14), 50));
        assertThat(settings.source().landing()).isEqualTo(new SourceSettings.Landing("s3://bucket/prefix/"));
        assertThat(settings.inventory().every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.prices())
                .isEqualTo(new PriceSettings(
                        "shipped:prices/2026-08.yaml", 0, 1024, false, .02, .02, 0, 0, .05, List.of(), List.of()));
    }

    @Test
    void readsThePolicies() {
        List<PolicySettings> policies =
                Loading.valid(Loading.resource("full.yaml")).policies();

        assertThat(policies)
                .containsExactly(
                        new PolicySettings(
                                "payments",
                                new PolicySettings.Match(
                                        new MatchSettings("payments-*", Map.of("tier", "critical")),
                                        List.of("111122223333")),
                                true,
                                "enforce",
                                PolicySettings.AUTO,
                                PolicySettings.AUTO,
                                throttle(PolicySettings.AUTO),
                                5),
                        new PolicySettings(
                                "default",
                                new PolicySettings.Match(new MatchSettings("*", Map.of()), List.of()),
                                false,
                                "enforce",
                                0.5,
                                5,
                                throttle(10),
                                5));
    }

    private static PolicySettings.Throttle throttle(double usdPerHour) {
        return new PolicySettings.Throttle(
                usdPerHour,
                2,
                1.5,
                Duration.ofMinutes(15),
                Duration.ofHours(4),
                Duration.ofMinutes(30),
                false,
                "auto",
                false,
                1,
                100);
    }

    @Test
    void readsGroupsBudgetsWindowsAndBounds() {
        Settings settings = Loading.valid(Loading.resource("full.yaml"));

        assertThat(settings.groups())
                .containsExactly(new MatchSettings.Group(
                        "checkout-flow", new MatchSettings("*", Map.of("workflow", "checkout"))));
        assertThat(settings.budgets())
                .containsExactly(
                        new BudgetSettings("account", BudgetSettings.Scope.ACCOUNT, "", 12_000, 0, .1, true, List.of()),
                        new BudgetSettings(
                                "checkout", BudgetSettings.Scope.GROUP, "checkout-flow", 900, 0, .1, false, List.of()));
        assertThat(settings.blastRadius()).isEqualTo(new Settings.BlastRadius(5, 0.1, 10, 100));
        assertThat(settings.windows())
                .containsExactly(new MatchSettings.Window(
                        "black-friday",
                        new MatchSettings("shop-*", Map.of()),
                        Instant.parse("2026-11-27T00:00:00Z"),
                        Instant.parse("2026-12-01T00:00:00Z"),
                        Duration.ZERO,
                        6));
    }

    @Test
    void readsWhereAlarmsGoAndWhereThingsAreKept() {
        Settings settings = Loading.valid(Loading.resource("full.yaml"));

        assertThat(settings.alarms())
                .isEqualTo(new NotifySettings(
                        new ChannelSettings(
                                new ChannelSettings.PagerDuty(
                                        new SecretRef(SecretRef.Scheme.ENV, "PD_ROUTING_KEY", ""),
                                        "https://events.pagerduty.com/v2/enqueue"),
                                new ChannelSettings.Sns("arn:aws:sns:eu-west-1:111122223333:breakwater"),
                                new ChannelSettings.EventBridge("default"),
                                List.of()),
                        new NotifySettings.CloudWatch("eu-west-1"),
                        7,
                        List.of(),
                        List.of()));
        assertThat(settings.ledger().path()).isEqualTo("/etc/breakwater/var/ledger");
        assertThat(settings.pages())
                .isEqualTo(new Settings.Pages("/etc/breakwater/var/incidents", "https://example.org/incidents/"));
        assertThat(settings.checkpoints())
                .isEqualTo(new Settings.Checkpoints(Duration.ofSeconds(10), "/etc/breakwater/var/checkpoints"));
    }

    @Test
    void takesTheDefaultsOfTheExampleForEverythingButTheSource() {
        Settings settings = Loading.valid(Loading.minimalAnd(""));
        Settings full = Loading.valid(Loading.resource("full.yaml"));

        assertThat(settings.mode()).isEqualTo(full.mode());
        assertThat(settings.policies())
                .containsExactly(new PolicySettings(
                        "default",
                        new PolicySettings.Match(new MatchSettings("*", Map.of()), List.of()),
                        false,
                        "enforce",
                        PolicySettings.AUTO,
                        PolicySettings.AUTO,
                        throttle(PolicySettings.AUTO),
                        5));
        assertThat(settings.inventory()).isEqualTo(full.inventory());
        assertThat(settings.prices()).isEqualTo(full.prices());
        assertThat(settings.blastRadius()).isEqualTo(full.blastRadius());
        assertThat(settings.ledger()).isEqualTo(full.ledger());
        assertThat(settings.pages()).isEqualTo(new Settings.Pages("/etc/breakwater/var/incidents", ""));
        assertThat(settings.checkpoints()).isEqualTo(full.checkpoints());
        assertThat(settings.aws()).isEqualTo(new Settings.Aws("", 1000));
        assertThat(settings.source().cloudwatch().enabled()).isFalse();
        assertThat(settings.alarms().channels().pagerduty().enabled()).isFalse();
        assertThat(settings.alarms().channels().sns().enabled()).isFalse();
        assertThat(settings.alarms().channels().eventbridge().enabled()).isFalse();
        assertThat(settings.alarms().cloudwatch().enabled()).isFalse();
    }

    @Test
    void acceptsGatesOfASmallAccount() {
        Settings settings = Loading.valid(Loading.resource("small-gates.yaml"));

        assertThat(settings.mode()).isEqualTo("alert");
        assertThat(settings.source().landing().path()).isEqualTo("/etc/breakwater/unused");
        PolicySettings policy = settings.policies().get(0);
        assertThat(policy.warnUsdPerHour()).isEqualTo(0.006);
        assertThat(policy.pageUsdPerHour()).isEqualTo(0.006);
        assertThat(policy.throttle().minUsdPerHour()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"on,true", "true,true", "off,false", "false,false"})
    void readsSwitchesAsWordsAndAsBooleans(String written, boolean expected) {
        Settings settings = Loading.valid(Loading.minimalAnd("enforcement: " + written));

        assertThat(settings.enforcement()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.5,0.5", ".5,0.5", "5e-1,0.5", "1,1", "+0.25,0.25", "0.,0"})
    void readsDecimalNumbers(String written, double expected) {
        Settings settings = Loading.valid(Loading.minimalAnd("prices: { discount: " + written + " }"));

        assertThat(settings.prices().discount()).isEqualTo(expected);
    }

    @Test
    void loadsTheFileThatItShips() {
        Settings settings = Loading.valid(ConfigLoader.shipped());

        assertThat(settings.mode()).isEqualTo("observe");
        assertThat(settings.source().landing().path())
                .isEqualTo(Path.of("var/landing").toAbsolutePath().toString());
        assertThat(settings.policies())
                .isEqualTo(Loading.valid(Loading.minimalAnd("")).policies());
    }

    @Test
    void shipsTheFilesThatPeopleEdit() throws IOException {
        for (String file : List.of("breakwater.yaml", "prices/2026-08.yaml")) {
            assertThat(Document.shipped(file)).isEqualTo(Files.readAllBytes(Path.of(file)));
        }
    }

    @Test
    void resolvesPathsAgainstTheFolderOfTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("b.yaml"), Loading.MINIMAL);

        Settings settings = Loading.valid(ConfigLoader.load(file));

        assertThat(settings.source().landing().path())
                .isEqualTo(folder.resolve("in").toString());
    }

    @Test
    void aRecordingIsThrottledAsShippedAndNothingElseChanges() {
        Settings recording = Loading.valid(ConfigLoader.recording());

        assertThat(recording.enforces()).isTrue();
        assertThat(recording)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .ignoringFields("mode", "instance")
                .isEqualTo(Loading.valid(ConfigLoader.shipped()));
    }

    @Test
    void settingsSurviveJavaSerialization() throws IOException, ClassNotFoundException {
        Settings settings = Loading.valid(Loading.resource("full.yaml"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(settings);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(settings);
        }
    }

    @Test
    void givesNoSettingsWhenThereAreProblems() {
        Loaded<Settings> result = Loading.minimalAnd("mode: loud");

        assertThatThrownBy(result::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the configuration has 1 problem(s)");
    }

    @Test
    void namesAMissingFileInOneLine(@TempDir Path folder) {
        Path missing = folder.resolve("none.yaml");

        assertThatThrownBy(() -> ConfigLoader.load(missing))
                .isInstanceOf(Document.Unreadable.class)
                .hasMessage(missing + ": there is no such file");
    }

    @Test
    void namesAFolderInOneLine(@TempDir Path folder) {
        assertThatThrownBy(() -> ConfigLoader.load(folder))
                .isInstanceOf(Document.Unreadable.class)
                .hasMessage(folder + ": is a folder, not a file");
    }
}
