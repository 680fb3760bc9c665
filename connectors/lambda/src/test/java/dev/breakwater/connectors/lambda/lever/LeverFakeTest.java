package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverRef;
import java.util.Map;

/** The contract on the fake. */
class LeverFakeTest extends LeverContract {

    private final FakeLever world = new FakeLever();

    @Override
    protected Lever lever() {
        return world;
    }

    @Override
    protected LeverRef create(FunctionRef function, Map<String, String> tags) {
        world.create(function.function()).tag(function.function(), tags);
        return LeverRef.reservation(function);
    }

    @Override
    protected void delete(String target) {
        world.delete(target);
    }

    @Override
    protected void byHand(String target, int value) {
        world.byHand(target, value);
    }

    @Override
    protected Map<String, String> tags(String target) {
        return world.tags(target);
    }
}
