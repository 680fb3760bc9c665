package dev.breakwater.connectors.lambda.act;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;

/** Commit requests as Flink would hand them over. */
final class Commits {

    private Commits() {}

    static Collection<CommitRequest<ThrottleRequest>> of(List<ThrottleRequest> requests) {
        return new ArrayList<>(requests(requests));
    }

    static List<Request> requests(List<ThrottleRequest> requests) {
        return requests.stream().map(Request::new).toList();
    }

    /** Remembers whether the committer asked Flink for anything. */
    static final class Request implements CommitRequest<ThrottleRequest> {

        private final ThrottleRequest request;
        private boolean handedBack;

        Request(ThrottleRequest request) {
            this.request = request;
        }

        boolean wasHandedBack() {
            return handedBack;
        }

        @Override
        public ThrottleRequest getCommittable() {
            return request;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable t) {
            handedBack = true;
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable t) {
            handedBack = true;
        }

        @Override
        public void retryLater() {
            handedBack = true;
        }

        @Override
        public void updateAndRetryLater(ThrottleRequest committable) {
            handedBack = true;
        }

        @Override
        public void signalAlreadyCommitted() {
            handedBack = true;
        }
    }
}
