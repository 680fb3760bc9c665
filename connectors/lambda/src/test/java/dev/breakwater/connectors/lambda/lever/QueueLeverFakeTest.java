package dev.breakwater.connectors.lambda.lever;

import java.util.Map;

/** Tests the contract of a queue's lever on the fake. Only the target differs. */
class QueueLeverFakeTest extends LeverContract {

    private static final String MAPPING = "4f1c3b1e-0000-0000-0000-000000000001";

    private final FakeLever world = new FakeLever();

    @Override
    protected LimitApi lever() {
        return world;
    }

    @Override
    protected String create(String function, Map<String, String> tags) {
        world.create(MAPPING, function).tag(MAPPING, tags);
        return MAPPING;
    }

    @Override
    protected void create(String function) {
        world.create(function);
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

    @Override
    protected int least() {
        return 2;
    }
}
