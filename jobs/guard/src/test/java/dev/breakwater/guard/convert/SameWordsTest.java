package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.mark.Marked.HandsOff;
import dev.breakwater.connectors.lambda.mark.Marked.LeaseTags;
import dev.breakwater.engine.limit.LeaseTag;
import dev.breakwater.engine.limit.Limits;
import org.junit.jupiter.api.Test;

/** Tests that core and the alarm connector use the same words for the same things. Neither depends on the other. */
class SameWordsTest {

    @Test
    void theTagHasTheSameKey() {
        assertThat(LeaseTag.KEY).isEqualTo(LeaseTags.LEASE);
    }

    @Test
    void aFunctionIsLeftAloneForTheSameTime() {
        assertThat(Limits.HANDS_OFF).isEqualTo(HandsOff.FOR.toMillis());
    }
}
