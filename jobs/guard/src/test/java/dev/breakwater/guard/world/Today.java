package dev.breakwater.guard.world;

import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.act.PlaceMarks;
import dev.breakwater.connectors.lambda.act.Sweep;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.ledger.EffectsMemory;
import dev.breakwater.connectors.lambda.lever.Lever;
import dev.breakwater.connectors.lambda.lever.Levers;
import dev.breakwater.connectors.lambda.lever.QueueConcurrencyLever;
import dev.breakwater.connectors.lambda.lever.ReservedConcurrencyLever;
import dev.breakwater.connectors.lambda.lever.StreamPauseLever;
import dev.breakwater.guard.world.ModelAws.Actor;
import java.util.ArrayList;
import java.util.List;

/** The product with sink, committer, inventory and effects source. Commands run on another machine, whose clock is right. */
final class Today implements Product {

    private final ClosedLoopWorld world;
    private final List<Job> installed = new ArrayList<>();

    Today(ClosedLoopWorld world) {
        this.world = world;
    }

    @Override
    public Instance instance(String name) {
        Job job = new Job(world, name);
        installed.add(job);
        return job;
    }

    @Override
    public void sweep(boolean withLedgers) {
        if (!withLedgers) sweep("sweep", new EffectsMemory()).expired(end -> {});
        else installed.forEach(job -> sweep("sweep", job.ledger.memory()).expired(end -> {}));
    }

    @Override
    public void release(String function) {
        sweep("cli", new EffectsMemory()).release(function);
    }

    @Override
    public void allowAgain(String function) {
        sweep("cli", new EffectsMemory()).allowAgain(function);
    }

    private Sweep sweep(String who, EffectsMemory ledger) {
        Actor actor = new Actor(who, true, true);
        ActClock right = new ActClock() {
            @Override
            public long millis() {
                return world.clock.now;
            }

            @Override
            public void pause(long millis) {
                world.clock.pause(millis);
            }
        };
        LambdaPlaceDirectory directory = new LambdaPlaceDirectory(
                world.aws.client(actor), world.aws.index(actor), ModelAws.ACCOUNT, ModelAws.REGION);
        PlaceMarks marks = new PlaceMarks(ModelAws.ACCOUNT, ModelAws.REGION, directory, right);
        return new Sweep(marks, new Levers((account, region, kind) -> lever(world.aws, actor, kind)), ledger, right);
    }

    static Lever lever(ModelAws aws, Actor actor, LeverKind kind) {
        var client = aws.client(actor);
        return switch (kind) {
            case RESERVATION -> new ReservedConcurrencyLever(client, ModelAws.ACCOUNT, ModelAws.REGION);
            case QUEUE -> new QueueConcurrencyLever(client, ModelAws.ACCOUNT, ModelAws.REGION);
            case STREAM -> new StreamPauseLever(client, ModelAws.ACCOUNT, ModelAws.REGION);
        };
    }
}
