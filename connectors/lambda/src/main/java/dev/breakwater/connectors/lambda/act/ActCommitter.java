package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsJournal;
import dev.breakwater.connectors.lambda.ledger.EffectsListener;
import dev.breakwater.connectors.lambda.ledger.EffectsLog.EffectsLogFactory;
import dev.breakwater.connectors.lambda.lever.Lever.LeverFactory;
import dev.breakwater.connectors.lambda.lever.Levers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Committer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests out once the checkpoint that holds them is complete: releases first, then throttles, within the
 * budget. Never asks Flink to retry (that would call again at once and then fail the job): what is not done is written
 * down and comes again, because control repeats its wishes.
 */
public final class ActCommitter implements Committer<ThrottleRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(ActCommitter.class);

    private final ActTerms terms;
    private final ActClock clock;
    private final Levers levers;
    private final EffectsListener listener;
    private final EffectsJournal journal;
    private final Set<LeverRef> notGivenBack = new HashSet<>();
    private ScheduledExecutorService looks;

    /**
     * @param seen told of each effect, written or not; closed with this
     */
    public ActCommitter(
            ActTerms terms, ActClock clock, LeverFactory levers, EffectsLogFactory log, EffectsListener seen) {
        this.terms = terms;
        this.clock = clock;
        this.levers = new Levers(levers);
        this.listener = seen;
        this.journal = new EffectsJournal(log, seen);
    }

    /** Looks at the ledger again and again, so that people hear of a broken one before a throttle needs it. */
    ActCommitter looking(Duration every) {
        looks = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "breakwater-ledger-look");
            thread.setDaemon(true);
            return thread;
        });
        looks.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Tells the listener what the ledger does not let begin, where that has changed. */
    public synchronized void look() {
        journal.isWritable();
    }

    @Override
    public synchronized void commit(Collection<CommitRequest<ThrottleRequest>> requests) {
        List<ThrottleRequest> newest = new ArrayList<>(newest(requests));
        newest.sort(Comparator.comparing(ThrottleRequest::throttle));
        CallBudget budget = new CallBudget(clock, terms.budgetMillis());
        CommitPlanner planner = new CommitPlanner(terms.owner(), terms.adopts());
        ActBatch batch = new ActBatch(planner, levers, budget, clock, journal, notGivenBack);
        for (ThrottleRequest request : newest) {
            if (request.isNote()) {
                Effect note = request.ended(clock.millis(), EffectOutcome.REQUESTED, request.words());
                journal.note(note);
                listener.noted(note);
            } else {
                journal.write(carryOut(batch, request));
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (looks != null) {
            looks.shutdownNow();
        }
        levers.close();
        listener.close();
        journal.close();
    }

    /** A failure for one function, even a bug of ours, must not take the alarms of all others down with the job. */
    private Effect carryOut(ActBatch batch, ThrottleRequest request) {
        try {
            return batch.carryOut(request);
        } catch (RuntimeException e) {
            LOG.error("Act for {} failed unexpectedly", request.ref(), e);
            String name = e.getClass().getSimpleName();
            return request.ended(clock.millis(), EffectOutcome.UNKNOWN, "unexpected " + name);
        }
    }

    private static Collection<ThrottleRequest> newest(Collection<CommitRequest<ThrottleRequest>> requests) {
        Map<Object, ThrottleRequest> newest = new LinkedHashMap<>();
        for (CommitRequest<ThrottleRequest> each : requests) {
            newest.put(each.getCommittable().subject(), each.getCommittable());
        }
        return newest.values();
    }
}
