package dev.breakwater.connectors.alarms.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsChannelTest {

    @ParameterizedTest
    @CsvSource({"TRANSIENT, true", "UNKNOWN, true", "THROTTLED, false", "DENIED, false", "MISSING, false"})
    void whatMayBeMendedIsTriedLater(Outcome outcome, boolean mayHaveArrived) {
        assertThat(AwsChannel.failed(new AwsFailure(outcome, 2_000, "Code", "")))
                .isEqualTo(new Delivery.RetryLater("Code", Duration.ofSeconds(2), mayHaveArrived));
    }

    @Test
    void onlyWhatTheServiceItselfCallsInvalidIsGivenUp() {
        assertThat(AwsChannel.failed(new AwsFailure(Outcome.INVALID, 0, "InvalidParameter", "too long")))
                .isEqualTo(new Delivery.Rejected(400, List.of("InvalidParameter: too long")));
        assertThat(AwsChannel.failed(new AwsFailure(Outcome.INVALID, 0, "HTTP 307", "")))
                .isInstanceOf(Delivery.RetryLater.class);
    }
}
