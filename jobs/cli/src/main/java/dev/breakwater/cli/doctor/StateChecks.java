package dev.breakwater.cli.doctor;

import dev.breakwater.cli.flink.StateCheck;
import dev.breakwater.config.Warnings.Warning;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.ledger.RunFolder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Whether a process like this one can hold the state that is asked for, and whether the job that runs has room. */
final class StateChecks {

    private static final String AREA = "state";

    private final Findings findings;

    StateChecks(Findings findings) {
        this.findings = findings;
    }

    void check(Settings settings) {
        List<Warning> cannot = StateCheck.of(settings.state());
        cannot.forEach(w -> findings.add(
                Finding.missing(AREA, Where.HERE, w.path(), w.text(), "run cannot start on this machine")));
        if (cannot.isEmpty()) {
            String can = settings.state().backend() + " can be used";
            findings.add(Finding.there(AREA, Where.HERE, "state.backend", can));
        }
        unwatched(RunPlaces.files(settings));
    }

    /** The number by the job's own heartbeat, if its ledger is on this machine. */
    private void unwatched(RunFolder run) {
        try {
            Optional<HeartbeatRow> beat = run.heartbeat().filter(h -> h.feed().unwatched() > 0);
            String cost = "nobody is alerted about these functions: raise the number, add memory, or use backend: "
                    + "rocksdb";
            beat.ifPresent(
                    h -> findings.add(Finding.missing(AREA, Where.HERE, "state.functions", h.unwatchedText(), cost)));
        } catch (IOException e) {
            // for a bucket, the missing permission is reported
            if (Folders.isBucket(run.path())) return;
            String cost = "whether functions are left out";
            findings.add(Finding.unknown(AREA, Where.HERE, "state.functions", "no heartbeat can be read", cost));
        }
    }
}
