package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.Batch.RejectReason;
import dev.breakwater.connectors.receive.content.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Firehose streams whose deliveries cannot be read, mostly because of their format. Unreadable deliveries are
 * acknowledged, because otherwise Firehose would repeat them for a day. Therefore, people must be alerted in another
 * way.
 */
final class UnreadStreams {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadStreams.class);
    /**
     * The number of unreadable deliveries in a row that raises an alert. The demo data of AWS's console has only one or
     * two unreadable deliveries.
     */
    static final int ENOUGH = 3;
    /**
     * The largest number of remembered streams. The number is limited because the sender chooses the names of streams.
     */
    private static final int MOST = 100;

    private static final String FORMAT = "format: %d deliveries in a row cannot be read; choose JSON, OpenTelemetry "
            + "1.0 or OpenTelemetry 0.7 as the output format of the metric stream; the .rejects- files beside the "
            + "received files show the data";

    private final Map<String, Integer> inARow = new LinkedHashMap<>();

    /** Records that a delivery of this stream was read; its ARN is "" if unknown. */
    synchronized void read(String sourceArn, Batch.Tally tally) {
        if (tally.lines() > 0 || tally.logEvents() > 0) {
            inARow.remove(sourceArn);
        } else if (unreadable(tally) && (inARow.size() < MOST || inARow.containsKey(sourceArn))) {
            int unread = inARow.merge(sourceArn, 1, Integer::sum);
            if (unread == ENOUGH) {
                LOG.warn("{}: {}", Json.plain(sourceArn, 200), String.format(FORMAT, unread));
            }
        }
    }

    private static boolean unreadable(Batch.Tally tally) {
        return tally.rejects().keySet().stream().anyMatch(reason -> reason != RejectReason.WRONG_ACCOUNT);
    }

    /** Returns the fault and the remedy, or "". The text contains no names of streams, because anybody may read it. */
    synchronized String trouble() {
        int most = inARow.isEmpty() ? 0 : Collections.max(inARow.values());
        return most < ENOUGH ? "" : String.format(FORMAT, most);
    }
}
