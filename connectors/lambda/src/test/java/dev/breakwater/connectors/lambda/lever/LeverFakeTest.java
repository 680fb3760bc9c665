package dev.breakwater.connectors.lambda.lever;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory.LeverWithReturnRole;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void aMissingTagIsWrittenByTheReturnRoleInAReturnAndWhereTheActRoleMayNotAlone() {
        FakeLever returns = new FakeLever().create("f");
        LimitApi both = new LeverWithReturnRole(world.create("f"), returns);
        world.failNext(FakeLever.Call.TAG, Outcome.DENIED);
        assertThat(both.tag("f", "lease").failedAs(Outcome.DENIED))
                .as("a throttle never begins by it")
                .isTrue();
        world.failNext(FakeLever.Call.TAG, Outcome.THROTTLED);
        assertThat(both.tagAgain("f", "lease").failedAs(Outcome.THROTTLED)).isTrue();
        assertThat(both.tagAgain("f", "lease").ok()).isTrue();
        assertThat(returns.calls()).isEmpty();

        world.failNext(FakeLever.Call.TAG, Outcome.DENIED);
        assertThat(both.tagAgain("f", "lease").ok()).isTrue();
        assertThat(returns.calls()).hasSize(1);
        both.restore("f", 40);
        both.untag("f");
        assertThat(returns.calls()).as("it can set nothing").hasSize(1);
    }
}
