package dev.breakwater.connectors.lambda.act;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.Counter;

/**
 * Collects what was wished since the last checkpoint; for each limit only the newest wish, so the memory is bounded by
 * the limits, not by the wishes.
 */
final class RequestWriter implements CommittingSinkWriter<ThrottleRequest, ThrottleRequest> {

    private final Map<Object, ThrottleRequest> newest = new LinkedHashMap<>();
    private final Counter sent;

    /** @param sent counts what is handed to the committer */
    RequestWriter(Counter sent) {
        this.sent = sent;
    }

    @Override
    public void write(ThrottleRequest request, Context context) {
        if (request.throttle() && request.limit() < 0) {
            throw new IllegalArgumentException("a throttle without a limit: " + request.ref());
        }
        newest.remove(request.subject());
        newest.put(request.subject(), request);
    }

    @Override
    public void flush(boolean endOfInput) {
        // nothing leaves before the checkpoint: prepareCommit hands over what was collected
    }

    @Override
    public Collection<ThrottleRequest> prepareCommit() {
        List<ThrottleRequest> collected = new ArrayList<>(newest.values());
        newest.clear();
        sent.inc(collected.size());
        return collected;
    }

    @Override
    public void close() {
        newest.clear();
    }
}
