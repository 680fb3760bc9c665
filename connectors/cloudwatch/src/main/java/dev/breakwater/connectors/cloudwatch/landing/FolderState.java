package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.landing.FolderCursor.HeldBack;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import java.util.List;
import java.util.Map;

/**
 * The position up to which a folder was read. The size of the state depends on the number of reasons and shown metric
 * names, not on the input. At most {@link HeldBack#RUN} samples of an account and region are held back.
 *
 * @param root    the folder
 * @param file    the current or last file, or "" before the first file
 * @param offset  the position of the next line in the inflated text, or {@link #SPENT} or {@link #FINISHED}
 * @param lines the number of lines of the file that were read
 * @param arrival the folder's own arrival minute
 * @param rejects rejects of the file for each reason, by ordinal
 * @param unused  for each unused metric, by name, how many of its samples in the file no reject has counted yet
 * @param held    samples that were read but not used yet, see {@link HeldBack}
 * @param seen    the other facts about the folder
 */
record FolderState(
        String root,
        String file,
        long offset,
        long lines,
        long arrival,
        List<Long> rejects,
        Map<String, Long> unused,
        List<Held> held,
        Seen seen) {
    /** The file is damaged, and its rest is not read. */
    static final long SPENT = -1;

    /** The file is finished; the next one follows. */
    static final long FINISHED = -2;

    static FolderState fresh(String root) {
        return new FolderState(
                root, "", FINISHED, 0, ArrivalClock.NONE, List.of(), Map.of(), List.of(), new Seen("", Map.of()));
    }

    /**
     * The position in a folder, with the last file and the deliveries in files that were read.
     *
     * @param last the greatest name of a file whose reading began; a late file has a smaller name
     * @param deliveries the deliveries in finished files, with the time in the file's name, epoch milliseconds
     */
    record Seen(String last, Map<DeliveryKey, Long> deliveries) {}

    /**
     * A sample that waits.
     *
     * @param sample  the sample
     * @param refusal the reject that is emitted if the sample is refuted
     */
    record Held(Datapoint sample, Reject refusal) {}
}
