package dev.breakwater.connectors.lambda.lever;

import java.util.Map;

/** Tests the contract on the fake. */
class LeverFakeTest extends LeverContract {

    private final FakeLever world = new FakeLever();

    @Override
    protected LimitApi lever() {
        return world;
    }

    @Override
    protected String create(String function, Map<String, String> tags) {
        world.create(function).tag(function, tags);
        return function;
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
