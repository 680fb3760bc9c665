package dev.breakwater.cli.flink;

import dev.breakwater.cli.Refusal;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of earlier runs. Each run has a folder with checkpoints in {@code chk-N}. A complete checkpoint has a
 * {@code _metadata} file.
 */
public final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int KEPT = 3;
    /** A job's id. */
    private static final Pattern RUN = Pattern.compile("[0-9a-f]{32}");

    private final Path folder;
    /** Null until it is read, and after a conversion. */
    private Optional<Checkpoint> newest;

    /** A checkpoint's folder, and the states in it by operator. */
    private record Checkpoint(Path path, Collection<OperatorState> states) {}

    public Checkpoints(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Returns the newest checkpoint that Flink can read. */
    Optional<Path> newest() {
        return read().map(Checkpoint::path);
    }

    private Optional<Checkpoint> read() {
        if (newest == null)
            newest = written().flatMap(p -> whole(p.getParent())).findFirst();
        return newest;
    }

    /** Returns whether there are checkpoints, but Flink can read none of them. */
    public boolean areLost() {
        return written().findAny().isPresent() && newest().isEmpty();
    }

    /** Returns the metadata of all checkpoints, the newest first. */
    private Stream<Path> written() {
        if (!Files.isDirectory(folder)) return Stream.empty();
        try (Stream<Path> files = Files.walk(folder, 3)) {
            return files
                    .filter(p -> p.getFileName().toString().equals("_metadata"))
                    .sorted(Comparator.comparing(Checkpoints::modified).reversed())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("cannot read the checkpoints in " + folder, e);
    }

    /**
     * Deletes the folders of earlier runs, except the resumed folder and the three newest folders with a checkpoint. A
     * run's checkpoints contain all of its state, so they need no files of older runs.
     */
    void deleteOlder() {
        Set<Path> kept = new HashSet<>();
        newest().ifPresent(newest -> kept.add(newest.getParent()));
        if (kept.isEmpty()) return;
        written().map(p -> p.getParent().getParent()).distinct().limit(KEPT).forEach(kept::add);
        try (Stream<Path> runs = Files.list(folder)) {
            runs.filter(run -> RUN.matcher(run.getFileName().toString()).matches() && !kept.contains(run))
                    .forEach(Checkpoints::delete);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Deletes a folder. If files cannot be deleted, the next start deletes them. */
    static void delete(Path run) {
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            LOG.info("Deleted {}, which an earlier run left", run);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}, which an earlier run left: {}", run, e.toString());
        }
    }

    /** Reads the states in a checkpoint, by operator. */
    private static Collection<OperatorState> states(Path checkpoint) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(checkpoint.resolve("_metadata")))) {
            ClassLoader loader = Checkpoints.class.getClassLoader();
            return org.apache.flink.runtime.checkpoint.Checkpoints.loadCheckpointMetadata(
                            in, loader, checkpoint.toString())
                    .getOperatorStates();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + checkpoint, e);
        }
    }

    /**
     * Returns the state backend of the newest checkpoint ({@code heap} or {@code rocksdb}) if no other backend can read
     * the checkpoint. Any backend can read a canonical savepoint.
     */
    public Optional<String> backend() {
        return read().stream()
                .flatMap(newest -> newest.states().stream())
                .flatMap(operator -> operator.getStates().stream())
                .flatMap(task -> task.getManagedKeyedState().stream())
                .filter(handle -> !(handle instanceof KeyGroupsSavepointStateHandle))
                .map(handle -> handle instanceof IncrementalKeyedStateHandle ? "rocksdb" : "heap")
                .findFirst();
    }

    /** Reads a checkpoint. A damaged checkpoint is reported, and the next older checkpoint is used. */
    private static Stream<Checkpoint> whole(Path checkpoint) {
        try {
            return Stream.of(new Checkpoint(checkpoint, states(checkpoint)));
        } catch (RuntimeException e) {
            LOG.warn("Checkpoint {} is damaged, so an older one is tried: {}", checkpoint, e.toString());
            return Stream.empty();
        }
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /**
     * Runs a job from the newest checkpoint until it has written a savepoint that any state backend can read. The
     * savepoint is then the newest state.
     *
     * @throws Refusal if the savepoint is not written within five minutes; the checkpoint then stays unchanged
     */
    public void convert(StreamExecutionEnvironment env) throws Exception {
        JobClient job = env.executeAsync("breakwater");
        // the folder is named like a run's folder, so that it is deleted when it is old
        String saved = location(folder.resolve(new JobID().toHexString()));
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean done = false;
        while (!done) {
            try {
                job.stopWithSavepoint(false, saved, SavepointFormatType.CANONICAL)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                done = true;
            } catch (ExecutionException | TimeoutException e) {
                if (System.nanoTime() - end > 0) {
                    job.cancel();
                    throw Refusal.error("state.backend: the newest checkpoint cannot be converted: " + e.getCause()
                            + ". Set the earlier backend again");
                }
                // wait until all tasks run
                TimeUnit.SECONDS.sleep(1);
            }
        }
        // waits for the job's end, because until then the job uses its files and deletes checkpoints
        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        newest = null;
    }

    /**
     * Checks that the job uses the whole state that it will resume. Flink would also refuse, but without advice.
     *
     * @throws Refusal if leases or open incidents would be lost; the message says what to do
     */
    public void check(StreamExecutionEnvironment env) {
        Optional<Checkpoint> resumed = read();
        if (resumed.isEmpty()) return;
        List<String> unclaimed =
                unclaimed(resumed.get().states(), env.getStreamGraph(false).getJobGraph());
        if (unclaimed.isEmpty()) return;
        throw Refusal.error(
                "checkpoints.path: " + resumed.get().path() + " holds state that this version does not know: "
                        + String.join(", ", unclaimed)
                        + ". Run the version that wrote it, or release its limits (breakwater release --all) and start "
                        + "with another checkpoints.path");
    }

    /**
     * Returns the operators that have state but are not in the job, by uid. An operator without a uid is named by its
     * id.
     */
    private static List<String> unclaimed(Collection<OperatorState> states, JobGraph job) {
        Set<OperatorID> known = new HashSet<>();
        for (JobVertex vertex : job.getVertices()) {
            for (OperatorIDPair pair : vertex.getOperatorIDs()) {
                known.add(pair.getGeneratedOperatorID());
                pair.getUserDefinedOperatorID().ifPresent(known::add);
            }
        }
        return states.stream()
                .filter(state -> !known.contains(state.getOperatorID()))
                .filter(state -> state.getStateSize() > 0)
                .map(state -> state.getOperatorUid()
                        .filter(uid -> !uid.isEmpty())
                        .orElseGet(() -> state.getOperatorID().toHexString()))
                .sorted()
                .toList();
    }

    /**
     * Returns the folder's address in Flink's form. Flink does not decode paths, so an encoded space would address
     * another folder.
     */
    static String location(Path path) {
        return "file://" + path.toAbsolutePath();
    }
}
