package dev.breakwater.cli.socket;

import dev.breakwater.connectors.cloudwatch.ArrivalClock.ArrivalClocks;
import dev.breakwater.connectors.cloudwatch.FeedReader;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.connectors.source.SingleSplitSource;
import dev.breakwater.model.MetricRole;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;

/** Asks a kettle for its lines, each {@code minute function calls}. A checkpoint has the number of lines read. */
final class KettleSource extends SingleSplitSource<FeedRecord, KettleSource.Lines> {

    private static final long serialVersionUID = 1L;

    private final String url;
    private final String account;

    KettleSource(String url, String account) {
        this.url = url;
        this.account = account;
    }

    record Lines(long read) implements SourceSplit {

        @Override
        public String splitId() {
            return "kettle";
        }
    }

    static List<String> lines(String url, long from) throws IOException {
        try (BufferedReader answer = new BufferedReader(new InputStreamReader(
                URI.create(url + "?from=" + from).toURL().openStream(), StandardCharsets.UTF_8))) {
            return answer.lines().toList();
        }
    }

    @Override
    protected Lines first() {
        return new Lines(0);
    }

    @Override
    public SimpleVersionedSerializer<Lines> getSplitSerializer() {
        return new RecordCodec<>("kettle", 1, Lines.class);
    }

    @Override
    public SourceReader<FeedRecord, Lines> createReader(SourceReaderContext context) {
        return new Reader(context.metricGroup().getIOMetricGroup().getNumRecordsInCounter());
    }

    @Override
    public TypeInformation<FeedRecord> getProducedType() {
        return FeedRecord.typeInformation();
    }

    private final class Reader extends FeedReader<Lines> {

        private final ScheduledExecutorService timer = daemons("kettle", 1);
        private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
        private final ArrivalClocks clocks = new ArrivalClocks(List.of());
        private long asked;
        private long read = -1;

        Reader(Counter counter) {
            super(counter);
        }

        @Override
        public void addSplits(List<Lines> splits) {
            asked = splits.get(0).read();
            read = asked;
            timer.scheduleWithFixedDelay(this::ask, 0, 200, TimeUnit.MILLISECONDS);
        }

        private void ask() {
            try {
                List<String> lines = lines(url, asked);
                asked += lines.size();
                waiting.addAll(lines);
                if (!lines.isEmpty()) wake();
            } catch (IOException e) {
                // the next question may be answered
            }
        }

        @Override
        public InputStatus pollNext(ReaderOutput<FeedRecord> to) {
            output.goesTo(to);
            String line = waiting.poll();
            if (line == null) return sleepUnless(() -> !waiting.isEmpty());
            read++;
            String[] words = line.split(" ");
            double calls = Double.parseDouble(words[2]);
            take(words, MetricRole.CALLS, calls, calls, 1);
            take(words, MetricRole.MILLISECONDS, calls, calls * 600, 900);
            take(words, MetricRole.CONCURRENCY, calls, calls, Math.max(1, calls / 100));
            return InputStatus.MORE_AVAILABLE;
        }

        private void take(String[] words, MetricRole metric, double count, double sum, double max) {
            long minute = Long.parseLong(words[0]);
            clocks.take(new Datapoint(account, "eu-west-1", words[1], metric, minute, count, sum, max), output);
        }

        @Override
        public List<Lines> snapshotState(long checkpointId) {
            return read < 0 ? List.of() : List.of(new Lines(read));
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}
