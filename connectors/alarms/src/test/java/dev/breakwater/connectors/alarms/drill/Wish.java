package dev.breakwater.connectors.alarms.drill;

import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;

/** A commit request as Flink would hand it over; asking Flink for anything is an error, since it would fail the job. */
record Wish(ThrottleRequest getCommittable) implements CommitRequest<ThrottleRequest> {

    @Override
    public int getNumberOfRetries() {
        return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable t) {
        throw new AssertionError("given back", t);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable t) {
        throw new AssertionError("given back", t);
    }

    @Override
    public void retryLater() {
        throw new AssertionError("given back");
    }

    @Override
    public void updateAndRetryLater(ThrottleRequest committable) {
        throw new AssertionError("given back");
    }

    @Override
    public void signalAlreadyCommitted() {
        throw new AssertionError("given back");
    }
}
