package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmRoutesTest {

    private static final String OURS = "111122223333";
    private static final String THEIRS = "444455556666";

    @TempDir
    Path folder;

    @Test
    void theFirstRouteThatMatchesDecidesUnlessItSaysContinue() throws IOException {
        AlarmRoutes routes = routes("""
                - { match: { severities: [critical] }, to: [oncall], continue: on }
                - { match: { function: "pay-*" }, to: [payments] }
                - { match: { tags: { team: shop } }, to: [shop] }
                - { match: { accounts: ["444455556666"] }, to: [theirs] }
                """);
        assertThat(to(routes, OURS, "function", "pay-api", Map.of(), Severity.CRITICAL))
                .containsExactly("oncall", "payments");
        assertThat(to(routes, OURS, "function", "web", Map.of("team", "shop"), Severity.ERROR))
                .containsExactly("shop");
        assertThat(to(routes, THEIRS, "function", "web", Map.of("team", "other"), Severity.WARNING))
                .containsExactly("theirs");
        assertThat(to(routes, THEIRS, "account", "", Map.of(), Severity.WARNING))
                .containsExactly("theirs");
        assertThat(to(routes, OURS, "account", "", Map.of(), Severity.WARNING))
                .as("what no route takes is the default receiver's")
                .containsExactly("default");
    }

    @Test
    void aNameOrTagsMatchFunctionsAloneAndAGroupItselfAndItsFunctions() throws IOException {
        AlarmRoutes routes = routes("""
                - { match: { function: "?*" }, to: [payments] }
                """);
        assertThat(to(routes, OURS, "group", "flow", Map.of(), Severity.ERROR)).containsExactly("default");
        assertThat(to(routes, OURS, "function", "x", Map.of(), Severity.ERROR)).containsExactly("payments");
        AlarmRoutes ofGroup = routes("- { match: { groups: [flow] }, to: [shop] }\n");
        assertThat(to(ofGroup, OURS, "group", "flow", Map.of(), Severity.ERROR)).containsExactly("shop");
        assertThat(to(ofGroup, OURS, "function", "flow-1", Map.of(), Severity.ERROR))
                .containsExactly("shop");
        assertThat(to(ofGroup, OURS, "function", "other", Map.of(), Severity.ERROR))
                .containsExactly("default");
        assertThat(to(ofGroup, OURS, "account", "flow", Map.of(), Severity.ERROR))
                .containsExactly("default");
    }

    @Test
    void anEndGoesToAllWhoMayHaveBeenToldAndAnActIsNotAskedHowBadItIs() throws IOException {
        AlarmRoutes routes = routes("""
                - { match: { severities: [critical] }, to: [oncall] }
                - { match: { severities: [error] }, to: [payments] }
                """);
        assertThat(routes.send(event(AlarmAction.TRIGGER, Severity.ERROR), name -> Map.of())
                        .to())
                .containsExactly("payments");
        assertThat(routes.send(event(AlarmAction.TRIGGER, null), name -> Map.of())
                        .to())
                .containsExactly("oncall");
        assertThat(routes.send(event(AlarmAction.RESOLVE, Severity.ERROR), name -> Map.of())
                        .to())
                .containsExactly("oncall", "payments", "default");
        assertThat(routes.send(event(AlarmAction.NOTICE, Severity.INFO), name -> Map.of())
                        .to())
                .containsExactly("oncall");
    }

    @Test
    void withoutRoutesEveryReceiverHearsEverything() throws IOException {
        AlarmRoutes routes = AlarmRoutes.of(settings(""));
        assertThat(routes).isEqualTo(AlarmRoutes.NONE);
        assertThat(routes.send(event(AlarmAction.TRIGGER, Severity.ERROR), name -> Map.of())
                        .to())
                .isEqualTo(AlarmEvent.EVERYONE);
    }

    private static AlarmEvent event(AlarmAction action, Severity severity) {
        return new AlarmEvent(
                action,
                "k",
                "s",
                severity,
                0,
                new AlarmEvent.Subject(OURS + "/eu-west-1", "f", "function", "flood"),
                Map.of());
    }

    private static List<String> to(
            AlarmRoutes routes,
            String account,
            String scope,
            String name,
            Map<String, String> tags,
            Severity severity) {
        return List.copyOf(routes.receivers(new AlarmRoutes.Subject(account, scope, name, tags), severity));
    }

    private AlarmRoutes routes(String routes) throws IOException {
        return AlarmRoutes.of(settings("  routes:\n" + routes.indent(4)));
    }

    private Settings settings(String routes) throws IOException {
        Path file = Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: in } }
                groups: [ { name: flow, match: { function: "flow-*" } } ]
                notify:
                  eventbridge: {}
                  receivers:
                    - { name: oncall, pagerduty: { routingKey: "env:A" } }
                    - { name: payments, pagerduty: { routingKey: "env:B" } }
                    - { name: shop, slack: { webhook: "env:C" } }
                    - { name: theirs, sns: { topicArn: "arn:aws:sns:eu-west-1:111122223333:t" } }
                """ + routes);
        var loaded = ConfigLoader.load(file);
        assertThat(loaded.problems()).isEmpty();
        return loaded.value();
    }
}
