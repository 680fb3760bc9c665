package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.FleetStatus.Surge;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.incident.Rings;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The functions {@code shop-*} are a group, {@code mail_in_*} share a stem, and {@code live-*} are most of the fleet.
 */
class SharedAlertTest {

    private final Rig rig = new Rig();

    @BeforeEach
    void aFleet() {
        rig.mode = Mode.ALERT;
        for (String f : List.of("shop-cart", "shop-pay", "mail_in_a", "mail_in_b", "post", "solo", "cron"))
            rig.knows(f, -1);
        for (int i = 0; i < 7; i++) rig.knows("live-" + i, -1);
    }

    @Test
    void incidentsOfOneGroupAreOneAlertThatListsThemByCost() {
        rig.minute(Minute.of("shop-cart", 100).page(20));
        rig.minute(
                Minute.of("shop-cart", 104).page(20), Minute.of("shop-pay", 104).page(30));
        assertThat(told()).containsExactly("TRIGGER shop-cart of shop-cart", "UPDATE shop-cart of shop-pay, shop-cart");
        assertThat(rig.said())
                .as("each is an incident")
                .filteredOn("page paged"::equals)
                .hasSize(2);
        assertThat(rig.state.incidents.open).hasSize(2);
    }

    @Test
    void aGroupIsOneCauseThoughMostOfTheFleetBeginsAsItsFunctionsDo() {
        for (int i = 0; i < 20; i++) rig.knows("shop-" + i, -1);
        both();
        rig.minute(Minute.of("live-1", 102).page(20), Minute.of("shop-1", 102).page(10));
        assertThat(told())
                .endsWith("TRIGGER live-1 of live-1", "UPDATE shop-cart of shop-cart, shop-pay, shop-1")
                .hasSize(4);
    }

    @Test
    void aGroupIsToldWithItsOwnFunctionsAndNoOther() {
        rig.minute(Minute.of("shop-pay", 100).page(200));
        rig.minute(Minute.group("shop", 101).page(350));
        assertThat(told()).last().isEqualTo("UPDATE shop-pay of shop-pay, shop");
        rig.minute(Minute.of("solo", 102).page(20));
        assertThat(told()).last().isEqualTo("TRIGGER solo of solo");

        Rig other = new Rig().knows("solo", -1);
        other.mode = Mode.ALERT;
        other.minute(Minute.of("solo", 100).page(20));
        other.minute(Minute.group("shop", 101).page(20));
        assertThat(other.told()).hasSize(2).allMatch(t -> t.startsWith("TRIGGER"));
    }

    @Test
    void whatHasTwoCausesIsToldWithTheOlder() {
        rig.minute(Minute.of("solo", 120).page(200));
        rig.minute(Minute.of("post", 121).page(200));
        rig.minute(Minute.of("cron", 122).page(200));
        rig.minute(Minute.account(123).spread().page(150));
        assertThat(told()).hasSize(4).last().asString().startsWith("UPDATE solo of");
    }

    @Test
    void nobodyJoinsAnAlertThatAnEarlierRunMayHaveOpened() {
        rig.restateEvery = Duration.ofMinutes(20);
        rig.minute(Minute.of("solo", 70).page(20));
        rig.now = 101 * Step.MINUTE;
        rig.begins();
        rig.minute(
                Minute.of("shop-cart", 100).page(20), Minute.of("shop-pay", 100).page(10));
        rig.minute(
                Minute.of("shop-cart", 103).page(20),
                Minute.of("shop-fees", 103).page(10));
        assertThat(told())
                .as("the alert may be open since before the start, so its first message may wake nobody")
                .contains("TRIGGER shop-pay of shop-pay", "TRIGGER shop-fees of shop-fees");
    }

    @Test
    void aRunThatIsOnlyMinutesBehindSendsAgainWhatWasJustSent() {
        rig.restateEvery = Duration.ofMinutes(20);
        rig.minute(Minute.of("solo", 70).page(20));
        rig.minute(Minute.of("solo", 95).calm());
        rig.now = 101 * Step.MINUTE;
        rig.begins();
        rig.minute(
                Minute.of("shop-cart", 100).page(20), Minute.of("shop-pay", 100).page(10));
        assertThat(told()).endsWith("UPDATE shop-cart of shop-cart, shop-pay");
    }

    @Test
    void anAlertThatTheRestoredStateKnowsIsJoined() {
        rig.restateEvery = Duration.ofMinutes(20);
        rig.minute(Minute.of("shop-cart", 100).page(20));
        rig.now += Step.MINUTE;
        rig.begins();
        rig.minute(
                Minute.of("shop-cart", 104).page(20), Minute.of("shop-pay", 104).page(10));
        assertThat(told()).endsWith("UPDATE shop-cart of shop-cart, shop-pay");
    }

    @Test
    void theCostliestOfOneMinuteIsTheFirst() {
        rig.minute(
                Minute.of("mail_in_a", 100).page(20),
                Minute.of("mail_in_b", 100).page(30));
        assertThat(told())
                .containsExactly("TRIGGER mail_in_b of mail_in_b", "UPDATE mail_in_b of mail_in_b, mail_in_a");
    }

    @Test
    void functionsThatTheSameQueueOrStreamFeedsAreOneAlert() {
        rig.fed("a", "arn:stream-1")
                .fed("b", "arn:stream-1")
                .fed("c", "arn:stream-2")
                .fed("d", "")
                .fed("e", "");
        rig.minute(Minute.of("a", 100).page(20));
        rig.minute(Minute.of("b", 101).page(20), Minute.of("c", 101).page(20));
        rig.minute(Minute.of("d", 102).page(20), Minute.of("e", 102).page(20));
        assertThat(told())
                .containsExactly(
                        "TRIGGER a of a", "TRIGGER c of c", "UPDATE a of a, b", "TRIGGER d of d", "TRIGGER e of e");
    }

    @Test
    void whatHasNothingInCommonIsAnAlertOfItsOwn() {
        rig.minute(Minute.of("mail_in_a", 100).page(20));
        rig.minute(Minute.of("post", 101).page(20));
        rig.minute(Minute.of("solo", 102).page(20));
        rig.minute(Minute.of("live-1", 103).page(20), Minute.of("live-2", 103).page(20));
        assertThat(rig.all.events).hasSize(5).allMatch(e -> !e.fleet().present());
    }

    @Test
    void whatPagesLaterThanMinutesAfterIsAnAlertOfItsOwn() {
        rig.minute(Minute.of("shop-cart", 100).page(20));
        rig.minute(
                Minute.of("shop-cart", 111).page(20), Minute.of("shop-pay", 111).page(20));
        assertThat(told()).containsExactly("TRIGGER shop-cart of shop-cart", "TRIGGER shop-pay of shop-pay");
    }

    @Test
    void theAlertGoesOnUntilTheLastIsOver() {
        both();
        rig.minute(closed("shop-cart", 140), Minute.of("shop-pay", 140).page(20));
        assertThat(told()).hasSize(3).last().isEqualTo("UPDATE shop-cart of shop-pay");
        rig.minute(closed("shop-pay", 150));
        assertThat(told()).hasSize(4).last().isEqualTo("RESOLVE shop-cart of shop-pay");
        assertThat(rig.state.alerts.open).isEmpty();
        assertThat(rig.all.incidents)
                .as("each by its own key")
                .allMatch(i -> i.dedupKey().equals("breakwater/" + i.incident()));
    }

    @Test
    void theAlertIsAsBadAsTheWorstOfThem() {
        rig.minute(Minute.of("shop-cart", 100).page(20));
        rig.minute(
                Minute.of("shop-cart", 101).page(20), Minute.of("shop-pay", 101).page(5));
        rig.minute(Minute.of("shop-pay", 102).page(5), closed("shop-cart", 140));
        assertThat(rig.told())
                .containsExactly("TRIGGER critical surge", "UPDATE critical shared-alert", "UPDATE error shared-alert");
    }

    @Test
    void whatIsHeldForOneIsTold() {
        rig.mode = Mode.ENFORCE;
        both();
        rig.minute(
                Minute.of("shop-cart", 102).page(20), Minute.of("shop-pay", 102).page(20));
        assertThat(rig.limits()).hasSize(2);
        assertThat(last().fleet().surges()).allMatch(s -> s.hold().present());
        rig.minute(closed("shop-cart", 103), closed("shop-pay", 103));
        assertThat(told()).as("the throttles are still on").last().asString().startsWith("UPDATE");
        rig.quietUntil(400);
        assertThat(told()).last().asString().startsWith("RESOLVE shop-cart of");
        assertThat(rig.state.alerts.open).isEmpty();
    }

    @Test
    void functionsOfAGroupOrAWholeSpreadAreToldWithIt() {
        rig.minute(Minute.group("shop", 100).page(20));
        rig.minute(Minute.of("shop-pay", 101).page(20));
        assertThat(told()).last().isEqualTo("UPDATE shop of shop-pay, shop");
        rig.minute(Minute.of("solo", 120).onset(120).page(200));
        rig.minute(Minute.account(122).onset(120).spread().page(150));
        rig.minute(Minute.of("cron", 129).onset(122).page(20));
        // what the account costs now besides these functions is the least
        assertThat(told()).last().isEqualTo("UPDATE solo of solo, cron, account 111122223333");
        rig.minute(Minute.of("post", 131).onset(122).page(20));
        assertThat(told()).last().isEqualTo("TRIGGER post of post");
    }

    @Test
    void whatIsAcceptedLeavesAndTheOthersGoOn() {
        both();
        String cart = rig.state.incidents.open.get(scope("shop-cart").id()).id;
        rig.asks(rig.request("a", Request.Kind.ACCEPT, "shop-cart", cart, 900 * Rig.MINUTE));
        assertThat(told()).last().isEqualTo("UPDATE shop-cart of shop-pay");
        rig.minute(closed("shop-pay", 150));
        assertThat(told()).last().isEqualTo("RESOLVE shop-cart of shop-pay");
    }

    @Test
    void whatNeedsAnAnswerHasAnAlertOfItsOwn() {
        both();
        rig.minute(Minute.of("shop-pay", 102).page(20).because(Reason.NEW_NORMAL_ASKED));
        assertThat(told()).contains("TRIGGER shop-pay of shop-pay");
        rig.minute(closed("shop-pay", 150), closed("shop-cart", 150));
        assertThat(told()).contains("RESOLVE shop-cart of shop-cart", "RESOLVE shop-pay of shop-pay");
    }

    /** A button knows only its alert, so the decisions list the incidents that an alert reports. */
    @Test
    void theDecisionsSayByWhoseAlertPeopleAreToldOfAnIncidentAndWhenTheyAreNoMore() {
        both();
        String cart = rig.state.incidents.open.get(scope("shop-cart").id()).id;
        assertThat(tells()).containsExactly("shop-pay by " + cart);
        rig.minute(Minute.of("shop-pay", 102).page(20).because(Reason.NEW_NORMAL_ASKED));
        assertThat(tells()).containsExactly("shop-pay by " + cart, "shop-pay by ");
        rig.minute(closed("shop-pay", 150), closed("shop-cart", 150));
        assertThat(tells()).as("what has an alert of its own").hasSize(2);
    }

    private List<String> tells() {
        return rig.all.decisions.stream()
                .filter(d -> d.type() == DecisionType.TELL)
                .map(d -> d.scope().key() + " by " + d.words())
                .toList();
    }

    @Test
    void theLastThatLeavesForAnAlertOfItsOwnEndsTheOneItLeaves() {
        both();
        rig.minute(closed("shop-cart", 140), Minute.of("shop-pay", 140).page(20));
        rig.minute(Minute.of("shop-pay", 141).page(20).because(Reason.NEW_NORMAL_ASKED));
        assertThat(told()).endsWith("RESOLVE shop-cart of shop-pay", "TRIGGER shop-pay of shop-pay");
        assertThat(rig.state.alerts.open).hasSize(1);
    }

    @Test
    void aProposalHasAnAlertOfItsOwnFromTheStart() {
        rig.mode = Mode.APPROVE;
        rig.minute(
                Minute.of("shop-cart", 100).page(20), Minute.of("shop-pay", 100).page(20));
        assertThat(rig.told()).filteredOn(t -> t.startsWith("TRIGGER")).hasSize(2);
    }

    @Test
    void whereAllIsOnlyRecordedTheAlertEnds() {
        both();
        rig.mode = Mode.OBSERVE;
        rig.tick();
        assertThat(told()).last().asString().startsWith("RESOLVE shop-cart of");
        assertThat(rig.state.alerts.open).isEmpty();
    }

    @Test
    void minutesAfterAFleetPageWhatPagesBelongsToIt() {
        rig.together = 2;
        rig.minute(Minute.of("solo", 100).page(20), Minute.of("cron", 100).page(20));
        rig.minute(Minute.of("post", 110).page(20));
        assertThat(rig.told()).containsExactly("TRIGGER critical fleet-page", "UPDATE critical fleet-page");
        rig.minute(Minute.of("live-1", 111).page(20));
        assertThat(rig.told()).contains("TRIGGER critical surge");
    }

    @Test
    void beyondTheAlertsOfAnHourWhatPagesIsToldInOnePageThatCountsIt() {
        IntStream.range(0, Rings.MOST_PER_HOUR)
                .forEach(i -> rig.minute(Minute.of("f" + i, 100 + i).page(20)));
        assertThat(rig.told()).hasSize(Rings.MOST_PER_HOUR).containsOnly("TRIGGER critical surge");
        rig.minute(Minute.of("solo", 130).page(20));
        rig.minute(Minute.of("cron", 131).page(20));
        assertThat(last().fleet().heldBack()).isEqualTo(2);
        assertThat(last().identity().dedupKey()).contains("/fleet/");
        rig.minute(Minute.of("post", 252).page(20));
        assertThat(rig.told())
                .as("two hours after the last")
                .filteredOn("TRIGGER critical surge"::equals)
                .hasSize(Rings.MOST_PER_HOUR + 1);
    }

    private void both() {
        rig.minute(Minute.of("shop-cart", 100).page(20));
        rig.minute(
                Minute.of("shop-cart", 101).page(20), Minute.of("shop-pay", 101).page(20));
        assertThat(told()).hasSizeGreaterThan(1).last().asString().startsWith("UPDATE shop-cart of");
    }

    private static Minute closed(String function, long minute) {
        return Minute.of(function, minute).lastEvidence(minute - 30).closed(Reason.CALM);
    }

    private IncidentSnapshot last() {
        return rig.all.events.get(rig.all.events.size() - 1);
    }

    private static Scope scope(String function) {
        return Scope.function(Minute.ACCOUNT, Minute.REGION, function);
    }

    /** The events of each alert, and the incidents that it reports. */
    private List<String> told() {
        return rig.all.events.stream()
                .map(e -> e.type() + " " + first(e) + " of "
                        + (e.fleet().present()
                                ? String.join(
                                        ", ",
                                        e.fleet().surges().stream()
                                                .map(Surge::name)
                                                .toList())
                                : e.scope().key()))
                .toList();
    }

    private String first(IncidentSnapshot e) {
        return rig.all.decisions.stream()
                .filter(d -> e.dedupKey().equals("breakwater/" + d.incident()))
                .map(d -> d.scope().key())
                .findFirst()
                .orElse("");
    }
}
