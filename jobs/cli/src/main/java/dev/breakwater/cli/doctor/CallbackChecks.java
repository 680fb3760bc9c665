package dev.breakwater.cli.doctor;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.ledger.CallbackRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.RunFolder;
import java.io.IOException;

/**
 * Counts of PagerDuty events whose type its documentation does not name, as the console writes them beside the ledger.
 */
final class CallbackChecks {

    private static final String AREA = "callbacks";

    private final Findings findings;

    CallbackChecks(Findings findings) {
        this.findings = findings;
    }

    void check(Settings settings) {
        if (!settings.door().pagerduty().present()) return;
        RunFolder run = RunPlaces.files(settings);
        try {
            run.each(LedgerFile.CALLBACKS, row -> {
                if (row.type() != null && !row.known()) finding(row);
            });
        } catch (IOException e) {
            // for a bucket, the missing permission is reported
            if (Folders.isBucket(run.path())) return;
            String cost = "which types of events PagerDuty sends";
            findings.add(Finding.unknown(AREA, Where.HERE, LedgerFile.CALLBACKS.name(), "cannot be read", cost));
        }
    }

    private void finding(CallbackRow row) {
        String what = "PagerDuty " + row.type();
        String said = row.taken() + " accepted as a person's request, " + row.passedOver()
                + " not accepted, the newest at " + row.at();
        String cost =
                "a button of this type does nothing; the console's log says why (no person, or an unsigned address)";
        boolean heard = row.taken() > 0 || row.passedOver() == 0;
        findings.add(
                heard
                        ? Finding.there(AREA, Where.HERE, what, said)
                        : Finding.missing(AREA, Where.HERE, what, said, cost).asOptional());
    }
}
