package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.RouteSettings;
import dev.breakwater.config.model.Settings;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private static final String HEAD = """
            apiVersion: breakwater.dev/v1
            source: { landing: { path: in } }
            accounts:
              - { id: "111122223333", regions: [eu-west-1] }
              - { id: "444455556666", regions: [eu-west-1] }
            groups: [ { name: shop, match: { function: "shop-*" } } ]
            """;
    private static final String RECEIVERS = """
              receivers:
                - { name: oncall, pagerduty: { routingKey: "env:A" } }
                - { name: chat, sns: { topicArn: "arn:aws:sns:eu-west-1:111122223333:t" }, hook: { url: "https://example.org/h", secret: "env:C" } }
            """;

    @Test
    void whatStandsInNotifyItselfIsTheReceiverThatHearsWhatNoRouteTakes() throws IOException {
        Settings plain = Loading.valid(Loading.text(HEAD + "notify: { pagerduty: { routingKey: 'env:A' } }\n"));
        assertThat(plain.alarms().all())
                .extracting(RouteSettings.Receiver::name)
                .containsExactly("default");
        assertThat(plain.alarms().effective()).singleElement().satisfies(r -> {
            assertThat(r.takesAll()).isTrue();
            assertThat(r.to()).containsExactly("default");
        });
        Settings routed = settings("  sns: { topicArn: 'arn:aws:sns:eu-west-1:111122223333:t' }\n" + RECEIVERS
                + "  routes: [ { match: { severities: [critical] }, to: [oncall, chat], continue: on } ]\n");
        assertThat(routed.alarms().effective())
                .extracting(RouteSettings::to)
                .containsExactly(List.of("oncall", "chat"), List.of("default"));
        assertThat(warnings(routed)).isEmpty();
    }

    @Test
    void everyMistakeOfRoutesAndReceiversIsSaidWithItsPlaceAndRemedy() throws IOException {
        assertThat(problems(RECEIVERS + """
                    - { name: default, sns: { topicArn: "arn:aws:sns:eu-west-1:111122223333:t" } }
                    - { name: chat, eventbridge: {} }
                    - { name: nobody }
                    - { name: half, hook: { url: "http://example.org" } }
                  routes:
                    - { match: { groups: [shops], accounts: ["999999999999"], severities: [loud] }, to: [oncal] }
                    - { to: [] }
                    - { to: [default] }
                """))
                .containsExactlyInAnyOrder(
                        "notify.receivers[2].name: is the name of the receiver that is written directly under notify (found default);"
                                + " write another name",
                        "notify.receivers[3].name: names must be unique (found chat); write another name",
                        "notify.receivers[4]: is required (found nothing); write one of pagerduty, sns, eventbridge, hook",
                        "notify.receivers[5].hook.url: must use https (found http://example.org); write an https:// URL"
                                + " (http:// only for a loopback host)",
                        "notify.receivers[5].hook.secret: is required (found nothing); write a reference like env:HOOK_SECRET",
                        "notify.routes[0].match.groups[0]: names a group that does not exist (found shops); write one of shop",
                        "notify.routes[0].match.accounts[0]: is not a watched account (found 999999999999); write one of"
                                + " 111122223333, 444455556666",
                        "notify.routes[0].match.severities[0]: is not one of the allowed words (found loud); write one of"
                                + " critical, error, warning, info",
                        "notify.routes[0].to[0]: is not the name of a receiver (found oncal); write one of chat,"
                                + " default, half, nobody, oncall",
                        "notify.routes[1].to: is required (found nothing); write the names of receivers");
    }

    @Test
    void aSecretThatIsWrittenOutIsRefusedAndNotShown() throws IOException {
        String address = "https://hooks.slack.com/services/T0/B0/c4nary";
        assertThat(problems("  hook: { url: \"https://example.org\", secret: \"" + address + "\" }\n"))
                .singleElement()
                .asString()
                .startsWith("notify.hook.secret: must be a reference to the secret (found (hidden, 45 characters))")
                .doesNotContain("c4nary");
    }

    @Test
    void whatReachesNobodyIsWarnedOfByAccountAndSeverity() throws IOException {
        String routes = RECEIVERS + """
                  routes:
                    - { match: { accounts: ["111122223333"], severities: [critical, error] }, to: [oncall] }
                    - { match: { function: "shop-*" }, to: [chat] }
                """;
        assertThat(warnings(settings(routes)))
                .singleElement()
                .asString()
                .startsWith(
                        "notify.routes: some alarms reach nobody unless a route names their function, tags or group:"
                                + " any severity of 444455556666, no account (for feeds, the ledger, or all accounts together);"
                                + " warning, info of 111122223333.")
                .endsWith("like { to: [NAME] }");
        assertThat(warnings(settings(routes + "    - { to: [chat] }\n"))).isEmpty();
    }

    @Test
    void aRouteBelowOneThatTakesAllAndAReceiverThatNoneNamesAreWarnedOf() throws IOException {
        String routes = "  eventbridge: {}\n" + RECEIVERS + """
                  routes:
                    - { match: { severities: [info] }, to: [oncall] }
                    - { match: { function: "*" }, to: [oncall] }
                    - { match: { severities: [critical] }, to: [chat] }
                """;
        assertThat(warnings(settings(routes)))
                .containsExactly(
                        "notify.routes[2]: is never reached, because routes[1] takes all alarms",
                        "notify: the receiver default gets no alerts, because no route names it",
                        "notify.receivers[chat]: the receiver chat gets no alerts, because no route names it");
        assertThat(warnings(settings(routes.replace("match: { function: \"*\" },", "continue: on,"))))
                .isEmpty();
    }

    private static Settings settings(String notify) throws IOException {
        return Loading.valid(Loading.text(HEAD + "notify:\n" + notify));
    }

    private static List<String> problems(String notify) throws IOException {
        return Loading.text(HEAD + "notify:\n" + notify).problems().stream()
                .map(Loading::line)
                .toList();
    }

    private static List<String> warnings(Settings settings) {
        return Warnings.of(settings, Instant.EPOCH).stream()
                .map(Warnings.Warning::toString)
                .toList();
    }
}
