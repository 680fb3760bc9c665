package dev.breakwater.guard.world;

import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.PlaceMarks;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.ModelLedger;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.connectors.lambda.lever.LimitApi;
import dev.breakwater.guard.limit.LeverCalls;
import dev.breakwater.guard.limit.LimitLines;
import dev.breakwater.guard.limit.Sweep;
import dev.breakwater.guard.world.ModelAws.Actor;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The product, which consists of jobs and commands. A job has the loop in control's operator. Commands run on another
 * machine with a correct clock.
 */
final class Loop implements Product {

    private final ClosedLoopWorld world;
    private final List<LoopJob> installed = new ArrayList<>();

    Loop(ClosedLoopWorld world) {
        this.world = world;
    }

    @Override
    public Instance instance(String name) {
        LoopJob job = new LoopJob(world, name);
        installed.add(job);
        return job;
    }

    @Override
    public void sweep(boolean withLedgers) {
        if (!withLedgers) sweep("sweep", null).expired(end -> {});
        else
            installed.forEach(job -> sweep("sweep", job.ledger)
                    .expired(end -> world.trace.note("sweep", end.limit().function(), end.done(), end.words())));
    }

    @Override
    public boolean hasOpenLeases() {
        return installed.stream()
                .anyMatch(job -> known(job.ledger).leases().stream().anyMatch(lease -> lease.endedAt() == 0));
    }

    private static LimitLines.Known known(ModelLedger ledger) {
        LedgerMemory memory = ledger == null ? LedgerMemory.of(List.of()) : ledger.memory();
        return new LimitLines(ModelAws.ACCOUNT, ModelAws.REGION).known(memory);
    }

    @Override
    public void release(String function) {
        sweep("cli", null).release(function, end -> world.trace.note("release", function, end.done(), end.words()));
    }

    @Override
    public void allowAgain(String function) {
        sweep("cli", null).allowAgain(function);
    }

    @Override
    public Map<String, String> takenOver(Map<String, String> tags, String by) {
        String ours = tags.get(OwnTags.LEASE);
        LeaseTag tag = ours == null ? null : LeaseTag.read(ours).tag();
        if (tag == null) return Map.of();
        LeaseTag theirs = new LeaseTag(tag.set(), tag.was(), tag.from(), tag.until(), by, tag.id() + "x");
        return Map.of(OwnTags.LEASE, theirs.text());
    }

    private Sweep sweep(String who, ModelLedger ledger) {
        Actor actor = new Actor(who, true, true);
        LambdaPlaceDirectory directory = new LambdaPlaceDirectory(
                world.aws.client(actor), world.aws.index(actor), ModelAws.ACCOUNT, ModelAws.REGION);
        RightClock clock = new RightClock(world.clock);
        return new Sweep(
                ModelAws.ACCOUNT,
                ModelAws.REGION,
                new PlaceMarks(ModelAws.ACCOUNT, ModelAws.REGION, directory, clock),
                new LeverCalls(
                        ModelAws.ACCOUNT,
                        ModelAws.REGION,
                        (account, region, kind) -> lever(world.aws, actor, kind),
                        clock::getAsLong),
                known(ledger),
                line -> {
                    if (ledger != null) ledger.swept(line);
                },
                clock,
                "");
    }

    static LimitApi lever(ModelAws aws, Actor actor, LeverKind kind) {
        return AwsLeverFactory.of(kind, aws.client(actor), ModelAws.ACCOUNT, ModelAws.REGION);
    }

    /** The world's time, for commands. */
    private record RightClock(WorldClock world) implements Sweep.Clock, dev.breakwater.connectors.lambda.ActClock {

        @Override
        public long getAsLong() {
            return world.now;
        }

        @Override
        public long millis() {
            return world.now;
        }

        @Override
        public void pause(long millis) {
            world.pause(millis);
        }

        @Override
        public void sleep(long millis) {
            world.pause(millis);
        }
    }
}
