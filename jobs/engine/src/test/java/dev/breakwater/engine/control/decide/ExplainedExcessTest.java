package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.model.Reason;
import dev.breakwater.model.ScopeKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One surge causes one page. The group of this rig is {@code shop-*}. */
class ExplainedExcessTest {

    private final Rig rig = new Rig().knows("shop-a", -1).knows("shop-b", -1).knows("other", -1);

    @Test
    void aGroupThatOnlyItsPagedMemberLiftsIsSilent() {
        rig.minute(Minute.of("shop-a", 100).page(20));
        rig.minute(Minute.of("shop-a", 101).page(21), Minute.group("shop", 101).page(21));
        assertThat(rig.state.incidents.open.values())
                .extracting(i -> i.scope.kind())
                .containsExactly(ScopeKind.FUNCTION);
    }

    @Test
    void aGroupPagesOnWhatItsPagedMembersLeave() {
        rig.minute(Minute.of("shop-a", 100).page(20));
        rig.minute(
                Minute.of("shop-a", 101).page(20),
                Minute.group("shop", 101).onset(90).page(50));
        IncidentState group = rig.state.incidents.open.get(
                Minute.group("shop", 101).build().scope().id());
        assertThat(group.notices.pagedAt).isPositive();
        assertThat(group.money.excessHourNano).isEqualTo(30 * Minute.USD);
        assertThat(group.money.excessNano).isEqualTo((12 - 2) * Minute.USD);
    }

    @Test
    void theSumCountsWhatAnAcceptedMemberCostsBeyondWhatWasAccepted() {
        rig.minute(Minute.of("shop-a", 200).page(20));
        String incident = rig.state.incidents.open.values().iterator().next().id;
        rig.asks(rig.request("a", Request.Kind.ACCEPT, "shop-a", incident, 90_000 * Rig.MINUTE));
        rig.minute(
                Minute.of("shop-a", 201).warn(100),
                Minute.group("shop", 201).onset(90).page(100));
        IncidentState group = rig.state.incidents.open.get(
                Minute.group("shop", 201).build().scope().id());
        assertThat(group.money.excessHourNano).as("40 of 100 are accepted").isEqualTo(60 * Minute.USD);
        rig.minute(
                Minute.of("shop-a", 202).page(20),
                Minute.group("shop", 202).onset(90).page(20));
        assertThat(group.notices.pagedAt).isPositive();
        assertThat(rig.state.incidents.open).as("all of it is accepted again").hasSize(1);
    }

    @Test
    void aSmallRestIsAnErrorOfEstimation() {
        rig.minute(Minute.of("shop-a", 100).page(1_000));
        rig.minute(
                Minute.of("shop-a", 101).page(1_000), Minute.group("shop", 101).page(1_150));
        assertThat(rig.state.incidents.open.values())
                .extracting(i -> i.scope.kind())
                .containsExactly(ScopeKind.FUNCTION);
    }

    @Test
    void aFunctionOutsideTheGroupClaimsNothing() {
        rig.minute(Minute.of("other", 100).page(20));
        rig.minute(Minute.of("other", 101).page(20), Minute.group("shop", 101).page(20));
        assertThat(rig.state.incidents.open.values())
                .extracting(i -> i.scope.kind())
                .containsExactlyInAnyOrder(ScopeKind.FUNCTION, ScopeKind.GROUP);
    }

    @Test
    void aMemberThatPagesLaterAbsorbsItsGroup() {
        rig.minute(Minute.group("shop", 100).page(20));
        rig.minute(Minute.of("shop-b", 101).page(20), Minute.group("shop", 101).page(20));
        assertThat(rig.told())
                .as("its alert tells of the member, and goes on")
                .endsWith("UPDATE critical shared-alert");
        assertThat(rig.state.incidents.open.values())
                .extracting(i -> i.scope.key())
                .containsExactly("shop-b");
    }

    @Test
    void anAccountThatAGroupExplainsIsSilent() {
        rig.minute(Minute.group("shop", 100).page(20));
        rig.minute(Minute.group("shop", 101).page(20), Minute.account(101).page(20));
        assertThat(rig.state.incidents.open.values())
                .extracting(i -> i.scope.kind())
                .containsExactly(ScopeKind.GROUP);
    }

    /** A lower threshold does not find the attack later, because functions with their own page stay in its evidence. */
    @Test
    void aSpreadIsJudgedOnThoseThatPagedByThemselvesToo() {
        rig.pageNano = 15 * Minute.USD;
        for (String name : List.of("a", "b", "c"))
            rig.minute(Minute.of(name, 100).page(20));
        rig.minute(
                Minute.of("a", 101).page(20),
                Minute.of("b", 101).page(20),
                Minute.of("c", 101).page(20),
                Minute.account(101).onset(100).raised(27).page(70));
        IncidentState account =
                rig.state.incidents.open.get(Minute.account(101).build().scope().id());
        assertThat(account.notices.pagedAt).isPositive();
        assertThat(account.money.excessHourNano).isEqualTo(70 * Minute.USD);
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.PAGE && d.scope().kind() == ScopeKind.ACCOUNT)
                .singleElement()
                .satisfies(d -> assertThat(d.words()).isEqualTo("reported already: a, b, c"));
    }

    @Test
    void aSpreadOfWhichPeopleWereToldInFullIsAWarning() {
        for (String name : List.of("a", "b", "c"))
            rig.minute(Minute.of(name, 100).page(20));
        rig.minute(
                Minute.of("a", 101).page(20),
                Minute.account(101).onset(100).raised(3).page(60));
        IncidentState account =
                rig.state.incidents.open.get(Minute.account(101).build().scope().id());
        assertThat(account.notices.pagedAt).isNegative();
    }

    @Test
    void aWarningOfAMemberClaimsNothing() {
        rig.minute(Minute.of("shop-a", 100).warn(20));
        rig.minute(Minute.of("shop-a", 101).warn(20), Minute.group("shop", 101).page(20));
        assertThat(rig.state.incidents.open.values())
                .extracting(i -> i.scope.kind())
                .containsExactlyInAnyOrder(ScopeKind.FUNCTION, ScopeKind.GROUP);
    }

    /**
     * Each dollar counts once. An amount that a member reported counts for that member even if its incident has ended
     * or was only a warning.
     */
    @Test
    void aGroupTellsNothingOfWhatAMemberToldThatIsOver() {
        for (long m = 100; m < 110; m++)
            rig.minute(Minute.of("shop-a", m).onset(100).page(20));
        rig.minute(Minute.of("shop-a", 110).onset(100).closed(Reason.CALM));
        rig.minute(Minute.group("shop", 120).onset(100).page(50));
        long told = rig.state.incidents.closed.values().iterator().next().billedNano;
        IncidentState group = rig.state.incidents.open.get(
                Minute.group("shop", 120).build().scope().id());
        long all =
                Minute.group("shop", 120).onset(100).page(50).build().amounts().billed();
        assertThat(told).isPositive();
        assertThat(group.money.billedNano + told).isEqualTo(all);
        assertThat(group.money.excessHourNano).as("pages by what it costs").isEqualTo(50 * Minute.USD);
    }

    @Test
    void aGroupTellsNothingOfWhatAWarningToldAndAnAccountNothingOfEither() {
        rig.minute(Minute.of("shop-a", 100).onset(91).warn(20));
        rig.minute(
                Minute.of("shop-a", 101).onset(91).warn(20),
                Minute.group("shop", 101).onset(91).page(30));
        rig.minute(
                Minute.of("shop-a", 102).onset(91).warn(20),
                Minute.group("shop", 102).onset(91).page(30),
                Minute.account(102).onset(91).page(400));
        long sum = rig.state.incidents.open.values().stream()
                .mapToLong(i -> i.money.billedNano)
                .sum();
        assertThat(rig.state.incidents.open).hasSize(3);
        assertThat(sum)
                .isCloseTo(
                        Minute.account(102)
                                .onset(91)
                                .page(400)
                                .build()
                                .amounts()
                                .billed(),
                        within(3 * Minute.USD));
    }

    @Test
    void aCalmGroupIsNotExplainedByItself() {
        rig.minute(Minute.group("shop", 100).page(20));
        rig.minute(Minute.group("shop", 101));
        assertThat(rig.state.incidents.open).hasSize(1);
    }
}
