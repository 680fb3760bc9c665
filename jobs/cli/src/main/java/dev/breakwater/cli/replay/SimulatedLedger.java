package dev.breakwater.cli.replay;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory.LeaseId;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.function.Lever;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes the ledger that a live run would have written for the throttles and releases of a replay. */
final class SimulatedLedger {

    private static final Set<String> SETS = Set.of("throttle", "lower", "raise");

    /** The lines of each chain, by the chain's name. */
    private final Map<String, List<LedgerEntry>> chains = new TreeMap<>();
    /** The newest lease of each limit. A lease without an end is open. */
    private final Map<LimitKey, String> leases = new HashMap<>();

    private final Set<LimitKey> open = new HashSet<>();

    static void write(RunFolder out) throws IOException {
        SimulatedLedger ledger = new SimulatedLedger();
        out.each(LedgerFile.DECISIONS, ledger::take);
        for (Map.Entry<String, List<LedgerEntry>> chain : ledger.chains.entrySet()) {
            List<LedgerEntry> lines = chain.getValue();
            Clock end = Clock.fixed(lines.get(lines.size() - 1).at(), ZoneOffset.UTC);
            try (LedgerWriter writer = LedgerWriter.of(out.chains(), chain.getKey(), LedgerWriter.SEGMENT_BYTES, end)) {
                writer.append(lines.toArray(LedgerEntry[]::new));
            }
        }
    }

    /** Deletes the output of an earlier replay. */
    static void delete(RunFolder out) throws IOException {
        for (LedgerFolder.Chain chain : LedgerFolder.chains(out.chains())) {
            Path folder = chain.newest().getParent();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    private void take(DecisionRow d) {
        boolean sets = SETS.contains(d.type());
        if (!sets && !d.type().equals("release")) return;
        Lever lever = d.limits().asLever();
        LimitKey limit = new LimitKey(
                d.where().account(),
                d.where().region(),
                d.where().function(),
                lever.kind().wire(),
                lever.mapping());
        if (sets && open.add(limit)) {
            leases.merge(
                    limit,
                    LeaseId.next("", d.at().toEpochMilli()),
                    (before, now) -> LeaseId.next(before, d.at().toEpochMilli()));
        }
        String found = text(d.limits().previous());
        if (sets) {
            String value = text(d.limits().limit());
            add(line(Kind.INTENT, d, limit).value(value).found(found));
            add(line(Kind.SET, d, limit).value(value).outcome("ok", "simulated: " + d.detail()));
        } else {
            open.remove(limit);
            add(line(Kind.RETURNED, d, limit).found(found).detail("simulated: " + d.detail()));
        }
    }

    private LedgerEntry line(Kind kind, DecisionRow d, LimitKey limit) {
        return LedgerEntry.of(kind, d.at())
                .limit(limit)
                .lease(leases.getOrDefault(limit, ""), d.limits().until())
                .incident(d.incident());
    }

    private void add(LedgerEntry entry) {
        chains.computeIfAbsent(
                        LedgerFolder.operator(
                                entry.limit().account(), entry.limit().region()),
                        c -> new ArrayList<>())
                .add(entry);
    }

    private static String text(Integer limit) {
        return limit == null ? "none" : limit.toString();
    }
}
