package dev.breakwater.guard.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.guard.wire.Row;
import java.time.Instant;
import java.util.Locale;

/** The lines of {@code inventory.jsonl}: what appeared, changed, vanished, was not used, or could not be read. */
public final class InventoryRows {

    private InventoryRows() {}

    public static Row of(InventoryChange c) {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        o.put("at", Instant.ofEpochMilli(c.atMillis()).toString());
        o.put("kind", c.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        o.put("account", c.account());
        o.put("region", c.region());
        o.put("function", c.name().isEmpty() ? null : c.name());
        if (c.function() != null) facts(o, c);
        if (c.limits() != null) o.put("concurrency", c.limits().concurrent());
        if (!c.text().isEmpty()) o.put("detail", c.text());
        return new Row(c.atMillis(), c.account() + '|' + c.region() + '|' + c.name(), o.toString());
    }

    private static void facts(ObjectNode o, InventoryChange c) {
        o.put("known", c.first());
        o.put("memoryMb", c.function().memoryMb());
        o.put("architecture", c.function().architecture());
        o.put("timeoutSeconds", c.function().timeoutSeconds());
        boolean set = c.reservationKnown() && c.function().reservation() >= 0;
        o.put("reservedConcurrency", set ? c.function().reservation() : null);
        if (c.function().lastModifiedMillis() >= 0) {
            o.put(
                    "lastModified",
                    Instant.ofEpochMilli(c.function().lastModifiedMillis()).toString());
        }
    }
}
