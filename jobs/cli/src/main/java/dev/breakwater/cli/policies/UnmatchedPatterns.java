package dev.breakwater.cli.policies;

import dev.breakwater.config.Warnings;
import dev.breakwater.config.Warnings.Warning;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.ledger.LedgerFile;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Patterns in the configuration that match no function of the run. */
public final class UnmatchedPatterns {

    private UnmatchedPatterns() {}

    /** Returns one warning for each pattern. Returns no warning if no run has written its files on this machine. */
    public static List<Warning> of(Settings settings) {
        return Warnings.unmatched(settings, functions(settings));
    }

    /** Returns the functions that a run found. Empty if no run has written its files on this machine. */
    public static Set<String> functions(Settings settings) {
        Set<String> names = new TreeSet<>();
        if (Folders.isBucket(settings.ledger().path())) return names;
        try {
            RunPlaces.files(settings).each(LedgerFile.INVENTORY, row -> {
                if (row.function() == null) return;
                if (row.kind().equals("found")) names.add(row.function());
                if (row.kind().equals("gone")) names.remove(row.function());
            });
        } catch (IOException e) {
            return Set.of();
        }
        return names;
    }
}
