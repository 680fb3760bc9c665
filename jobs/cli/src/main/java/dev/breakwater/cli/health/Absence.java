package dev.breakwater.cli.health;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import dev.breakwater.report.Wording;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The time without a running job before this start, and the limits that were held during that time.
 *
 * @param from the job's last heartbeat
 * @param to the time of this start
 * @param limits the limits, ordered by the end of their leases
 * @param stateLost whether the job starts without state, because no checkpoint can be read
 */
public record Absence(Instant from, Instant to, List<LedgerMemory.Limit> limits, boolean stateLost) {

    /** The shortest downtime that is reported, because the job writes a heartbeat only every 60 s. */
    private static final Duration SHORTEST = Duration.ofSeconds(90);

    private static final int LISTED = 20;

    /**
     * Returns the downtime before this start. Empty if the state was not lost, and the job's last heartbeat was recent or
     * there was none.
     */
    public static Optional<Absence> of(RunFolder run, Instant now, boolean stateLost) throws IOException {
        Instant last = run.heartbeat().map(HeartbeatRow::at).orElse(now);
        if (!stateLost && Duration.between(last, now).compareTo(SHORTEST) < 0) return Optional.empty();
        List<LedgerMemory.Limit> held = LedgerMemory.read(run.chains()).limits().stream()
                .filter(l -> !l.since().isAfter(last))
                .filter(l -> !l.isEnded() || l.last().at().isAfter(last))
                .filter(l -> !l.last().is(Kind.NOT_SET))
                .toList();
        return Optional.of(new Absence(last, now, held, stateLost));
    }

    /**
     * Returns a text like {@code the job is starting again; it was down for 12 min, from ... to ...; 1 limit was held
     * meanwhile: ...}.
     */
    public String words() {
        String away = "the job is starting again; it was down for " + Wording.span(Duration.between(from, to))
                + ", from " + Wording.minute(from) + " to " + Wording.minute(to)
                + (stateLost
                        ? "; no checkpoint can be read, so baselines start over, and open incidents page again"
                        : "");
        if (limits.isEmpty()) return away + "; no limit was held meanwhile";
        String held = limits.size() == 1 ? "1 limit was" : limits.size() + " limits were";
        List<String> some = limits.stream().limit(LISTED).map(this::words).toList();
        String more = limits.size() > LISTED ? "; " + (limits.size() - LISTED) + " more: ./breakwater status" : "";
        return away + "; " + held + " held meanwhile: " + String.join("; ", some) + more;
    }

    /** Returns the limits that are held while the job is stopped, and who releases them, as text. */
    public static String held(RunFolder run) {
        List<LedgerMemory.Limit> held;
        try {
            held = LedgerMemory.read(run.chains()).limits().stream()
                    .filter(l -> !l.isEnded())
                    .toList();
        } catch (IOException e) {
            return "the ledger cannot be read; ./breakwater status reads the limits at AWS";
        }
        if (held.isEmpty()) return "no limit is held";
        String some = held.stream()
                .limit(LISTED)
                .map(l -> l.key().function() + (l.until() == null ? "" : " until " + Wording.minute(l.until())))
                .collect(Collectors.joining(", "));
        return (held.size() == 1 ? "1 limit stays" : held.size() + " limits stay") + " at AWS: " + some
                + (held.size() > LISTED ? " and more" : "")
                + ". If the job does not run again by then, the sweep restores the earlier value. To restore it now, use"
                + " ./breakwater release";
    }

    private String words(LedgerMemory.Limit limit) {
        return limit.key().function() + ": " + end(limit);
    }

    private String end(LedgerMemory.Limit limit) {
        LedgerEntry last = limit.last();
        String at = " at " + Wording.minute(last.at());
        if (limit.isEnded()) {
            if (last.is(Kind.RETURNED))
                return "given back" + at + (last.link().attempt() > 0 ? "" : " by the sweep or by hand");
            return last.is(Kind.YIELDED) ? "changed by hand" + at : limit.ended() + at;
        }
        Instant until = limit.until();
        if (until == null) return "still held";
        return (until.isAfter(to) ? "still held, until " : "still held, although its lease ended at ")
                + Wording.minute(until);
    }

    /** Returns the message about the downtime. The message pages nobody. */
    public AlarmEvent notice(String source) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("away_from", from.toString());
        details.put("away_to", to.toString());
        for (LedgerMemory.Limit limit : limits.stream().limit(LISTED).toList()) {
            var key = limit.key();
            details.put("limit " + key.account() + '/' + key.region() + '/' + key.function(), end(limit));
        }
        return new AlarmEvent(
                AlarmAction.NOTICE,
                "breakwater/away/" + to.getEpochSecond(),
                words(),
                Severity.INFO,
                to.toEpochMilli(),
                new AlarmEvent.Subject(source, "", "", "away"),
                details);
    }
}
