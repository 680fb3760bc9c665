package dev.breakwater.core.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.control.ControlState;
import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.control.LimitObservation.Kind;
import dev.breakwater.core.control.Wish;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.PolicyBook;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All state is lost, and marks are found. */
class AdoptionTest {
    private final Rig rig = new Rig().knows("shop", -1);
    private long end;

    @BeforeEach
    void live() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.obeys = false;
        rig.now = 100 * Rig.MINUTE;
        end = rig.now + 60 * Rig.MINUTE;
    }

    @Test
    void aMarkOfOursIsHeldToItsOwnEndAndItsAlertIsResolved() {
        rig.reads("shop", 9, end, "test");
        assertThat(rig.said()).containsExactly("held adopted");
        rig.obeys = true;
        rig.quietUntil(300);
        assertThat(rig.said()).containsExactly("held adopted", "release max-hold", "given-back max-hold");
        assertThat(rig.all.decisions.get(1).at()).isEqualTo(end);
        assertThat(rig.all.events).singleElement().satisfies(e -> {
            assertThat(e.type()).isEqualTo(IncidentSnapshot.EventType.RESOLVE);
            assertThat(e.dedupKey()).isEqualTo("breakwater/0123456789ab");
        });
    }

    @Test
    void theIncidentThatTheMarkNamesGoesOnUnderItsNameAndEndsOnce() {
        rig.minute(Minute.of("shop", 100).page(20));
        String id = rig.all.decisions.get(0).incident();
        rig.state = new ControlState();
        rig.observes(new LimitObservation(
                Kind.MARKED,
                Minute.ACCOUNT,
                Minute.REGION,
                "shop",
                dev.breakwater.core.policy.Lever.RESERVATION,
                id + ":1",
                12,
                -1,
                12,
                end,
                "test",
                "",
                rig.now));
        rig.together = 1;
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.state.ended).isEmpty();
        rig.minute(Minute.of("shop", 102).closed(dev.breakwater.core.model.Reason.CALM));
        rig.obeys = true;
        rig.quietUntil(400);
        assertThat(rig.all.events)
                .filteredOn(e -> e.dedupKey().equals("breakwater/" + id))
                .last()
                .extracting(IncidentSnapshot::type)
                .isEqualTo(IncidentSnapshot.EventType.RESOLVE);
        assertThat(rig.state.ended).isEmpty();
    }

    @Test
    void anOrderThatTheMarkNamesIsToldOfByItsMeterFromThenOn() {
        rig.observes(rig.observation(Kind.SET, "shop", 9, end, ""));
        rig.handsOff("shop");
        int told = rig.all.events.size();
        rig.minute(Minute.of("shop", 100).cost(1, 3).ordered("0123456789ab"));
        assertThat(rig.state.ended).isEmpty();
        rig.obeys = true;
        rig.quietUntil(300);
        assertThat(rig.all.events).as("the meter has the same key").hasSize(told);
    }

    @Test
    void whatTheMarkSaysWasFoundIsGivenBackThoughControlHadReadNothing() {
        rig.minute(Minute.of("shop", 100).page(20));
        Wish wish = rig.lastWish();
        assertThat(wish.previous()).isEqualTo(-1);
        rig.observes(new LimitObservation(
                Kind.MARKED,
                Minute.ACCOUNT,
                Minute.REGION,
                "shop",
                wish.lever(),
                wish.incident() + ":7",
                wish.limit(),
                448,
                wish.limit(),
                rig.now + Rig.MINUTE,
                "test",
                "",
                rig.now));
        rig.now += Rig.MINUTE;
        rig.tick();
        assertThat(rig.lastWish()).extracting(Wish::throttle, Wish::previous).containsExactly(false, 448);
    }

    @Test
    void whatOnlyTheLedgerKnowsIsHeldToItsEndAndGivenBack() {
        rig.observes(rig.observation(Kind.SET, "shop", 9, end, ""));
        assertThat(rig.said()).containsExactly("held adopted");
        assertThat(rig.state.leases).containsKey("shop");
        rig.obeys = true;
        rig.quietUntil(300);
        assertThat(rig.said()).containsExactly("held adopted", "release max-hold", "given-back max-hold");
    }

    @Test
    void oneOrderOfABudgetHoldsTwoFunctionsAndEachComesToItsOwnEnd() {
        rig.knows("cart", -1);
        rig.reads("shop", 9, end, "test");
        rig.reads("cart", 9, end, "test");
        rig.handsOff("shop");
        rig.obeys = true;
        rig.quietUntil(300);
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.scope().key().equals("cart"))
                .extracting(Decision::type)
                .containsExactly(DecisionType.HELD, DecisionType.RELEASE, DecisionType.GIVEN_BACK);
        assertThat(rig.state.ended).isEmpty();
    }

    @Test
    void whatIsAskedForGivesWayToWhatIsFoundToStand() {
        rig.radius = new PolicyBook.BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        rig.minute(Minute.of("cart", 100).page(20));
        assertThat(rig.lastWish().throttle()).isTrue();
        rig.reads("shop", 9, end, "test");
        assertThat(rig.said()).endsWith("held adopted", "release radius-at-once");
        assertThat(rig.all.wishes)
                .filteredOn(wish -> wish.function().equals("cart"))
                .last()
                .extracting(Wish::throttle)
                .isEqualTo(false);
        assertThat(rig.state.leases).containsOnlyKeys("shop");
    }

    @Test
    void aReleaseThatFailsAndIsNotKnownAnyMoreIsAskedForUntilItIsAnswered() {
        rig.observes(rig.observation(Kind.FAILED, "shop", 9, end, ""));
        assertThat(rig.lastWish().throttle()).isFalse();
        assertThat(rig.state.leases).isEmpty();
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        assertThat(rig.said()).containsExactly("given-back could-not");
        int wishes = rig.all.wishes.size();
        rig.quietUntil(300);
        assertThat(rig.all.wishes).hasSize(wishes);
        assertThat(rig.state.ended).isEmpty();
    }

    @Test
    void aMarkOfAnInstanceThatIsAdoptedIsOurs() {
        rig.reads("shop", 9, end, "former");
        assertThat(rig.state.leases).containsKey("shop");
    }

    @Test
    void aMarkOfAnotherIsLeftAlone() {
        rig.reads("shop", 9, end, "other-team");
        assertThat(rig.all.decisions).isEmpty();
        assertThat(rig.all.wishes).isEmpty();
    }

    @Test
    void belowEnforceItIsGivenBackAtOnce() {
        rig.mode = Mode.ALERT;
        rig.reads("shop", 9, end, "test");
        assertThat(rig.said()).containsExactly("held adopted", "release adopted");
        assertThat(rig.lastWish().throttle()).isFalse();
        assertThat(rig.lastWish())
                .as("nothing but the reading says where")
                .extracting(Wish::account, Wish::region)
                .containsExactly(Minute.ACCOUNT, Minute.REGION);
    }

    @Test
    void oneWhoseEndIsOverIsGivenBackBeforeAnythingBeginsAnew() {
        rig.reads("shop", 9, rig.now - 1, "test");
        assertThat(rig.said()).containsExactly("held adopted", "release adopted");
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).endsWith("refuse not-given-back");
    }

    @Test
    void aReadingFromBeforeItWasGivenBackAdoptsNothing() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.answer(rig.lastWish(), Kind.SET, "");
        rig.mode = Mode.ALERT;
        rig.tick();
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        rig.mode = Mode.ENFORCE;
        rig.now += 2 * Rig.MINUTE;
        rig.reads("shop", 12, end, "test");
        assertThat(rig.state.leases).isEmpty();
        rig.now += 1;
        rig.reads("shop", 12, end, "test");
        assertThat(rig.state.leases).as("clocks differ by two minutes at most").containsKey("shop");
    }

    @Test
    void whatIsAdoptedCountsAsAPlace() {
        rig.radius = new dev.breakwater.core.policy.PolicyBook.BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        rig.reads("cart", 9, end, "test");
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).contains("refuse radius-at-once");
    }
}
