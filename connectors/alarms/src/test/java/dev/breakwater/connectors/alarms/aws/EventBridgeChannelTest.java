package dev.breakwater.connectors.alarms.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.Alarms;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

class EventBridgeChannelTest {

    private static final AlarmEvent ALARM = Alarms.trigger("k", 1_764_000_000_000L);

    @Test
    void anEntryNamesTheBusAndTheKindOfEvent() {
        PutEventsRequestEntry entry = EventBridgeChannel.entry(ALARM, "alarms");
        assertThat(entry.source()).isEqualTo("dev.breakwater");
        assertThat(entry.detailType()).isEqualTo("Breakwater Alarm Raised");
        assertThat(entry.eventBusName()).isEqualTo("alarms");
    }

    @Test
    void anEntryWithAnIdIsAccepted() {
        assertThat(judged(r -> r.eventId("1"))).isEqualTo(new Delivery.Accepted("k"));
    }

    @ParameterizedTest
    @CsvSource({
        "InternalFailure, true",
        "InternalException, true",
        "ThrottlingException, true",
        "MalformedDetail, false",
        "InvalidArgument, false",
        "NotAuthorizedForSourceException, false",
    })
    void aFailedEntryIsRepeatedOnlyWhereAwsSaysThatItMayBe(String code, boolean repeated) {
        assertThat(judged(r -> r.errorCode(code).errorMessage("no\nnews")))
                .isInstanceOf(repeated ? Delivery.RetryLater.class : Delivery.Rejected.class);
    }

    @Test
    void aSuccessWithoutAResultIsNoSuccess() {
        assertThat(EventBridgeChannel.judge(ALARM, PutEventsResponse.builder().build()))
                .isInstanceOf(Delivery.RetryLater.class);
        assertThat(judged(r -> {})).isInstanceOf(Delivery.RetryLater.class);
    }

    private static Delivery judged(Consumer<PutEventsResultEntry.Builder> result) {
        PutEventsResultEntry entry =
                PutEventsResultEntry.builder().applyMutation(result).build();
        return EventBridgeChannel.judge(
                ALARM, PutEventsResponse.builder().entries(entry).build());
    }
}
