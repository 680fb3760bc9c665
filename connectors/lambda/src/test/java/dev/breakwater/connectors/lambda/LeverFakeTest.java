package dev.breakwater.connectors.lambda;

import java.util.Map;

/** The contract on the fake. */
class LeverFakeTest extends LeverContract {

    private final FakeLever world = new FakeLever();

    @Override
    protected Lever lever() {
        return world;
    }

    @Override
    protected void create(String function, Map<String, String> tags) {
        world.create(function).tag(function, tags);
    }

    @Override
    protected void delete(String function) {
        world.delete(function);
    }

    @Override
    protected void byHand(String function, int reservation) {
        world.byHand(function, reservation);
    }

    @Override
    protected Map<String, String> tags(String function) {
        return world.tags(function);
    }
}
