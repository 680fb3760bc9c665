package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Severity;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoProcessOperator;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchInventoryTest {

    private static final long MINUTE = 60_000;
    private static final Place A = new Place("111122223333", "eu-west-1");
    private static final Place B = new Place("222233334444", "eu-west-1");
    private static final String KEY = "breakwater/cannot-read/111122223333/eu-west-1";
    private static final String DENIED =
            "lambda:ListFunctions: AccessDenied: not authorized to perform sts:AssumeRole; Breakwater knows no function";

    private TwoInputStreamOperatorTestHarness<InventoryChange, Place, AlarmEvent> harness;
    private long now = Given.START * MINUTE;

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void anAccountWhoseRoleIsRefusedPagesAfterTenMinutesAndEndsWhenItWorks() throws Exception {
        start(null);
        change(A, InventoryChange.Kind.GAP, DENIED);
        assertThat(pass(9, A, B)).isEmpty();
        AlarmEvent alert = pass(1, A, B).get(0);
        assertThat(alert.action()).isEqualTo(AlarmAction.TRIGGER);
        assertThat(alert.dedupKey()).isEqualTo(KEY);
        assertThat(alert.severity()).isEqualTo(Severity.ERROR);
        assertThat(alert.summary())
                .startsWith("cannot read account 111122223333 in eu-west-1: ")
                .contains("AccessDenied: not authorized to perform sts:AssumeRole");
        assertThat(alert.details()).containsKeys("reason", "since", "look_at");
        assertThat(pass(60, A, B)).as("it is sent once").isEmpty();
        change(A, InventoryChange.Kind.GAP_CLOSED, "lambda:ListFunctions");
        AlarmEvent over = told().get(0);
        assertThat(over.action()).isEqualTo(AlarmAction.RESOLVE);
        assertThat(over.dedupKey()).isEqualTo(KEY);
    }

    @Test
    void oneFailedListingOrAnotherPermissionPagesNobody() throws Exception {
        start(null);
        change(A, InventoryChange.Kind.GAP, DENIED);
        change(B, InventoryChange.Kind.GAP, "lambda:ListTags: AccessDenied");
        pass(5, A, B);
        change(A, InventoryChange.Kind.GAP_CLOSED, "lambda:ListFunctions");
        assertThat(pass(60, A, B)).isEmpty();
    }

    @Test
    void accountsThatFailTogetherShareAnAlertWhichEndsWithTheLast() throws Exception {
        start(null);
        change(A, InventoryChange.Kind.GAP, DENIED);
        pass(3, A, B);
        change(B, InventoryChange.Kind.GAP, DENIED);
        List<AlarmEvent> told = pass(12, A, B);
        assertThat(told).extracting(AlarmEvent::dedupKey).containsExactly(KEY, KEY);
        assertThat(told).extracting(AlarmEvent::action).containsExactly(AlarmAction.TRIGGER, AlarmAction.UPDATE);
        assertThat(told).extracting(AlarmEvent::source).containsOnly("111122223333/eu-west-1");
        assertThat(told.get(1).summary()).contains("111122223333 in eu-west-1, 222233334444 in eu-west-1");
        change(A, InventoryChange.Kind.GAP_CLOSED, "lambda:ListFunctions");
        assertThat(told().get(0).summary()).startsWith("cannot read account 222233334444 in eu-west-1: ");
        change(B, InventoryChange.Kind.GAP_CLOSED, "lambda:ListFunctions");
        assertThat(told()).extracting(AlarmEvent::action).containsExactly(AlarmAction.RESOLVE);
    }

    @Test
    void anAccountThatFailsLaterRingsByItself() throws Exception {
        start(null);
        change(A, InventoryChange.Kind.GAP, DENIED);
        pass(30, A, B);
        change(B, InventoryChange.Kind.GAP, DENIED);
        assertThat(pass(10, A, B))
                .extracting(AlarmEvent::dedupKey)
                .containsExactly("breakwater/cannot-read/222233334444/eu-west-1");
    }

    @Test
    void anOpenAlertEndsAfterARestartWithoutTheAccount() throws Exception {
        start(null);
        change(A, InventoryChange.Kind.GAP, DENIED);
        assertThat(pass(10, A, B)).hasSize(1);
        OperatorSubtaskState saved = harness.snapshot(1, now);
        harness.close();
        start(saved);
        assertThat(pass(9, B)).isEmpty();
        assertThat(pass(3, B)).extracting(AlarmEvent::action).containsExactly(AlarmAction.RESOLVE);
    }

    private void start(OperatorSubtaskState from) throws Exception {
        harness = new TwoInputStreamOperatorTestHarness<>(new CoProcessOperator<>(new WatchInventory()));
        harness.setup(
                AlarmEvents.TYPE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (from != null) harness.initializeState(from);
        harness.open();
        harness.setProcessingTime(now);
    }

    private void change(Place place, InventoryChange.Kind kind, String text) throws Exception {
        Scope ref = Scope.account(place.account(), place.region());
        harness.processElement1(new InventoryChange(kind, ref, now, null, null, null, text), 0);
    }

    /** Lets minutes pass, with a tick of each watched account and region in each minute. */
    private List<AlarmEvent> pass(int minutes, Place... watched) throws Exception {
        for (int i = 0; i < minutes; i++) {
            now += MINUTE;
            harness.setProcessingTime(now);
            for (Place place : watched) harness.processElement2(place, 0);
        }
        return told();
    }

    private List<AlarmEvent> told() {
        List<AlarmEvent> told = new ArrayList<>(harness.extractOutputValues());
        harness.getOutput().clear();
        return told;
    }
}
