package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.rules.Accepted;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.AccountFigures;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import org.junit.jupiter.api.Test;

class AcceptedTest {
    private static final Scope SHOP = Scope.function(Minute.ACCOUNT, Minute.REGION, "shop");
    private static final String INCIDENT = "1ddd9cc1e9a2";

    private final Rig rig = new Rig().knows("shop", -1).knows("cart", -1);

    @Test
    void anAcceptedSurgeIsResolvedAndItsThrottleGivenBack() {
        rig.minute(Minute.of("shop", 100).page(20));
        accept(200);
        assertThat(rig.said()).endsWith("throttle above-throttle-line", "accept accepted", "release accepted");
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical accepted");
        assertThat(rig.all.events).last().matches(e -> e.times().accepted(), "lists must say so");
        Decision accept = rig.all.decisions.stream()
                .filter(d -> d.type() == DecisionType.ACCEPT)
                .findFirst()
                .orElseThrow();
        assertThat(accept.incident()).isEqualTo(INCIDENT);
        assertThat(accept.until()).isEqualTo(200 * Rig.MINUTE);
        assertThat(rig.limits()).containsExactly(12, -1);
    }

    @Test
    void whatIsAcceptedIsRecordedButNeitherPagedNorThrottled() {
        rig.minute(Minute.of("shop", 100).page(20));
        accept(300);
        rig.minute(Minute.of("shop", 101).page(20));
        rig.minute(Minute.of("shop", 102).lastEvidence(101).closed(Reason.CALM));
        rig.minute(Minute.of("shop", 180).onset(180).page(30));
        rig.minute(Minute.of("shop", 190).onset(180).lastEvidence(180).closed(Reason.CALM));
        assertThat(rig.said()).endsWith("close calm", "open surge", "close calm");
        assertThat(rig.told()).hasSize(2).last().isEqualTo("RESOLVE critical accepted");
        assertThat(rig.all.incidents).last().satisfies(i -> {
            assertThat(i.identity().severity().wire()).isEqualTo("warning");
            assertThat(i.times().pagedAt()).isEqualTo(-1);
        });
        assertThat(rig.all.alarms).last().matches(a -> !a.paged());
        assertThat(rig.limits()).containsExactly(12, -1);
    }

    @Test
    void whereNobodyWasToldNothingEndsByIt() {
        rig.minute(Minute.of("shop", 100).warn(20));
        accept(300);
        assertThat(rig.told()).isEmpty();
        assertThat(rig.last.standings).noneMatch(i -> i.type() == AlarmAction.RESOLVE);
        assertThat(rig.state.incidents.open).hasSize(1);
    }

    @Test
    void itPagesAgainWhenTheTimeIsOver() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 100).page(20));
        accept(110);
        for (int m = 101; m < 109; m++) rig.minute(Minute.of("shop", m).page(20));
        assertThat(rig.last.standings).allMatch(i -> i.times().accepted()).isNotEmpty();
        for (int m = 109; m < 112; m++) rig.minute(Minute.of("shop", m).page(20));
        assertThat(rig.last.standings).noneMatch(i -> i.times().accepted()).isNotEmpty();
        assertThat(rig.told())
                .containsExactly("TRIGGER critical surge", "RESOLVE critical accepted", "TRIGGER critical surge");
        assertThat(rig.state.requests.acceptances).isEmpty();
    }

    @Test
    void anAttackEndsTheAcceptanceEvenIfItIsReadAgain() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 100).page(20));
        accept(300);
        rig.minute(Minute.of("shop", 101).page(20));
        Request attack = new Request("1", Request.Kind.ATTACK, SHOP, INCIDENT, rig.now, -1, "alice", "console", "", 0);
        rig.asks(attack);
        rig.asks(attack);
        accept(300);
        rig.minute(Minute.of("shop", 102).page(20));
        assertThat(rig.said()).endsWith("refuse mode-alert", "accept accepted", "request requested", "accept accepted");
        assertThat(rig.told())
                .containsExactly("TRIGGER critical surge", "RESOLVE critical accepted", "TRIGGER critical surge");
        assertThat(rig.last.standings).noneMatch(i -> i.times().accepted()).isNotEmpty();
        accept(400);
        assertThat(rig.told()).as("a new acceptance").hasSize(4).last().isEqualTo("RESOLVE critical accepted");
    }

    @Test
    void whatCostsMoreThanTwiceWhatWasAcceptedPagesAndIsThrottled() {
        rig.minute(Minute.of("shop", 160).page(20));
        accept(9_000);
        rig.minute(Minute.of("shop", 161).page(40));
        assertThat(rig.told()).as("twice is covered").last().isEqualTo("RESOLVE critical accepted");
        for (int m = 162; m < 282; m++) rig.minute(Minute.of("shop", m).page(10_000));
        assertThat(rig.told())
                .contains("TRIGGER critical surge")
                .filteredOn(t -> t.startsWith("TRIGGER"))
                .hasSize(2);
        assertThat(rig.said())
                .filteredOn("throttle above-throttle-line"::equals)
                .hasSize(2);
    }

    @Test
    void aPersonChoosesTheSizeAndTheDecisionNamesItAndThem() {
        rig.minute(Minute.of("shop", 160).page(20));
        Request five = new Request(
                "a5", Request.Kind.ACCEPT, SHOP, INCIDENT, rig.now, 9_000 * Rig.MINUTE, "alice", "console", "", 5);
        rig.asks(five);
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.ACCEPT)
                .extracting(Decision::words)
                .containsExactly("accept, by alice, from console, up to 100.00 USD an hour above normal");
        rig.minute(Minute.of("shop", 161).page(100));
        assertThat(rig.told()).as("five times is covered").last().isEqualTo("RESOLVE critical accepted");
        rig.minute(Minute.of("shop", 162).page(110));
        assertThat(rig.told()).last().isEqualTo("TRIGGER critical surge");
    }

    @Test
    void whatWasAcceptedWhileHeldIsAcceptedAtWhatItWouldCostUnheld() {
        rig.minute(Minute.of("shop", 200).page(100).billed(.05));
        accept(9_000);
        rig.minute(Minute.of("shop", 201).page(190));
        assertThat(rig.told()).as("it runs free now").last().isEqualTo("RESOLVE critical accepted");
        rig.minute(Minute.of("shop", 202).page(210));
        assertThat(rig.told()).last().isEqualTo("TRIGGER critical surge");
    }

    @Test
    void whatWasAcceptedUnseenCoversNoMoreThanTwiceThePageLine() {
        rig.pageNano = 15 * Minute.USD;
        accept(9_000);
        rig.minute(Minute.of("shop", 200).page(30));
        assertThat(rig.told()).isEmpty();
        rig.minute(Minute.of("shop", 201).page(31));
        assertThat(rig.told()).containsExactly("TRIGGER critical surge");
    }

    @Test
    void othersArePagedAllTheSame() {
        accept(300);
        rig.minute(Minute.of("cart", 100).page(20));
        assertThat(rig.told()).containsExactly("TRIGGER critical surge");
        assertThat(rig.limits()).containsExactly(12);
    }

    @Test
    void theSameWordAgainSaysNothingAndTheNewestCounts() {
        accept(300);
        accept(300);
        assertThat(rig.said()).containsExactly("accept accepted");
        accept(200);
        assertThat(rig.state.requests.acceptances.get(SHOP.id()).until).isEqualTo(200 * Rig.MINUTE);
        rig.now = 250 * Rig.MINUTE;
        accept(250);
        assertThat(rig.said()).as("what is over says nothing").hasSize(2);
    }

    @Test
    void moreThanAnybodyAcceptsByHandAreNotKept() {
        for (int i = 0; i < Accepted.MOST + 5; i++) {
            Scope scope = Scope.function(Minute.ACCOUNT, Minute.REGION, "f" + i);
            rig.took(rig.control().onRequest(rig.state, accepts(scope, 1_000 + i), rig.now));
        }
        assertThat(rig.state.requests.acceptances.values())
                .hasSize(Accepted.MOST)
                .extracting(a -> a.until)
                .doesNotContain(1_004L)
                .contains(1_005L);
    }

    @Test
    void aSurgeThatIsADayOldAsksOnce() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("shop", 1541).page(20).because(Reason.NEW_NORMAL_ASKED));
        rig.minute(Minute.of("shop", 1542).page(20).because(Reason.NEW_NORMAL_ASKED));
        assertThat(rig.told()).containsExactly("TRIGGER critical surge", "UPDATE critical new-normal-asked");
    }

    @Test
    void oneThatTheFleetPageTellsOfAsksWithAnAlertOfItsOwn() {
        rig.mode = Mode.ALERT;
        rig.together = 2;
        rig.minute(Minute.of("shop", 100).page(20), Minute.of("cart", 100).page(20));
        rig.minute(Minute.of("shop", 1541).page(20).because(Reason.NEW_NORMAL_ASKED));
        assertThat(rig.told()).startsWith("TRIGGER critical fleet-page").contains("TRIGGER critical new-normal-asked");
    }

    @Test
    void aRefusalNamesTheLimitThatAPersonCouldSet() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(refused().limit()).isEqualTo(12);
        assertThat(refused().until()).isEqualTo(-1);
    }

    @Test
    void aRefusalNamesNoLimitForWhatIsProtectedUnknownOrHeldBelowItAnyway() {
        rig.mode = Mode.ALERT;
        rig.knows("vip-pay", -1).knows("low", 5);
        rig.minute(Minute.of("vip-pay", 100).page(20));
        assertThat(refused().limit()).isEqualTo(-1);
        rig.minute(Minute.of("low", 100).page(20));
        assertThat(refused().limit()).isEqualTo(-1);
        rig.minute(Minute.of("shop", 100).page(20).notReady());
        assertThat(refused().limit()).isEqualTo(-1);
    }

    private Decision refused() {
        return rig.all.decisions.stream()
                .filter(d -> d.type() == DecisionType.REFUSE)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void anotherEndAfterTheSurgeKeepsTheAcceptedCost() {
        rig.minute(Minute.of("shop", 100).page(20));
        accept(9_000);
        rig.minute(Minute.of("shop", 102).lastEvidence(100).closed(Reason.CALM));
        accept(300);
        rig.minute(Minute.of("shop", 180).onset(180).page(30));
        assertThat(rig.told()).as("30 USD an hour is below twice 20").last().isEqualTo("RESOLVE critical accepted");
    }

    private void accept(long minute) {
        rig.asks(accepts(SHOP, minute * Rig.MINUTE));
    }

    private Request accepts(Scope scope, long until) {
        return new Request("a" + until, Request.Kind.ACCEPT, scope, INCIDENT, rig.now, until, "", "", "", 0);
    }

    @Test
    void aWordBeforeAnythingElseNamesThePlace() {
        accept(300);
        assertThat(rig.state.figures(rig.now))
                .extracting(AccountFigures::account, AccountFigures::region)
                .containsExactly(Minute.ACCOUNT, Minute.REGION);
    }
}
