package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.IncidentSnapshot.Identity;
import dev.breakwater.engine.control.IncidentSnapshot.Limits;
import dev.breakwater.engine.control.IncidentSnapshot.Money;
import dev.breakwater.engine.control.IncidentSnapshot.Times;
import dev.breakwater.guard.page.PageLink;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.ledger.Incident;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.report.Levers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmEventsTest {

    private static final Scope FUNCTION = Scope.function("111122223333", "eu-west-1", "shop");
    /** 2026-03-02T00:00Z. */
    private static final long M = 29_540_160;

    private static final Finding FOUND = new Finding(
            M,
            IncidentKind.SLOW_BURN,
            M - 5,
            new Evidence(Evidence.Test.HOUR, 1.75, 1.3),
            new Reading(5_000.5, 100, 60),
            new Reading(100, 4, 1.25),
            1_234_567_890L,
            new Projection(2_000_000_000L, 49_000_000_000L, 1_489_000_000_000L),
            PlannedSurge.NONE,
            null);

    @Test
    void saysWhatHappensWhereAndWhatItCosts() {
        AlarmEvent e = AlarmEvents.of(event(FUNCTION, AlarmAction.TRIGGER, Severity.CRITICAL, -1));
        assertThat(e.summary())
                .isEqualTo(
                        "slow-burn on function shop: 102.50 USD an hour now, 20.50 USD above normal in the last hour "
                                + "(5001 calls/min, expected 100); calls or cost are far above normal for this time of day; "
                                + "at this rate 2468.54 USD by the end of the day");
        assertThat(e.action()).isEqualTo(AlarmAction.TRIGGER);
        assertThat(e.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(e.dedupKey()).isEqualTo("breakwater/0123456789ab");
        assertThat(e.source()).isEqualTo("111122223333/eu-west-1");
        assertThat(e.component()).isEqualTo("shop");
        assertThat(e.scope()).isEqualTo("function");
        assertThat(e.clazz()).isEqualTo("slow-burn");
        assertThat(e.timestampMillis()).isEqualTo((M + 1) * 60_000);
        assertThat(e.links()).isEmpty();
    }

    @Test
    void anUpdateSaysTheRateOfTheNewestMinuteBesideTheMoneyOfTheLastHour() {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.UPDATE, Severity.CRITICAL, -1);
        AlarmEvent told = AlarmEvents.of(new IncidentSnapshot(
                e.type(),
                e.reason(),
                e.identity(),
                e.times(),
                e.found(),
                e.money(),
                e.limits(),
                new IncidentSnapshot.Newest(new Reading(9_999.6, 200, 120), new Reading(110, 4, 1.3)),
                e.fleet(),
                e.known(),
                IncidentSnapshot.Ring.FIRST,
                false,
                null));
        assertThat(told.summary())
                .contains(
                        "102.50 USD an hour now, 20.50 USD above normal in the last hour (10000 calls/min, expected 110); ");
    }

    @Test
    void saysWhatIsProposedAndHowToAnswer() {
        Hold proposal = new Hold(Hold.Stage.PROPOSED, 12, 40, M * 60_000, Lever.RESERVATION);
        AlarmEvent asked = AlarmEvents.of(proposed(proposal));
        assertThat(asked.summary())
                .contains("; reserved concurrency 12 is proposed; answer by 2026-03-02T00:00Z; at this rate ");
        assertThat(asked.details())
                .containsEntry("proposal", "reserved concurrency 12 is proposed")
                .containsEntry("answer_by", "2026-03-02T00:00:00Z")
                .containsEntry("approve_with", "breakwater approve 0123456789ab")
                .containsEntry("decline_with", "breakwater decline 0123456789ab")
                .doesNotContainKey("hold");
        Hold approved = new Hold(Hold.Stage.APPROVED, 12, 40, M * 60_000, Lever.RESERVATION);
        assertThat(AlarmEvents.of(proposed(approved)).summary())
                .contains("reserved concurrency 12 is approved but not requested yet; until 2026-03-02T00:00Z, "
                        + "Breakwater sets it with the first minute of data that passes its checks");
    }

    @Test
    void withoutABaselineItSaysThatAPersonMustChooseTheLimit() {
        Finding young = new Finding(
                M,
                IncidentKind.NEW_FUNCTION,
                M - 5,
                new Evidence(Evidence.Test.YOUNG, 12, 10),
                FOUND.observed(),
                FOUND.expected(),
                1,
                FOUND.projection(),
                PlannedSurge.NONE,
                null);
        Map<String, String> details = AlarmEvents.of(event(FUNCTION, AlarmAction.TRIGGER, Severity.CRITICAL, -1, young))
                .details();
        assertThat(details.get("no_baseline")).contains("a safe limit is unknown", "You can choose N");
        assertThat(details)
                .containsEntry(
                        "throttle_with",
                        "aws lambda put-function-concurrency --function-name "
                                + "arn:aws:lambda:eu-west-1:111122223333:function:shop "
                                + "--reserved-concurrent-executions N --region eu-west-1");
        assertThat(AlarmEvents.of(event(FUNCTION, AlarmAction.TRIGGER, Severity.CRITICAL, -1))
                        .details())
                .doesNotContainKeys("no_baseline", "throttle_with");
    }

    @Test
    void aProposalSaysWhatItAvertsAndRefuses() {
        Hold proposal = new Hold(Hold.Stage.PROPOSED, 12, 40, M * 60_000, Lever.RESERVATION);
        String price = "averts 5.71 USD an hour and refuses 178,229 good calls an hour";
        AlarmEvent e = AlarmEvents.of(proposed(proposal, Reason.MODE_APPROVE, price));
        assertThat(e.summary()).contains("reserved concurrency 12 is proposed, which " + price + "; answer by ");
        assertThat(e.details()).containsEntry("the_throttle", price).doesNotContainKey("would_throttle_to");
    }

    @Test
    void anApprovalIsSaidOnce() {
        Hold now = new Hold(Hold.Stage.APPROVED, -1, -1, M * 60_000, Lever.RESERVATION);
        assertThat(AlarmEvents.of(proposed(now, Reason.REQUESTED, "")).summary())
                .contains("expected 100); a throttle is approved but not requested yet; until 2026-03-02T00:00Z, "
                        + "Breakwater sets it with the first minute of data that passes its checks; at this rate ");
        assertThat(AlarmEvents.of(proposed(now, Reason.NO_HEADROOM, "")).summary())
                .contains("; " + Reason.NO_HEADROOM.text() + "; a throttle is approved");
    }

    @Test
    void aFloodWhoseCallsBecameSlowerIsNotBlamedOnItsCallers() {
        IncidentSnapshot slow = flood(new Reading(454, 139, 28.2), new Reading(145, 3, .3));
        assertThat(AlarmEvents.of(slow).summary())
                .startsWith("flood of slower calls on function shop: ")
                .contains("(454 calls/min, expected 145; each call costs 30 times as much as usual, because it runs "
                        + "longer); ");
        assertThat(AlarmEvents.of(flood(new Reading(5_000, 139, 28.2), new Reading(145, 3, .3)))
                        .summary())
                .as("34 times the calls, 2.7 times the cost of each")
                .startsWith("flood on function shop: ")
                .doesNotContain("runs longer");
    }

    private static IncidentSnapshot flood(Reading now, Reading usual) {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.UPDATE, Severity.CRITICAL, -1);
        Identity flood = new Identity(e.incident(), e.dedupKey(), FUNCTION, IncidentKind.FLOOD, Severity.CRITICAL);
        IncidentSnapshot.Newest newest = new IncidentSnapshot.Newest(now, usual);
        return new IncidentSnapshot(
                e.type(),
                e.reason(),
                flood,
                e.times(),
                e.found(),
                e.money(),
                e.limits(),
                newest,
                e.fleet(),
                e.known(),
                IncidentSnapshot.Ring.FIRST,
                false,
                null);
    }

    @Test
    void aFleetPageNamesTheApprovalsThatItWaitsFor() {
        Hold soon = new Hold(Hold.Stage.PROPOSED, 6, -1, (M + 35) * 60_000, Lever.RESERVATION);
        Hold later = new Hold(Hold.Stage.PROPOSED, 83, -1, (M + 46) * 60_000, Lever.RESERVATION);
        FleetStatus status = new FleetStatus(
                List.of(
                        new FleetStatus.Surge("2b3c4d5e6f1a", "checkout", IncidentKind.FLOOD, 9, later),
                        new FleetStatus.Surge("3f9c2a71b0de", "payments", IncidentKind.FLOOD, 5, soon)),
                2,
                0,
                5,
                List.of("checkout", "payments"));
        assertThat(fleet(status).summary())
                .endsWith("0 of 5 allowed throttles set; waiting for your approval: payments by 2026-03-02T00:35Z, "
                        + "checkout by 2026-03-02T00:46Z");
        assertThat(fleet(status).details())
                .containsEntry(
                        "surge_1",
                        "flood checkout: 9.00 USD/h; reserved concurrency 83 is proposed; answer by 2026-03-02T00:46Z")
                .containsKey("waiting_for_approval")
                .doesNotContainKey("limits_held");
    }

    @Test
    void aFleetPageNamesTheErrorThatKeepsLimitsFromBeingSet() {
        Hold asked = new Hold(Hold.Stage.ASKED, 6, -1, (M + 35) * 60_000, Lever.RESERVATION);
        FleetStatus status = new FleetStatus(
                List.of(
                        new FleetStatus.Surge("2b3c4d5e6f1a", "checkout", IncidentKind.FLOOD, 9, asked, "AccessDenied"),
                        new FleetStatus.Surge("3f9c2a71b0de", "payments", IncidentKind.FLOOD, 5, Hold.NONE)),
                2,
                0,
                5,
                List.of("checkout", "payments"));
        assertThat(fleet(status).summary())
                .endsWith("0 of 5 allowed throttles set; 1 throttle could not be set: AccessDenied");
        assertThat(fleet(status).details())
                .hasEntrySatisfying("surge_1", s -> assertThat(s).endsWith("; could not be set: AccessDenied"))
                .hasEntrySatisfying("surge_2", s -> assertThat(s).doesNotContain("could not"));
    }

    @Test
    void saysWhatFeedsTheFunctionAndWhetherItWasDeployedLately() {
        assertThat(known(new IncidentSnapshot.Known(M - 17, List.of("queue 4a1b"), true)))
                .containsEntry(
                        "last_deployment", Instant.ofEpochSecond((M - 17) * 60) + ", 12 minutes before the onset")
                .containsEntry("fed_by", "queue 4a1b");
        assertThat(known(new IncidentSnapshot.Known(M - 5 - 1440, List.of(), true)))
                .containsEntry(
                        "last_deployment",
                        Instant.ofEpochSecond((M - 5 - 1440) * 60).toString())
                .containsEntry(
                        "fed_by", "no queue or stream feeds it; to see who may call it, run breakwater exposure");
        assertThat(known(new IncidentSnapshot.Known(M, List.of(), false)))
                .containsEntry("last_deployment", Instant.ofEpochSecond(M * 60) + ", since the onset")
                .doesNotContainKey("fed_by");
        assertThat(known(IncidentSnapshot.Known.NOTHING))
                .doesNotContainKeys("last_deployment", "fed_by", "aws_refuses");
        assertThat(known(new IncidentSnapshot.Known(M, List.of(), false, 20, 320)))
                .containsEntry(
                        "aws_refuses", "320 calls a minute at its reserved concurrency of 20 (not set by Breakwater)");
        assertThat(known(new IncidentSnapshot.Known(M, List.of(), false, 20, 0)))
                .doesNotContainKey("aws_refuses");
    }

    @Test
    void ofALevelThatStaysSaysWhatItComesToInAMonthAndWhatWasDeployedBefore() {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.TRIGGER, Severity.ERROR, Reason.LASTING_CHANGE, -1);
        Evidence twice = new Evidence(Evidence.Test.LASTING_COST, 2, 1.25);
        Finding found = new Finding(
                M,
                IncidentKind.LASTING_CHANGE,
                M - 5,
                twice,
                FOUND.observed(),
                FOUND.expected(),
                0,
                FOUND.projection(),
                PlannedSurge.NONE,
                null);
        AlarmEvent told = AlarmEvents.of(new IncidentSnapshot(
                e.type(),
                e.reason(),
                new Identity(
                        "0123456789ab",
                        "breakwater/0123456789ab",
                        FUNCTION,
                        IncidentKind.LASTING_CHANGE,
                        Severity.ERROR),
                e.times(),
                found,
                e.money(),
                e.limits(),
                e.newest(),
                e.fleet(),
                new IncidentSnapshot.Known(M - 17, List.of(), true),
                IncidentSnapshot.Ring.FIRST,
                false,
                null));
        assertThat(told.summary())
                .isEqualTo("lasting-change on function shop: cost of a call over the last day: 2.00 times what it was,"
                        + " threshold 1.25; 20.50 USD an hour more than before, 14760 USD a month; last deployed"
                        + " 2026-03-01T23:43:00Z, 12 minutes before the onset; breakwater accept 0123456789ab");
        assertThat(told.details())
                .containsEntry("usd_a_month_above_normal", "14760.00")
                .containsEntry("accept_with", "breakwater accept 0123456789ab");
    }

    @Test
    void ofAHeldFunctionSaysWhichShareOfAllCallsIsRefused() {
        IncidentSnapshot.Known refusing = new IncidentSnapshot.Known(M, List.of(), false, 20, 320);
        assertThat(known(refusing, 5).summary()).contains("; refuses 80 % of all calls, and of users' calls too");
        assertThat(known(refusing, 5).details()).doesNotContainKey("aws_refuses");
        assertThat(known(IncidentSnapshot.Known.NOTHING, 5).summary()).doesNotContain("refuses");
    }

    /** A minute before the last change of the limit shows what an earlier limit refused. */
    @Test
    void theShareThatIsRefusedIsOfTheLimitThatIsHeld() {
        IncidentSnapshot.Known refusing = new IncidentSnapshot.Known(M, List.of(), false, 20, 320);
        for (int later : List.of(0, 1)) {
            var lower = new IncidentSnapshot.Action("lower", (M + later) * 60_000, 5, Lever.RESERVATION);
            Hold hold = new Hold(Hold.Stage.HELD, 5, 40, M * 60_000, Lever.RESERVATION);
            String told = known(refusing, new Limits(hold, Hold.NONE, "", List.of(lower)))
                    .summary();
            assertThat(told.contains("refuses 80 % of all calls")).isEqualTo(later == 0);
        }
    }

    /** No data shows the new limit's effect yet, and a raised limit has another effect. */
    @ParameterizedTest
    @CsvSource({"throttle, 1, true", "throttle, 0, false", "raise, 1, false"})
    void aLimitThatWasJustSetSaysWhatItIsExpectedToRefuse(String type, int later, boolean says) {
        var action = new IncidentSnapshot.Action(type, (M + later) * 60_000, 5, Lever.RESERVATION);
        Hold hold = new Hold(Hold.Stage.HELD, 5, 40, M * 60_000, Lever.RESERVATION);
        String words = "averts 30.00 USD an hour and refuses 450 of 600 good calls an hour";
        var would = new IncidentSnapshot.Would(0, 0, 0, "", words);
        Limits limits = new Limits(hold, Hold.NONE, "", List.of(action), would, 0, false, null);
        String told = known(IncidentSnapshot.Known.NOTHING, limits).summary();
        assertThat(told.contains("; " + words)).isEqualTo(says);
    }

    private static Map<String, String> known(IncidentSnapshot.Known known) {
        return known(known, -1).details();
    }

    private static AlarmEvent known(IncidentSnapshot.Known known, int limit) {
        return known(
                known,
                event(FUNCTION, AlarmAction.TRIGGER, Severity.ERROR, limit).limits());
    }

    private static AlarmEvent known(IncidentSnapshot.Known known, Limits limits) {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.TRIGGER, Severity.ERROR, -1);
        boolean held = limits.hold().present();
        return AlarmEvents.of(new IncidentSnapshot(
                e.type(),
                e.reason(),
                e.identity(),
                e.times(),
                e.found(),
                e.money(),
                limits,
                held ? new IncidentSnapshot.Newest(new Reading(400, 5, 1), new Reading(30, 1, 1)) : e.newest(),
                e.fleet(),
                known,
                IncidentSnapshot.Ring.FIRST,
                false,
                null));
    }

    @Test
    void aFleetPageNamesItsFunctionsForTheRoutesAlsoWhereItIsLinked() {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.TRIGGER, Severity.CRITICAL, -1);
        FleetStatus status = new FleetStatus(List.of(), 21, 0, 5, List.of("checkout", "mail"));
        AlarmEvent told = AlarmEvents.of(new IncidentSnapshot(
                e.type(), Reason.FLEET_PAGE, e.identity(), e.times(), e.found(), e.money(), e.limits(), status));
        assertThat(new PageLink("https://ops.example").map(told).functions()).containsExactly("checkout", "mail");
        assertThat(AlarmEvents.of(e).functions()).isEmpty();
    }

    @Test
    void anAlertOfSeveralIncidentsNamesTheOthersByCost() {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.UPDATE, Severity.ERROR, -1);
        List<FleetStatus.Surge> surges = List.of(
                new FleetStatus.Surge("2b3c4d5e6f1a", "mail", IncidentKind.FLOOD, 40.5, Hold.NONE),
                new FleetStatus.Surge("3f9c2a71b0de", FUNCTION.key(), IncidentKind.FLOOD, 12, Hold.NONE),
                new FleetStatus.Surge("4d5e6f1a2b3c", "cart", IncidentKind.PULSE, 1.25, Hold.NONE));
        FleetStatus status =
                new FleetStatus(surges, 3, 1, 5, 0, 5, List.of("mail", FUNCTION.key(), "cart"), 2, Projection.NONE);
        AlarmEvent told = AlarmEvents.of(e.with("1a2b3c4d5e6f", Severity.CRITICAL, status));
        assertThat(told.summary())
                .startsWith(AlarmEvents.of(e).summary())
                .endsWith("; other surges in this alert (2): mail 40.50 USD/h, cart 1.25 USD/h");
        assertThat(told.dedupKey()).isEqualTo("breakwater/1a2b3c4d5e6f");
        assertThat(told.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(told.functions()).containsExactly("mail", FUNCTION.key(), "cart");
        assertThat(told.details())
                .containsEntry("surge_1", "flood mail: 40.50 USD/h")
                .containsEntry("incidents", "2b3c4d5e6f1a 3f9c2a71b0de 4d5e6f1a2b3c")
                .doesNotContainKey("limits_held")
                .containsEntry("held_back", "2: the limit on alerts in this hour is reached")
                .containsEntry("incident", e.incident());
    }

    private static IncidentSnapshot proposed(Hold proposal) {
        return proposed(proposal, Reason.MODE_APPROVE, "");
    }

    private static IncidentSnapshot proposed(Hold proposal, Reason reason, String price) {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.UPDATE, Severity.CRITICAL, -1);
        return new IncidentSnapshot(
                e.type(),
                reason,
                e.identity(),
                e.times(),
                e.found(),
                e.money(),
                new Limits(
                        Hold.NONE,
                        proposal,
                        "",
                        List.of(),
                        new IncidentSnapshot.Would(0, 0, 0, "", price),
                        0,
                        false,
                        null),
                e.fleet());
    }

    @Test
    void theFirstAlertSaysAboveWhichCostAThrottleComes() {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.TRIGGER, Severity.ERROR, -1);
        assertThat(summary(e, e.limits())).doesNotContain("asks you");
        assertThat(summary(e, above(false)))
                .contains("; above 5.00 USD in an hour, Breakwater throttles it or, if this is not worth it, asks you");
        assertThat(summary(e, above(true))).contains("; above 5.00 USD in an hour, Breakwater asks you for a throttle");
    }

    @Test
    void anAlertOfAFunctionThatMayNotBeThrottledSaysWhyNot() {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.TRIGGER, Severity.ERROR, -1);
        String why = "; not throttled: a person asked not to throttle this function";
        assertThat(summary(e, spared("", Reason.SPARED))).contains(why);
        assertThat(summary(e, spared("AWS refused", Reason.SPARED))).doesNotContain(why);
        assertThat(summary(e, spared("", null))).doesNotContain("not throttled");
    }

    private static Limits spared(String couldNot, Reason spared) {
        return new Limits(Hold.NONE, Hold.NONE, couldNot, List.of(), IncidentSnapshot.Would.NONE, 0, false, spared);
    }

    @Test
    void aLimitThatWouldHaveDoneNothingYetHasNoFigures() {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.UPDATE, Severity.ERROR, -1);
        assertThat(details(e, new IncidentSnapshot.Would(152, 4_000_000, 0, "not-worth", "")))
                .containsEntry("would_throttle_to", "152")
                .doesNotContainKeys("would_have_averted_usd", "would_have_refused_good_calls");
        assertThat(details(e, new IncidentSnapshot.Would(152, 5_000_000, 0, "not-worth", "")))
                .containsEntry("would_have_averted_usd", "0.01")
                .containsEntry("would_have_refused_good_calls", "0");
    }

    private static Map<String, String> details(IncidentSnapshot e, IncidentSnapshot.Would would) {
        Limits limits = new Limits(Hold.NONE, Hold.NONE, "", List.of(), would, 0, false, null);
        return AlarmEvents.of(new IncidentSnapshot(
                        e.type(), e.reason(), e.identity(), e.times(), e.found(), e.money(), limits, e.fleet()))
                .details();
    }

    private static Limits above(boolean asks) {
        return new Limits(Hold.NONE, Hold.NONE, "", List.of(), IncidentSnapshot.Would.NONE, 5_000_000_000L, asks, null);
    }

    private static String summary(IncidentSnapshot e, Limits limits) {
        return AlarmEvents.of(new IncidentSnapshot(
                        e.type(), e.reason(), e.identity(), e.times(), e.found(), e.money(), limits, e.fleet()))
                .summary();
    }

    @Test
    void saysWhichWindowRaisedTheExpectation() {
        Finding planned = new Finding(
                M,
                FOUND.kind(),
                FOUND.onset(),
                FOUND.evidence(),
                FOUND.observed(),
                FOUND.expected(),
                1,
                FOUND.projection(),
                new PlannedSurge("black-friday", 6),
                new Finding.AutoLine(3_000_000_000L, 100_000_000_000L));
        AlarmEvent e = AlarmEvents.of(event(FUNCTION, AlarmAction.TRIGGER, Severity.CRITICAL, -1, planned));
        assertThat(e.summary()).contains("(5001 calls/min, expected 100, 6 x the usual: window black-friday)");
        assertThat(e.details())
                .containsEntry("planned", "6 x the usual: window black-friday")
                .containsEntry(
                        "line", "pages above 3.00 USD in an hour, 3 % of the 100.00 USD usually spent here in an hour");
    }

    @Test
    void listsTheFactsInTheOrderInWhichTheyAreRead() {
        AlarmEvent e = AlarmEvents.of(event(FUNCTION, AlarmAction.TRIGGER, Severity.CRITICAL, -1));
        assertThat(e.details())
                .containsExactly(
                        entry("reason", "calls or cost are far above normal for this time of day"),
                        entry("observed_calls_per_minute", "5001"),
                        entry("observed_concurrency", "100"),
                        entry("observed_usd_per_hour", "60.00"),
                        entry("expected_calls_per_minute", "100"),
                        entry("expected_concurrency", "4"),
                        entry("expected_usd_per_hour", "1.25"),
                        entry("usd_per_hour_above_normal", "102.50"),
                        entry("excess_usd_last_hour", "20.50"),
                        entry("excess_usd_so_far", "10.25"),
                        entry("averted_usd", "3.13"),
                        entry("good_calls_refused", "0"),
                        entry("excess_usd_by_end_of_day", "2468.54"),
                        entry("excess_usd_by_end_of_month", "73808.54"),
                        entry("onset", "2026-03-01T23:55:00Z"),
                        entry("test", "calls of the last 60 minutes: 1.75 times the expectation, threshold 1.30"),
                        entry("growth_per_minute", "1.10x"),
                        entry("incident", "0123456789ab"),
                        entry("explain_with", "breakwater explain 0123456789ab"));
    }

    @Test
    void thePageOfASurgeThatGoesOnDoesNotEndWithItsAlert() {
        for (Reason reason : List.of(Reason.MODE_OBSERVE, Reason.QUIET, Reason.ACCEPTED)) {
            IncidentSnapshot over = event(FUNCTION, AlarmAction.RESOLVE, Severity.CRITICAL, reason, -1);
            assertThat(AlarmEvents.of(over).action()).isEqualTo(AlarmAction.RESOLVE);
            assertThat(PageUpdate.of(over).json()).contains("\"action\":\"update\"");
        }
        IncidentSnapshot calm = event(FUNCTION, AlarmAction.RESOLVE, Severity.CRITICAL, Reason.CALM, -1);
        assertThat(PageUpdate.of(calm).json()).contains("\"action\":\"resolve\"");
    }

    @Test
    void anAlertSaysTheFiguresThatAreWrittenOfItsIncident() {
        IncidentSnapshot told = event(FUNCTION, AlarmAction.UPDATE, Severity.CRITICAL, Reason.SURGE, -1);
        Incident written = Incident.of(told);
        Map<String, String> said = AlarmEvents.of(told).details();
        assertThat(said)
                .containsEntry("excess_usd_so_far", cents(written.money().excessUsd()))
                .containsEntry("averted_usd", cents(written.money().avertedUsd()))
                .containsEntry("excess_usd_last_hour", cents(written.now().lastHourUsd()))
                .containsEntry("usd_per_hour_above_normal", cents(written.now().usdPerHour()))
                .containsEntry("excess_usd_by_end_of_day", cents(written.now().endOfDayUsd()))
                .containsEntry("excess_usd_by_end_of_month", cents(written.now().endOfMonthUsd()));
        assertThat(written.assumedPrice()).isFalse();
        assertThat(said).doesNotContainKey("prices");
    }

    @Test
    void moneyOfARegionThatTheTableLacksIsSaidToBeAssumed() {
        IncidentSnapshot told = event(FUNCTION, AlarmAction.UPDATE, Severity.CRITICAL, Reason.SURGE, -1)
                .priced(true);
        assertThat(AlarmEvents.of(told).details().get("prices")).contains("assumed", "eu-west-1");
        assertThat(Incident.of(told).assumedPrice()).isTrue();
    }

    private static String cents(BigDecimal usd) {
        return String.format(Locale.ROOT, "%.2f", usd);
    }

    @Test
    void afterAReleaseTheTextSaysThatNothingLimitsItAndWhatItCostsOn() {
        assertThat(AlarmEvents.of(after("release", AlarmAction.STANDS)).summary())
                .contains("102.50 USD an hour now, 20.50 USD above normal in the last hour")
                .contains("; no longer limited by Breakwater: released at 2026-03-02T00:00Z; at this rate ")
                .doesNotContain("held at", "given back to");
        assertThat(AlarmEvents.of(after("override", AlarmAction.UPDATE)).summary())
                .contains("; no longer limited by Breakwater: somebody removed the limit at 2026-03-02T00:00Z; at this"
                        + " rate ");
        assertThat(AlarmEvents.of(after("throttle", AlarmAction.UPDATE)).summary())
                .contains(Reason.SURGE.text());
        assertThat(AlarmEvents.of(after("release", AlarmAction.RESOLVE)).summary())
                .as("an end says why")
                .endsWith("; " + Reason.SURGE.text());
    }

    @Test
    void whatItCostUnderALimitThatSomebodyChangedIsNoForecast() {
        IncidentSnapshot.Action last =
                new IncidentSnapshot.Action("override", (M + 1) * 60_000, 500, Lever.RESERVATION);
        AlarmEvent e = AlarmEvents.of(limited(AlarmAction.UPDATE, new Limits(Hold.NONE, Hold.NONE, "", List.of(last))));
        assertThat(e.summary())
                .contains("somebody set 500 at 2026-03-02T00:01Z; the figures are from before that change")
                .doesNotContain("at this rate");
        assertThat(AlarmEvents.of(limited(AlarmAction.RESOLVE, new Limits(Hold.NONE, Hold.NONE, "", List.of(last))))
                        .summary())
                .doesNotContain("before that change");
        assertThat(e.details())
                .doesNotContainKey("aws_refuses")
                .containsEntry(
                        "throttle_with", "breakwater approve " + e.details().get("incident") + " --now");
    }

    @Test
    void aValueOfSomebodyElseIsNotSaidToBeOurs() {
        Hold seen = new Hold(Hold.Stage.TO_CONFIRM, 500, -1, (M + 60) * 60_000, Lever.RESERVATION);
        assertThat(AlarmEvents.of(limited(AlarmAction.UPDATE, new Limits(seen, Hold.NONE, "", List.of())))
                        .details())
                .containsEntry("seen_instead", "500")
                .doesNotContainKey("throttled_to");
    }

    private static IncidentSnapshot after(String act, AlarmAction type) {
        IncidentSnapshot.Action last = new IncidentSnapshot.Action(act, M * 60_000, -1, Lever.RESERVATION);
        return limited(type, new Limits(Hold.NONE, Hold.NONE, "", List.of(last)));
    }

    private static IncidentSnapshot limited(AlarmAction type, Limits limits) {
        IncidentSnapshot e = event(FUNCTION, type, Severity.CRITICAL, -1);
        return new IncidentSnapshot(
                e.type(), e.reason(), e.identity(), e.times(), e.found(), e.money(), limits, e.fleet());
    }

    @Test
    void aSurgeThatStoppedIsNotToldInThePresent() {
        Times over = new Times(M, M - 5, (M + 1) * 60_000, -1, -1, (M - 3) * 60_000, false, false, 0);
        IncidentSnapshot e = event(FUNCTION, AlarmAction.UPDATE, Severity.CRITICAL, -1);
        AlarmEvent said = AlarmEvents.of(new IncidentSnapshot(
                e.type(),
                Reason.SURGE,
                e.identity(),
                over,
                e.found(),
                new Money(1, 0, 20_500_000_000L, 1, 0, 0, 1, 0, 0),
                e.limits(),
                e.fleet()));
        assertThat(said.summary())
                .isEqualTo("slow-burn on function shop: stopped at 2026-03-01T23:57Z, 20.50 USD above normal in the "
                        + "last hour (5001 calls/min, expected 100)");
        assertThat(said.details()).doesNotContainKeys("growth_per_minute", "averted_usd", "good_calls_refused");
    }

    /** Until the newest minute ends after the throttle, its effect is unknown and not zero. */
    @Test
    void whatAThrottleAvertsIsToldOnceItIsKnown() {
        for (int ago : List.of(-1, 0)) {
            IncidentSnapshot e = event(FUNCTION, AlarmAction.UPDATE, Severity.CRITICAL, 5);
            var throttle = new IncidentSnapshot.Action("throttle", (M - ago) * 60_000, 5, Lever.RESERVATION);
            Limits limits = new Limits(e.hold(), Hold.NONE, "", List.of(throttle));
            Money none = new Money(1, 1, 1, 1, 0, 0, 1, 0, 0);
            AlarmEvent said = AlarmEvents.of(new IncidentSnapshot(
                    e.type(), e.reason(), e.identity(), e.times(), e.found(), none, limits, e.fleet()));
            assertThat(said.details().containsKey("averted_usd")).isEqualTo(ago == 0);
            assertThat(said.details().containsKey("good_calls_refused")).isEqualTo(ago == 0);
        }
    }

    @Test
    void aRequestedLimitWhoseCallsFailNamesTheError() {
        IncidentSnapshot e = event(FUNCTION, AlarmAction.UPDATE, Severity.CRITICAL, -1);
        Hold asked = new Hold(Hold.Stage.ASKED, 5, -1, M * 60_000, Lever.RESERVATION);
        Limits fails = new Limits(asked, Hold.NONE, "not authorized to perform: sts:AssumeRole", List.of());
        AlarmEvent said = AlarmEvents.of(new IncidentSnapshot(
                e.type(), e.reason(), e.identity(), e.times(), e.found(), e.money(), fails, e.fleet()));
        assertThat(said.summary())
                .endsWith("asked for reserved concurrency 5, not seen set yet; the last call to AWS failed: not"
                        + " authorized to perform: sts:AssumeRole");
        assertThat(said.details())
                .containsEntry("last_call_failed", "not authorized to perform: sts:AssumeRole")
                .doesNotContainKey("could_not_throttle");
    }

    @Test
    void namesTheOlderAlertThatItDidNotJoinAndHowOftenItRang() {
        IncidentSnapshot.Ring ring = new IncidentSnapshot.Ring(3, "breakwater/1a2b3c4d5e6f");
        AlarmEvent e = AlarmEvents.of(
                event(FUNCTION, AlarmAction.UPDATE, Severity.CRITICAL, -1).by(ring));
        assertThat(e.summary()).endsWith("; separate from the open alert breakwater/1a2b3c4d5e6f");
        assertThat(e.details()).containsEntry("beside", "breakwater/1a2b3c4d5e6f");
        assertThat(e.ring()).isEqualTo(3);
        assertThat(e.dedupKey()).as("others update in place").isEqualTo("breakwater/0123456789ab");
    }

    @Test
    void aFleetPageSaysWhichBoundOfThrottlesIsUsedUp() {
        FleetStatus hour = new FleetStatus(List.of(), 0, 0, 5, 10, 10, List.of(), 0, Projection.NONE);
        assertThat(fleet(hour).summary())
                .endsWith("no surge is open; 0 of 5 allowed throttles set, and this hour's 10 new throttles have been "
                        + "used");
        assertThat(fleet(hour).details())
                .containsEntry("throttles_placed", "0 of 5")
                .containsEntry("throttles_set_in_hour", "10 of 10");
        FleetStatus some = new FleetStatus(List.of(), 0, 5, 5, 9, 10, List.of(), 0, Projection.NONE);
        assertThat(fleet(some).summary()).endsWith("5 of 5 allowed throttles set");
        assertThat(fleet(some).details().get("reason")).doesNotContain("exhausted");
    }

    private static AlarmEvent fleet(FleetStatus status) {
        Scope account = Scope.account("111122223333", "eu-west-1");
        IncidentSnapshot e = event(account, AlarmAction.UPDATE, Severity.CRITICAL, Reason.FLEET_PAGE, -1);
        String key = FleetStatus.KEY + "111122223333/eu-west-1";
        Identity fleet = new Identity("fleet-1", key, account, IncidentKind.SPREAD, Severity.CRITICAL);
        return AlarmEvents.of(new IncidentSnapshot(
                e.type(), e.reason(), fleet, e.times(), Finding.NONE, e.money(), e.limits(), status));
    }

    @Test
    void aSurgeThatIsOverHasNothingAhead() {
        AlarmEvent e = AlarmEvents.of(event(FUNCTION, AlarmAction.RESOLVE, Severity.CRITICAL, Reason.CALM, -1));
        assertThat(e.summary()).endsWith("; back within the expectation");
    }

    @Test
    void saysTheLimitThatIsHeldAndHowToReleaseIt() {
        AlarmEvent e = AlarmEvents.of(event(FUNCTION, AlarmAction.UPDATE, Severity.ERROR, 12));
        assertThat(e.summary()).endsWith("; held at reserved concurrency 12");
        assertThat(e.details())
                .containsEntry("lever", "reserved concurrency")
                .containsEntry("throttled_to", "12")
                .containsEntry("release_with", "breakwater release shop --account 111122223333 --region eu-west-1");
    }

    @Test
    void aFullStopIsALimitToo() {
        AlarmEvent e = AlarmEvents.of(event(FUNCTION, AlarmAction.UPDATE, Severity.ERROR, 0));
        assertThat(e.summary()).endsWith("held at reserved concurrency 0");
        assertThat(e.details()).containsEntry("throttled_to", "0");
    }

    @Test
    void namesTheQueueOrStreamThatIsHeld() {
        assertThat(new Lever(LeverKind.QUEUE, "4f1c").held(5))
                .isEqualTo("held at MaximumConcurrency 5 of queue mapping 4f1c");
        assertThat(new Lever(LeverKind.STREAM, "4f1c").held(0)).isEqualTo("held by pausing stream mapping 4f1c");
    }

    @Test
    void aNameIsOneWordOfAShell() {
        assertThat(Levers.quoted("check-out_2")).isEqualTo("check-out_2");
        assertThat(Levers.quoted("$(reboot) it's")).isEqualTo("'$(reboot) it'\\''s'");
        assertThat(Levers.quoted("")).isEqualTo("''");
    }

    @Test
    void namesAnAccountByItsNumberAndAGroupByItsName() {
        AlarmEvent account = AlarmEvents.of(
                event(Scope.account("111122223333", "eu-west-1"), AlarmAction.TRIGGER, Severity.WARNING, -1));
        assertThat(account.summary()).startsWith("slow-burn on account 111122223333: ");
        assertThat(account.component()).isEmpty();
        assertThat(account.scope()).isEqualTo("account");
        AlarmEvent group = AlarmEvents.of(event(
                new Scope(ScopeKind.GROUP, "111122223333", "eu-west-1", "checkout"),
                AlarmAction.TRIGGER,
                Severity.WARNING,
                -1));
        assertThat(group.summary()).startsWith("slow-burn on group checkout: ");
        assertThat(group.component()).isEqualTo("checkout");
    }

    @Test
    void knowsEveryTypeAndSeverityAndNeverSaysNull() {
        for (AlarmAction type : AlarmAction.values()) {
            for (Severity severity : Severity.values()) {
                AlarmEvent e = AlarmEvents.of(event(FUNCTION, type, severity, -1));
                assertThat(e.action().name()).isEqualTo(type.name());
                assertThat(e.severity().name()).isEqualTo(severity.name());
                assertThat(e).hasNoNullFieldsOrProperties();
                assertThat(e.toString()).doesNotContain("null");
                assertThat(e.details()).allSatisfy((k, v) -> assertThat(v).isNotBlank());
            }
        }
    }

    @Test
    void saysTheReasonInOneLineForEveryReason() {
        assertThat(Arrays.stream(Reason.values()).map(AlarmEventsTest::because))
                .allSatisfy(summary -> assertThat(summary)
                        .hasSizeLessThan(1_024)
                        .doesNotContain("\n")
                        .doesNotContain("null"));
    }

    @Test
    void writesNumbersTheSameWayInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(AlarmEvents.of(event(FUNCTION, AlarmAction.TRIGGER, Severity.CRITICAL, -1))
                            .summary())
                    .contains("20.50 USD");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String because(Reason reason) {
        return AlarmEvents.of(event(FUNCTION, AlarmAction.TRIGGER, Severity.CRITICAL, reason, -1))
                .summary();
    }

    private static IncidentSnapshot event(Scope scope, AlarmAction type, Severity severity, int limit) {
        return event(scope, type, severity, Reason.SURGE, limit, FOUND);
    }

    private static IncidentSnapshot event(Scope scope, AlarmAction type, Severity severity, int limit, Finding found) {
        return event(scope, type, severity, Reason.SURGE, limit, found);
    }

    private static IncidentSnapshot event(Scope scope, AlarmAction type, Severity severity, Reason reason, int limit) {
        return event(scope, type, severity, reason, limit, FOUND);
    }

    private static IncidentSnapshot event(
            Scope scope, AlarmAction type, Severity severity, Reason reason, int limit, Finding found) {
        return new IncidentSnapshot(
                type,
                reason,
                new Identity(
                        "0123456789ab",
                        "breakwater/0123456789ab",
                        scope,
                        found.present() ? found.kind() : IncidentKind.SLOW_BURN,
                        severity),
                new Times(M, M - 5, (M + 1) * 60_000, -1, -1),
                found,
                new Money(
                        10_250_000_000L,
                        102_500_000_000L,
                        20_500_000_000L,
                        20_500_000_000L,
                        3_125_000_000L,
                        0,
                        1.1,
                        0,
                        0),
                limit < 0
                        ? Limits.NONE
                        : new Limits(
                                new Hold(Hold.Stage.HELD, limit, 40, M * 60_000, Lever.RESERVATION),
                                Hold.NONE,
                                "",
                                List.of()),
                FleetStatus.NONE);
    }

    private static Map.Entry<String, String> entry(String name, String value) {
        return Map.entry(name, value);
    }
}
