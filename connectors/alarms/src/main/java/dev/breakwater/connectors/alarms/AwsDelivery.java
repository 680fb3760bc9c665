package dev.breakwater.connectors.alarms;

import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * What a failed call to AWS means for an alarm. Alarms fail open: only what the service itself calls invalid is given up;
 * a missing permission or topic may be mended before the alarm is too old.
 */
final class AwsDelivery {

    private static final String NO_CODE = "HTTP ";
    private static final int BAD_REQUEST = 400;

    private AwsDelivery() {}

    static Delivery of(AwsFailure failure) {
        // a status without a code is not the service's word: a redirect, or something that stands between
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
