package dev.breakwater.connectors.alarms.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.Alarms;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

class EventBridgeChannelTest {

    private final Bus bus = new Bus();
    private final EventBridgeChannel channel = new EventBridgeChannel(bus, "alarms");

    @Test
    void anEntryWithAnIdIsAccepted() {
        bus.result(r -> r.eventId("1"));
        assertThat(deliver()).isEqualTo(new Delivery.Accepted("k"));
        assertThat(bus.entry.source()).isEqualTo("dev.breakwater");
        assertThat(bus.entry.detailType()).isEqualTo("Breakwater Alarm Raised");
        assertThat(bus.entry.eventBusName()).isEqualTo("alarms");
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
        bus.result(r -> r.errorCode(code).errorMessage("no\nnews"));
        assertThat(deliver()).isInstanceOf(repeated ? Delivery.RetryLater.class : Delivery.Rejected.class);
    }

    @Test
    void aSuccessWithoutAResultIsNoSuccess() {
        bus.response = PutEventsResponse.builder().build();
        assertThat(deliver()).isInstanceOf(Delivery.RetryLater.class);
        bus.result(r -> {});
        assertThat(deliver()).isInstanceOf(Delivery.RetryLater.class);
    }

    private Delivery deliver() {
        return channel.deliver(Alarms.trigger("k", 1_764_000_000_000L));
    }

    /** A bus with prepared answers. */
    private static final class Bus implements EventBridgeClient {

        private PutEventsResponse response;
        private PutEventsRequestEntry entry;

        private void result(Consumer<PutEventsResultEntry.Builder> result) {
            PutEventsResultEntry.Builder builder = PutEventsResultEntry.builder();
            result.accept(builder);
            response = PutEventsResponse.builder()
                    .entries(List.of(builder.build()))
                    .build();
        }

        @Override
        public PutEventsResponse putEvents(PutEventsRequest request) {
            entry = request.entries().get(0);
            return response;
        }

        @Override
        public String serviceName() {
            return "events";
        }

        @Override
        public void close() {}
    }
}
