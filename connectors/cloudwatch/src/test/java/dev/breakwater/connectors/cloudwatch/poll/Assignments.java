package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.poll.PollingSource.PollSplit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/** A coordinator that records which reader got which split. */
final class Assignments implements SplitEnumeratorContext<PollSplit.All> {
    final Map<Integer, List<String>> assigned = new HashMap<>();
    final Set<Integer> toldNoMore = new HashSet<>();
    private final Map<Integer, ReaderInfo> readers = new HashMap<>();

    void register(int subtask) {
        readers.put(subtask, new ReaderInfo(subtask, "here"));
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public int currentParallelism() {
        return 2;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return readers;
    }

    @Override
    public void assignSplits(SplitsAssignment<PollSplit.All> assignment) {
        assignment
                .assignment()
                .forEach((subtask, splits) -> splits.forEach(some -> some.all()
                        .forEach(split -> assigned.computeIfAbsent(subtask, s -> new ArrayList<>())
                                .add(split.splitId()))));
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        toldNoMore.add(subtask);
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> then) {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> then, long delay, long period) {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public void runInCoordinatorThread(Runnable work) {
        work.run();
    }
}
