package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.OpenKeys.OpenKey;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import java.time.Instant;
import java.util.List;

/** Converts the alerts that a receiver shows into lines of a ledger, and back. */
public final class AlertLines {

    private AlertLines() {}

    public static LedgerEntry of(OpenKey key, boolean opened, Instant at) {
        String[] place = key.source().split("/", 2);
        return LedgerEntry.of(opened ? Kind.ALERT_OPEN : Kind.ALERT_CLOSED, at)
                .function(place[0], place.length > 1 ? place[1] : "", key.component())
                .key(key.key())
                .detail(key.scope());
    }

    /** Returns the alerts that are open according to the chains of a ledger. */
    public static List<OpenKey> open(LedgerMemory memory) {
        return memory.openAlerts().stream()
                .map(line -> new OpenKey(
                        line.cause().key(),
                        source(line),
                        line.detail(),
                        line.limit().function()))
                .toList();
    }

    private static String source(LedgerEntry line) {
        return line.limit().region().isEmpty()
                ? line.limit().account()
                : line.limit().account() + '/' + line.limit().region();
    }
}
