package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.core.control.FleetStatus;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.ReservationFacts;
import dev.breakwater.guard.Routed;
import dev.breakwater.guard.convert.AlarmRoutes;
import dev.breakwater.guard.stage.fleet.WithFixedFleet;
import dev.breakwater.guard.wire.Keys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        Map<String, FunctionFacts> fleet = Map.of(Given.ACCOUNT + '|' + Given.REGION + "|cart", facts("cart"));
        try (StageRig<AlarmEvent, AlarmEvent> rig = new StageRig<>(
                () -> new WithFixedFleet<>(
                        new RouteAlarms(Routed.settings(Given.live(), routes).first()), fleet),
                Keys.SOURCE_OF_ALARM,
                List.of())) {
            rig.feed(alarm("cart", "function"), Given.START);
            rig.feed(alarm("other", "function"), Given.START);
            rig.feed(alarm("", "account"), Given.START);
            rig.feed(alarm("cart", "group"), Given.START);
            assertThat(rig.out())
                    .extracting(AlarmEvent::to)
                    .containsExactly(List.of("shop"), List.of(), List.of(), List.of());
        }
    }

    @Test
    void aFleetPageGoesToWhoeverHearsOfOneOfItsFunctionsAndItsEndToAllWhoMayHaveHeardIt() throws Exception {
        AlarmRoutes routes = Routed.by(folder, "shop, pay, oncall", """
                - { match: { tags: { team: shop } }, to: [shop] }
                - { match: { function: "pay-*", severities: [error] }, to: [pay] }
                - { match: { severities: [critical] }, to: [oncall] }
                """);
        Map<String, FunctionFacts> fleet = Map.of(Given.ACCOUNT + '|' + Given.REGION + "|cart", facts("cart"));
        AlarmEvent page = fleet(AlarmEvent.Action.TRIGGER);
        try (StageRig<AlarmEvent, AlarmEvent> rig = new StageRig<>(
                () -> new WithFixedFleet<>(
                        new RouteAlarms(Routed.settings(Given.live(), routes).first()), fleet),
                Keys.SOURCE_OF_ALARM,
                List.of())) {
            rig.feed(page.of(List.of("other", "cart", "cart-2")), Given.START);
            rig.feed(page.of(List.of("other", "pay-1")), Given.START);
            rig.feed(fleet(AlarmEvent.Action.RESOLVE), Given.START);
            assertThat(rig.out())
                    .extracting(AlarmEvent::to)
                    .containsExactly(List.of("oncall", "shop"), List.of("oncall"), List.of("shop", "pay", "oncall"));
            assertThat(rig.out()).allMatch(e -> e.functions().isEmpty());
        }
    }

    private static AlarmEvent fleet(AlarmEvent.Action action) {
        return new AlarmEvent(
                action,
                FleetStatus.KEY + Given.ACCOUNT + '/' + Given.REGION,
                "s",
                Given.ACCOUNT + '/' + Given.REGION,
                AlarmEvent.Severity.CRITICAL,
                0,
                "",
                "account",
                "spread",
                Map.of(),
                List.of());
    }

    private static FunctionFacts facts(String name) {
        return new FunctionFacts(
                Given.ACCOUNT,
                Given.REGION,
                name,
                512,
                "arm64",
                30,
                ReservationFacts.of(-1),
                -1,
                Map.of("team", "shop"));
    }

    private static AlarmEvent alarm(String component, String scope) {
        return new AlarmEvent(
                AlarmEvent.Action.TRIGGER,
                "k",
                "s",
                Given.ACCOUNT + '/' + Given.REGION,
                AlarmEvent.Severity.ERROR,
                0,
                component,
                scope,
                "flood",
                Map.of(),
                List.of());
    }
}
