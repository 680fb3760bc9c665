package dev.breakwater.cli.command;

import dev.breakwater.connectors.lambda.ledger.LeaseId;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Lets go of the leases of an account that left, by lines in the ledger. */
final class Forgotten {

    private Forgotten() {}

    /**
     * Writes a line for each lease that is open, and one for the account.
     *
     * @return the limits that may remain there, a line each
     */
    static List<String> write(String account, LedgerMemory memory, LedgerWriter ledger, Clock clock)
            throws IOException {
        List<LedgerEntry> lines = new ArrayList<>();
        List<String> standing = new ArrayList<>();
        String newest = "";
        for (LedgerMemory.Limit limit : memory.limits()) {
            if (!limit.key().account().equals(account)) continue;
            if (LeaseId.compare(limit.lease(), newest) > 0) newest = limit.lease();
            if (limit.isEnded()) continue;
            String what = words(limit);
            standing.add(what);
            lines.add(LedgerEntry.of(Kind.FORGOTTEN, clock.instant())
                    .limit(limit.key())
                    .lease(limit.lease(), limit.until())
                    .found(limit.found())
                    .detail(what)
                    .by(System.getProperty("user.name", ""))
                    .build());
        }
        lines.add(LedgerEntry.of(Kind.FORGOTTEN, clock.instant())
                .place(account, "")
                .lease(newest, null)
                .by(System.getProperty("user.name", ""))
                .detail(standing.size() + " throttles may remain there")
                .build());
        ledger.append(lines.toArray(LedgerEntry[]::new));
        return standing;
    }

    private static String words(LedgerMemory.Limit limit) {
        var key = limit.key();
        String which = key.mapping().isEmpty()
                ? key.function()
                : key.function() + " (" + key.lever() + ' ' + key.mapping() + ')';
        return "%s/%s/%s: one of %s, set back to %s by hand"
                .formatted(
                        key.account(), key.region(), which, String.join(", ", limit.values()), before(limit.found()));
    }

    private static String before(String found) {
        if (found.isEmpty()) return "what was there before, which nobody knows,";
        return found.equals("none") ? "no limit" : found;
    }
}
