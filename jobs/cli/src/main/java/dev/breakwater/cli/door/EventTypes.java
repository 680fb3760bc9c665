package dev.breakwater.cli.door;

import dev.breakwater.ledger.CallbackRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the types of PagerDuty's events in a file next to the ledger, for the command {@code doctor}. PagerDuty does
 * not document the type of custom actions, and an unknown type must not be dropped silently.
 */
final class EventTypes {

    private static final Logger LOG = LoggerFactory.getLogger(EventTypes.class);

    /** The events of PagerDuty's webhooks V3 that belong to an incident's life cycle, whatever their cause. */
    private static final Set<String> LIFE = Set.of(
            "incident.acknowledged",
            "incident.annotated",
            "incident.delegated",
            "incident.escalated",
            "incident.priority_updated",
            "incident.reassigned",
            "incident.reopened",
            "incident.resolved",
            "incident.status_update_published",
            "incident.triggered",
            "incident.unacknowledged");

    private static final int MOST = 100;

    private final RunFolder folder;
    private final Map<String, CallbackRow> types = new TreeMap<>();

    EventTypes(RunFolder folder) {
        this.folder = folder;
        try {
            folder.each(LedgerFile.CALLBACKS, row -> {
                if (row.type() != null) types.put(row.type(), row);
            });
        } catch (IOException e) {
            LOG.warn("{} cannot be read, so counting starts again: {}", LedgerFile.CALLBACKS.name(), e.toString());
        }
    }

    /** Returns whether the event belongs to an incident's life cycle. Such an event is not a request. */
    static boolean tellsOfLife(String type) {
        return LIFE.contains(type) || type.startsWith("incident.responder.");
    }

    /** @param taken whether the event was accepted as a request */
    synchronized void count(String type, boolean taken, Instant at) {
        String name = type.matches("[A-Za-z0-9._-]{1,64}") ? type : "(no name)";
        if (types.size() >= MOST && !types.containsKey(name)) name = "(others)";
        CallbackRow before = types.getOrDefault(name, new CallbackRow(name, tellsOfLife(name), 0, 0, at));
        types.put(name, before.with(taken, at));
        List<String> lines = new ArrayList<>();
        types.values().forEach(row -> lines.add(LedgerJson.line(row)));
        try {
            Files.createDirectories(folder.path());
            folder.replace(LedgerFile.CALLBACKS, lines);
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be written, so doctor cannot show these events: {}",
                    LedgerFile.CALLBACKS.name(),
                    e.toString());
        }
    }
}
