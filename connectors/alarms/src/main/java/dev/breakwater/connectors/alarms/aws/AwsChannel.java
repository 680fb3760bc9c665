package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * The common part of channels to AWS. It owns the channel's clients, and decides what a failed call means for an alarm.
 */
abstract class AwsChannel implements AutoCloseable {

    private static final String NO_CODE = "HTTP ";
    private static final int BAD_REQUEST = 400;

    private final AwsClients clients;

    /** @param clients are closed together with the channel */
    AwsChannel(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public final void close() {
        clients.close();
    }

    /**
     * Decides whether to send an alarm again. The channel gives up an alarm only if the service itself calls the alarm
     * invalid. After any other failure, such as a missing permission or topic, the alarm is sent again, because
     * somebody may fix the cause in time.
     */
    static Delivery failed(AwsFailure failure) {
        // a status without a code is a redirect or comes from a proxy, not from the service
        boolean refused =
                failure.outcome() == Outcome.INVALID && !failure.code().startsWith(NO_CODE);
        if (refused) {
            return new Delivery.Rejected(BAD_REQUEST, List.of(failure.text()));
        }
        boolean mayHaveArrived = failure.outcome() == Outcome.TRANSIENT || failure.outcome() == Outcome.UNKNOWN;
        Duration asked = Duration.ofMillis(failure.retryAfterMillis());
        return new Delivery.RetryLater(failure.code(), asked, mayHaveArrived);
    }
}
