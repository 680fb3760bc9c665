package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectsListener;
import dev.breakwater.connectors.lambda.ledger.EffectsLog.EffectsLogFactory;
import dev.breakwater.connectors.lambda.lever.Lever.LeverFactory;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Carries throttle requests out on AWS Lambda, only after the checkpoint that holds them is complete.
 *
 * <p>All acts go through the first writer and its committer whatever the parallelism: they are few, their order counts,
 * and the effects ledger has one writer. The others idle.
 */
public final class ReservedConcurrencySink
        implements Sink<ThrottleRequest>,
                SupportsCommitter<ThrottleRequest>,
                SupportsPreWriteTopology<ThrottleRequest> {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    private final ActTerms terms;
    private final LeverFactory levers;
    private final EffectsLogFactory log;
    private final EffectsListener.Factory listener;

    /** With nobody to tell. */
    public ReservedConcurrencySink(ActTerms terms, LeverFactory levers, EffectsLogFactory log) {
        this(terms, levers, log, metrics -> effect -> {});
    }

    /**
     * @param levers   opened in the committer, by account and region
     * @param log      opened in the committer
     * @param listener opened in the committer
     */
    public ReservedConcurrencySink(
            ActTerms terms, LeverFactory levers, EffectsLogFactory log, EffectsListener.Factory listener) {
        this.terms = terms;
        this.levers = levers;
        this.log = log;
        this.listener = listener;
    }

    @Override
    public DataStream<ThrottleRequest> addPreWriteTopology(DataStream<ThrottleRequest> requests) {
        return requests.global();
    }

    @Override
    public CommittingSinkWriter<ThrottleRequest, ThrottleRequest> createWriter(WriterInitContext context) {
        return new RequestWriter(context.metricGroup().getNumRecordsSendCounter());
    }

    @Override
    public Committer<ThrottleRequest> createCommitter(CommitterInitContext context) throws IOException {
        EffectsListener seen = counting(context.metricGroup(), listener.open(context.metricGroup()));
        ActCommitter committer = new ActCommitter(terms, ActClock.system(), levers, log, seen);
        // the others never act, and the ledger has one writer
        boolean acts = context.getTaskInfo().getIndexOfThisSubtask() == 0;
        return acts ? committer.looking(LOOK_EVERY) : committer;
    }

    @Override
    public SimpleVersionedSerializer<ThrottleRequest> getCommittableSerializer() {
        return new ThrottleRequestSerializer();
    }

    private static EffectsListener counting(MetricGroup metrics, EffectsListener then) {
        EffectCounters counters = new EffectCounters(metrics);
        return new EffectsListener() {
            @Override
            public void seen(Effect effect) {
                counters.count(effect.outcome());
                then.seen(effect);
            }

            @Override
            public void noted(Effect effect) {
                then.noted(effect);
            }

            @Override
            public void stopped(Stopped what, String why) {
                then.stopped(what, why);
            }

            @Override
            public void close() {
                then.close();
            }
        };
    }
}
