package dev.breakwater.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.bench.peer.BreakwaterPeer;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.model.DataMinute;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StateSizesTest {

    @Test
    @Tag("full")
    void oursIsTheMeanOfASetAfterTwoWeeksAndTheForestFarAbove() {
        List<Long> functions = new ArrayList<>();
        int mean = CostBench.ours((state, share) -> {
                    functions.add(state.newest);
                    return functions.size() % 2 * 100;
                })
                .stored();
        assertThat(functions).hasSize(BenchSet.FUNCTIONS);
        assertThat(functions.get(0) - BreakwaterPeer.START).isGreaterThan(BenchSet.MINUTES - DataMinute.HOUR);
        assertThat(mean).isEqualTo(50);
        int forest = CostBench.stored(new com.amazon.randomcutforest.state.RandomCutForestMapper()
                .toState(CostBench.forest(new CalmFunction(1), 400)));
        assertThat(forest).isGreaterThan(50_000);
    }

    @Test
    void aCopiedStateGoesOnLikeItsOriginal() {
        CalmFunction one = new CalmFunction(1).settled();
        for (int m = 0; m < 30; m++) one.observe(20);
        CalmFunction other = new CalmFunction(1);
        other.as(one);
        assertThat(ScopeAssessor.wantsEveryMinute(other.state)).isTrue();
        assertThat(other.observe(20)).isEqualTo(one.observe(20)).isNotEmpty();
        assertThat(other.state.newest).isEqualTo(one.state.newest);
    }

    @Test
    void aCalmFunctionIsCalm() {
        CalmFunction calm = new CalmFunction(2).settled();
        assertThat(ScopeAssessor.wantsEveryMinute(calm.state)).isFalse();
        assertThat(calm.observe(1)).isEmpty();
    }
}
