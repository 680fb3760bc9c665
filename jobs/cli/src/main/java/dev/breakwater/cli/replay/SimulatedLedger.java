package dev.breakwater.cli.replay;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.connectors.lambda.ledger.LimitKey;
import dev.breakwater.core.limit.Limits;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.RunFolder;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Writes what the acts of a replay would have come to, in the form of a live run's ledger. */
final class SimulatedLedger {

    private static final Set<String> SETS = Set.of("throttle", "lower", "raise");
    private static final String WRITER = "replay";

    private SimulatedLedger() {}

    static void write(RunFolder out) throws IOException {
        List<DecisionRow> acts = out.rows(
                LedgerFile.DECISIONS, d -> SETS.contains(d.type()) || d.type().equals("release"));
        try (LedgerWriter ledger = LedgerWriter.of(
                out.path().resolve("ledger"), WRITER, LedgerWriter.SEGMENT_BYTES, Clock.systemUTC())) {
            LedgerEntry[] lines = acts.stream()
                    .map(d -> line(d, SETS.contains(d.type())))
                    .toArray(LedgerEntry[]::new);
            if (lines.length > 0) ledger.append(lines);
        }
    }

    private static LedgerEntry line(DecisionRow d, boolean sets) {
        var limits = d.limits();
        String previous = text(limits.previous());
        return LedgerEntry.of(sets ? Kind.HELD : Kind.RETURNED, d.at())
                .limit(new LimitKey(
                        d.where().account(), d.where().region(), d.where().function(), "reservation", ""))
                .lease(d.incident(), limits.until())
                .value(sets ? text(limits.limit()) : "")
                .found(previous)
                .incident(d.incident())
                .detail("simulated: " + d.detail())
                .build();
    }

    private static String text(Integer limit) {
        return Limits.text(limit == null ? Limits.NONE : limit);
    }
}
