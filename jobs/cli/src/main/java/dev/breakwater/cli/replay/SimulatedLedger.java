package dev.breakwater.cli.replay;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsLog;
import dev.breakwater.connectors.lambda.ledger.HashChainedLedger;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.RunFolder;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Writes what the acts of a replay would have come to: {@code ledger.jsonl}, in the form of a live run's. */
final class SimulatedLedger {

    private static final Set<String> SETS = Set.of("throttle", "lower", "raise");

    private SimulatedLedger() {}

    static void write(RunFolder out) throws IOException {
        List<DecisionRow> acts = out.rows(
                LedgerFile.DECISIONS, d -> SETS.contains(d.type()) || d.type().equals("release"));
        try (EffectsLog ledger = HashChainedLedger.open(out.path().resolve("ledger.jsonl"))) {
            for (DecisionRow d : acts) ledger.append(effect(d, SETS.contains(d.type())));
        }
    }

    private static Effect effect(DecisionRow d, boolean sets) {
        var limits = d.limits();
        int previous = orNone(limits.previous());
        return new Effect(
                d.at().toEpochMilli(),
                d.incident() + ":" + d.decided().sequence(),
                d.where().account(),
                d.where().region(),
                d.where().function(),
                sets,
                sets ? EffectOutcome.APPLIED : EffectOutcome.RELEASED,
                orNone(limits.limit()),
                previous,
                sets ? Effect.NOT_RESTORED : previous,
                limits.until() == null ? -1 : limits.until().toEpochMilli(),
                d.incident(),
                "simulated: " + d.detail(),
                LeverKind.RESERVATION,
                "",
                Effect.NOT_SEEN,
                "");
    }

    private static int orNone(Integer limit) {
        return limit == null ? -1 : limit;
    }
}
