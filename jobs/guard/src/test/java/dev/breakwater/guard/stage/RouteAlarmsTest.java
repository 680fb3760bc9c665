package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.guard.Routed;
import dev.breakwater.guard.convert.AlarmRoutes;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteAlarmsTest {

    @TempDir
    Path folder;

    @Test
    void anAlarmIsRoutedByTheTagsThatTheInventoryHasOfItsFunction() throws Exception {
        AlarmRoutes routes = Routed.by(folder, "shop, oncall", """
                - { match: { tags: { team: shop } }, to: [shop] }
                - { match: { severities: [critical] }, to: [oncall] }
                """);
        assertThat(List.of(
                        alarm("cart", "function"),
                        alarm("other", "function"),
                        alarm("", "account"),
                        alarm("cart", "group")))
                .extracting(alarm -> routes.send(alarm, RouteAlarmsTest::tags).to())
                .containsExactly(List.of("shop"), List.of(), List.of(), List.of());
    }

    @Test
    void aFleetPageGoesToWhoeverHearsOfOneOfItsFunctionsAndItsEndToAllWhoMayHaveHeardIt() throws Exception {
        AlarmRoutes routes = Routed.by(folder, "shop, pay, oncall", """
                - { match: { tags: { team: shop } }, to: [shop] }
                - { match: { function: "pay-*", severities: [error] }, to: [pay] }
                - { match: { severities: [critical] }, to: [oncall] }
                """);
        AlarmEvent page = fleet(AlarmAction.TRIGGER);
        List<AlarmEvent> sent = Stream.of(
                        page.of(List.of("other", "cart", "cart-2")),
                        page.of(List.of("other", "pay-1")),
                        fleet(AlarmAction.RESOLVE))
                .map(alarm -> routes.send(alarm, RouteAlarmsTest::tags))
                .toList();
        assertThat(sent)
                .extracting(AlarmEvent::to)
                .containsExactly(List.of("oncall", "shop"), List.of("oncall"), List.of("shop", "pay", "oncall"));
        assertThat(sent).allMatch(e -> e.functions().isEmpty());
    }

    @Test
    void theReceiversThatControlHasChosenStay() throws Exception {
        AlarmRoutes routes = Routed.by(folder, "shop, oncall", "- { to: [oncall] }\n");
        try (StageRig<AlarmEvent, AlarmEvent> rig = new StageRig<>(
                () -> new WithFleet<>(
                        new RouteAlarms(Routed.settings(Given.live(), routes).first()), Map.of()),
                AlarmEvent::source,
                List.of())) {
            rig.feed(alarm("cart", "function").to(List.of("shop")), Given.START);
            rig.feed(alarm("cart", "function").to(List.of()), Given.START);
            rig.feed(alarm("", "account"), Given.START);
            assertThat(rig.out())
                    .extracting(AlarmEvent::to)
                    .containsExactly(List.of("shop"), List.of(), List.of("oncall"));
        }
    }

    private static Map<String, String> tags(String function) {
        return function.equals("cart") ? Map.of("team", "shop") : Map.of();
    }

    private static AlarmEvent fleet(AlarmAction action) {
        return new AlarmEvent(
                action,
                FleetStatus.KEY + Given.ACCOUNT + '/' + Given.REGION,
                "s",
                Severity.CRITICAL,
                0,
                new AlarmEvent.Subject(Given.ACCOUNT + '/' + Given.REGION, "", "account", "spread"),
                Map.of());
    }

    private static AlarmEvent alarm(String component, String scope) {
        return new AlarmEvent(
                AlarmAction.TRIGGER,
                "k",
                "s",
                Severity.ERROR,
                0,
                new AlarmEvent.Subject(Given.ACCOUNT + '/' + Given.REGION, component, scope, "flood"),
                Map.of());
    }
}
