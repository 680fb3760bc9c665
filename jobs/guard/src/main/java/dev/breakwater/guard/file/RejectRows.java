package dev.breakwater.guard.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.guard.wire.Row;
import java.util.Locale;

/** The lines of {@code rejects.jsonl}, in the order in which the feed was read. */
public final class RejectRows {

    private RejectRows() {}

    public static Row of(FeedRecord r) {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        o.put("file", r.file());
        o.put("line", r.line());
        o.put("reason", r.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        o.put("detail", r.detail());
        o.put("count", Math.round(r.count()));
        o.put("bytes", r.bytes());
        o.put("sha256", r.sha256());
        o.put("prefix", r.prefix());
        String order = r.file() + '|' + String.format("%012d", r.line());
        return new Row(r.arrivalMinute() * 60_000, order, o.toString());
    }
}
