package dev.breakwater.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The world tells through the inventory what became of a throttle. */
class OverridesTest {

    private static final long FRESH_FOR = 5 * Rig.MINUTE;

    private final Rig rig = new Rig().knows("shop", 60);

    @BeforeEach
    void throttle() {
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.state.leases).containsKey("shop");
    }

    @Test
    void ourOwnLimitIsNoOverride() {
        rig.now += 2 * FRESH_FOR;
        rig.senses("shop", 60, true);
        tick();
        assertThat(rig.state.leases).containsKey("shop");
    }

    @Test
    void aLimitThatIsNotOursIsSomebodyElsesHand() {
        rig.now += FRESH_FOR + 1;
        rig.senses("shop", 33, false);
        tick();
        assertThat(rig.state.leases).isEmpty();
        assertThat(rig.said()).endsWith("override overridden");
        assertThat(rig.state.leftAlone).containsKey("shop");
        assertThat(rig.last.wishes).isEmpty();
    }

    @Test
    void aReadingFromBeforeOurChangeHadItsTimeSaysNothing() {
        rig.now += FRESH_FOR;
        rig.senses("shop", 60, false);
        rig.now += 10 * Rig.MINUTE;
        tick();
        assertThat(rig.state.leases).containsKey("shop");
    }

    @Test
    void whatWasSeenHeldAndIsNotAnyMoreWasReleasedByHandHoweverSoon() {
        rig.now += Rig.MINUTE;
        rig.senses("shop", 60, true);
        tick();
        rig.now += Rig.MINUTE;
        rig.senses("shop", 60, false);
        tick();
        assertThat(rig.state.leases).isEmpty();
        assertThat(rig.said()).endsWith("override overridden");
        assertThat(rig.last.wishes).isEmpty();
    }

    @Test
    void aReadingThatIsOlderThanTheOneThatSawUsSaysNothing() {
        rig.now += 2 * Rig.MINUTE;
        rig.senses("shop", 60, true);
        tick();
        rig.now -= Rig.MINUTE;
        rig.senses("shop", 60, false);
        rig.now += 2 * Rig.MINUTE;
        tick();
        assertThat(rig.state.leases).containsKey("shop");
    }

    @Test
    void aFunctionThatNobodyLookedAtSaysNothing() {
        rig.now += 2 * FRESH_FOR;
        tick();
        assertThat(rig.state.leases).containsKey("shop");
    }

    @Test
    void theLeaseOfADeletedFunctionEndsWithNothingToRestore() {
        rig.gone.add("shop");
        rig.facts.clear();
        tick();
        assertThat(rig.state.leases).isEmpty();
        assertThat(rig.said()).endsWith("release gone");
        assertThat(rig.last.wishes).isEmpty();
    }

    private void tick() {
        rig.took(rig.control().onTick(rig.state, rig.now));
    }
}
