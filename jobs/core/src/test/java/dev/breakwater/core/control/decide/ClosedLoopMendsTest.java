package dev.breakwater.core.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.control.LimitObservation.Kind;
import dev.breakwater.core.control.Wish;
import dev.breakwater.core.policy.PolicyBook;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the drawn worlds found in control, each told by itself. */
class ClosedLoopMendsTest {

    private final Rig rig = new Rig().knows("shop", -1);

    @BeforeEach
    void live() {
        rig.restateEvery = Duration.ofMinutes(1);
    }

    @Test
    void aMarkThatIsAdoptedKeepsItsIntentForOneWithoutCouldNotBeRead() {
        rig.now = 100 * Rig.MINUTE;
        rig.reads("shop", 12, rig.now + 30 * Rig.MINUTE, "test");
        rig.tick();
        assertThat(rig.lastWish().throttle()).isTrue();
        assertThat(rig.lastWish().intent()).isEqualTo("0123456789ab:1");
    }

    @Test
    void aHandsOffTagFreesNoPlaceWhileOurLimitMayStand() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.obeys = false;
        rig.handsOff("shop");
        assertThat(rig.state.releases.get("shop").stands).isTrue();
        assertThat(rig.lastWish().throttle()).isFalse();
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        assertThat(rig.state.releases.get("shop").stands).isFalse();
    }

    @Test
    void whatAnotherInstanceMarkedOverALimitOfOursIsAskedForUntilItLetsGo() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.obeys = false;
        rig.quietUntil(400);
        Wish release = rig.lastWish();
        assertThat(release.throttle()).isFalse();
        rig.answer(release, Kind.HELD_BY_OTHER, "marked by b");
        assertThat(rig.state.releases.get("shop").givenBackAt).isZero();
    }

    @Test
    void whatWasNeverAnsweredKeepsItsPlaceUntilItIsSeenGivenBack() {
        rig.radius = new PolicyBook.BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        rig.obeys = false;
        rig.minute(Minute.of("shop", 100).page(20));
        rig.quietUntil(111);
        assertThat(rig.said()).endsWith("could-not could-not");
        rig.minute(Minute.of("cart", 112).page(20));
        assertThat(rig.said()).contains("refuse radius-at-once");
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        rig.minute(Minute.of("cart", 113).page(20));
        assertThat(rig.said()).endsWith("throttle above-throttle-line");
    }

    @Test
    void anActThatFailsAfterTheLimitWasGivenBackIsAskedForOnceMore() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.quietUntil(140);
        assertThat(rig.state.releases.get("shop").givenBackAt).isPositive();
        rig.obeys = false;
        rig.answer(rig.lastWish(), Kind.FAILED, "503");
        assertThat(rig.state.releases.get("shop").givenBackAt).isZero();
        assertThat(rig.lastWish().throttle()).isFalse();
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        assertThat(rig.state.releases.get("shop").givenBackAt).isPositive();
    }
}
