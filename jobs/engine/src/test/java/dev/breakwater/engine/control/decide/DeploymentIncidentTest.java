package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Severity;
import org.junit.jupiter.api.Test;

/** Tests that a change which a deployment explains is recorded and raises no alarm. */
class DeploymentIncidentTest {

    private final Rig rig = new Rig().knows("shop", -1);

    @Test
    void isInformationWithoutAlarmMinutesOrEvents() {
        for (long m = 100; m < 140; m++)
            rig.minute(Minute.of("shop", m).warn(20).deployment());
        rig.minute(Minute.of("shop", 171).lastEvidence(139).closed(Reason.CALM));
        assertThat(rig.all.incidents).singleElement().satisfies(i -> {
            assertThat(i.identity().kind()).isEqualTo(IncidentKind.DEPLOYMENT);
            assertThat(i.identity().severity()).isEqualTo(Severity.INFO);
            assertThat(i.times().pagedAt()).isEqualTo(-1);
        });
        assertThat(rig.all.alarms).isEmpty();
        assertThat(rig.all.events).isEmpty();
        assertThat(rig.limits()).isEmpty();
    }

    @Test
    void becomesAnAlarmWhenItOutgrowsTheDeployment() {
        rig.minute(Minute.of("shop", 100).warn(20).deployment());
        rig.minute(Minute.of("shop", 101).page(40));
        IncidentState open = rig.state.incidents.open.values().iterator().next();
        assertThat(open.kind).isEqualTo(IncidentKind.FLOOD);
        assertThat(open.severity).isEqualTo(Severity.CRITICAL);
        assertThat(rig.told()).isNotEmpty();
    }
}
