package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.model.MetricRole;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Flink's suite for a source of the feed. It compares only the samples of functions: their time, function and value.
 */
public abstract class FeedSuite extends SourceSuite<FeedRecord> {

    @Override
    protected CollectIteratorBuilder<FeedRecord> addCollectSink(DataStream<FeedRecord> stream) {
        return super.addCollectSink(stream.filter(FeedSuite::ofFunction)
                .setParallelism(stream.getParallelism())
                .map(r -> calls(
                        r.datapoint().account(),
                        r.datapoint().function(),
                        r.datapoint().minute(),
                        r.datapoint().sum()))
                .returns(FeedRecord.typeInformation())
                .setParallelism(stream.getParallelism()));
    }

    /** Returns the calls of a function, in the form that the suite compares. */
    public static FeedRecord calls(String account, String function, long minute, double calls) {
        Datapoint sample = new Datapoint(account, "eu-west-1", function, MetricRole.CALLS, minute, 1, calls, 1);
        return FeedRecord.sample(sample, minute);
    }

    private static boolean ofFunction(FeedRecord r) {
        return r.kind() == FeedRecord.Kind.SAMPLE && !r.datapoint().function().isEmpty();
    }
}
