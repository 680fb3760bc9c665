package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.mark.Marked.HandsOff;
import dev.breakwater.connectors.lambda.mark.Marked.LeaseTags;
import dev.breakwater.core.limit.LeaseTag;
import dev.breakwater.core.limit.Limits;
import dev.breakwater.core.policy.Lever.LeverKind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests that core and the alarm connector use the same words for the same things. Neither depends on the other. */
class SameWordsTest {

    @Test
    void theLeversHaveTheSameNames() {
        assertThat(LeverKind.values())
                .extracting(Enum::name)
                .containsExactly(Arrays.stream(dev.breakwater.connectors.lambda.LimitKind.values())
                        .map(Enum::name)
                        .toArray(String[]::new));
    }

    @Test
    void theTagHasTheSameKey() {
        assertThat(LeaseTag.KEY).isEqualTo(LeaseTags.LEASE);
    }

    @Test
    void aFunctionIsLeftAloneForTheSameTime() {
        assertThat(Limits.HANDS_OFF).isEqualTo(HandsOff.FOR.toMillis());
    }
}
