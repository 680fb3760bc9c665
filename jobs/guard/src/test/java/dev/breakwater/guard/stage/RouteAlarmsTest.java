package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
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
        Map<String, FunctionFacts> fleet = Map.of(
                Given.ACCOUNT + '|' + Given.REGION + "|cart",
                new FunctionFacts(
                        Given.ACCOUNT,
                        Given.REGION,
                        "cart",
                        512,
                        "arm64",
                        30,
                        ReservationFacts.of(-1),
                        -1,
                        Map.of("team", "shop")));
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
