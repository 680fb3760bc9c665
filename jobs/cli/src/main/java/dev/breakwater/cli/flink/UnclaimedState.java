package dev.breakwater.cli.flink;

import dev.breakwater.cli.Refusal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State in a checkpoint that no operator of the job takes. Flink would drop it silently, together with leases and open
 * incidents. Only state that the configuration can remove may be dropped, and that is logged.
 */
final class UnclaimedState {

    private static final Logger LOG = LoggerFactory.getLogger(UnclaimedState.class);

    /** Uids of feeds, channels, routes, figures, and charges. */
    private static final Pattern MAY_GO = Pattern.compile(
            "(source|poll|notify(-changes|-sns|-eventbridge|-slack|-webhook|-alertmanager)?(-to-.+)?|route|figures|charges)"
                    + "(-watch)?");

    private UnclaimedState() {}

    /**
     * Looks before the job starts.
     *
     * @throws Refusal if state would be lost that every job needs; it names the checkpoint and that state
     */
    static void check(Path checkpoint, JobGraph job) {
        List<String> unclaimed = of(checkpoint, job);
        List<String> kept =
                unclaimed.stream().filter(uid -> !MAY_GO.matcher(uid).matches()).toList();
        if (!kept.isEmpty()) {
            throw Refusal.error("checkpoints.path: " + checkpoint + " holds state that this version does not know: "
                    + String.join(", ", kept) + "; run the version that wrote it, or give back what it holds"
                    + " (breakwater release --all) and start with another checkpoints.path");
        }
        unclaimed.forEach(uid -> LOG.warn("State of {} is dropped: it is not in the configuration any more", uid));
    }

    /** The uids, or the ids without a known uid, of operators with state that the job does not have. */
    static List<String> of(Path checkpoint, JobGraph job) {
        Set<OperatorID> known = new HashSet<>();
        for (JobVertex vertex : job.getVertices()) {
            for (OperatorIDPair pair : vertex.getOperatorIDs()) {
                known.add(pair.getGeneratedOperatorID());
                pair.getUserDefinedOperatorID().ifPresent(known::add);
            }
        }
        return NewestCheckpoint.states(checkpoint).stream()
                .filter(state -> !known.contains(state.getOperatorID()))
                .filter(state -> state.getStateSize() > 0)
                .map(state -> state.getOperatorUid()
                        .filter(uid -> !uid.isEmpty())
                        .orElseGet(() -> state.getOperatorID().toHexString()))
                .sorted()
                .toList();
    }
}
