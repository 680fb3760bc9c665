package dev.breakwater.guard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.BudgetFigures.AlarmType;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.guard.Findings;
import dev.breakwater.guard.convert.MoneyEvents;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.report.incident.IncidentStory;
import dev.breakwater.report.plot.IncidentPlot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;

@Tag("slow")
class IncidentPageTest {

    private static final String HOSTILE =
            "</svg><script>alert(1)</script>\" onload='x' \u202Egnp.exe\u0000\u001b[31m &amp; \uD800 $(reboot)'";
    private static final Lever QUEUE = new Lever(LeverKind.QUEUE, "4f1c-22");

    private final Told told = Told.of("3f9c2a71b0de", "checkout");

    @Test
    void saysWhatHappensWhyAndWhatItCosts() throws Exception {
        Document page = page(Told.story(told.open(), told.page(), told.trigger()));
        assertThat(texts(page, "h1")).containsExactly("flood on function checkout");
        assertThat(texts(page, "h2")).containsExactly("What you can do", "At AWS", "Money", "Why", "Decisions");
        assertThat(text(page))
                .contains("open", "critical", "111122223333/eu-west-1", "since 2026-08-05T14:20Z")
                .contains("flood on function checkout: 30.00 USD an hour now, 1.50 USD above normal in the last hour")
                .contains("calls of the last 3 minutes: 38.42 times the expectation, threshold 2.00")
                .contains("12,000", "300", "61.50", "1.25")
                .contains("above normal so far$1.50", "above normal now$30.00 an hour", "As of 2026-08-05T14:23Z")
                .contains("by the end of the day$290.00", "by the end of the month$")
                .contains("Nothing was throttled.")
                .contains("the callers: API access log")
                .contains("./breakwater explain 3f9c2a71b0de", "./breakwater status")
                .contains("as of 2026-08-05T14:23Z", "stale after five")
                .doesNotContain("averted", "Held now", "./breakwater release checkout", "put-function-concurrency");
    }

    @Test
    void saysWhatIsHeldByWhichLeverAndWhatWillBeThereAgain() throws Exception {
        String all = text(Told.story(
                told.open(),
                told.trigger(),
                told.throttle(5, 5, 40, Lever.RESERVATION),
                told.held(6, 5, Lever.RESERVATION),
                told.seen(6, 5, 40, Lever.RESERVATION),
                told.raise(30, 10, 40, Lever.RESERVATION),
                told.seen(31, 10, 40, Lever.RESERVATION)));
        assertThat(all)
                .contains("held at reserved concurrency 5")
                .contains("Held nowreserved concurrency 10")
                .contains("at the latest at 2026-08-05T18:25Z")
                .contains("releases it to reserved concurrency 40 once the surge is over, at the latest")
                .contains("14:25Z throttle asked for reserved concurrency 5, before: reserved concurrency 40; until ")
                .contains("14:26Z held reserved concurrency 5, before: reserved concurrency 40; until ")
                .contains("14:50Z raise asked for reserved concurrency 10: ")
                .contains("averted$1.50", "good calls refused41")
                .contains(
                        "The averted cost is the cost of the refused calls",
                        "A limit cannot tell good calls from bad ones")
                .contains("./breakwater release checkout --account 111122223333 --region eu-west-1")
                .doesNotContain("put-function-concurrency", "wait in a queue");
    }

    @Test
    void theBoxDoesNotSayHeldWhileTheHeadlineSaysThatAnotherValueWasSeen() throws Exception {
        IncidentStory story = Told.story(told.open(), told.trigger(), told.seen(6, 5, -1, Lever.RESERVATION));
        Told.tell(story, told.sees(9, 40));
        assertThat(text(story))
                .contains("Changed at AWS, not confirmed yetreserved concurrency 5")
                .contains("but reserved concurrency 40 was seen instead of our limit")
                .doesNotContain("Held now", "Observed at AWS");
        Told.tell(story, told.held(10, 5, Lever.RESERVATION));
        assertThat(text(story)).contains("Held now").doesNotContain("Changed at AWS");
    }

    @Test
    void whatWasTakenOverWithoutAThrottleOfItsOwnIsHeldAllTheSame() throws Exception {
        String all = text(Told.story(
                told.open(),
                told.trigger(),
                told.decision(DecisionType.PROLONG, Reason.BUDGET_THROTTLE, 5, 12, -1, Lever.RESERVATION)));
        assertThat(all).contains("Held nowreserved concurrency 12").doesNotContain("Nothing was throttled");
    }

    @Test
    void aQueueIsNamedByItsMappingAndAvertsNothing() throws Exception {
        String all = text(Told.story(
                told.open(), told.throttle(5, 5, -1, QUEUE), told.seen(6, 5, -1, QUEUE), told.held(6, 5, QUEUE)));
        assertThat(all)
                .contains("Held nowMaximumConcurrency 5 of queue mapping 4f1c-22")
                .contains("releases it to no MaximumConcurrency of queue mapping 4f1c-22")
                .contains("Messages that wait in a queue or stream count as neither averted nor refused")
                .doesNotContain("The averted cost is the cost of the refused calls");
    }

    @Test
    void aStreamIsPausedAndWillRunAgain() throws Exception {
        Lever stream = new Lever(LeverKind.STREAM, "9a");
        String all = text(Told.story(
                told.open(), told.throttle(5, 0, -1, stream), told.seen(6, 0, -1, stream), told.held(6, 0, stream)));
        assertThat(all).contains("Held nowstream mapping 9a paused", "releases it to stream mapping 9a running");
    }

    @Test
    void aSurgeThatIsOverWithItsThrottleHeldSaysSo() throws Exception {
        String all = text(Told.story(
                told.open(),
                told.throttle(5, 5, -1, Lever.RESERVATION),
                told.held(6, 5, Lever.RESERVATION),
                told.seen(6, 5, -1, Lever.RESERVATION),
                told.close(60)));
        assertThat(all)
                .contains(
                        "over, throttle held",
                        "Held now",
                        "./breakwater release checkout --account 111122223333 --region eu-west-1",
                        "As of 2026-08-05T14:26Z. Calls that were refused later are not counted.")
                .doesNotContain("by the end of the month");
    }

    @Test
    void anIncidentThatEndedHasNothingAheadAndNothingHeld() throws Exception {
        String all = text(Told.story(
                told.open(),
                told.throttle(5, 5, -1, Lever.RESERVATION),
                told.seen(6, 5, -1, Lever.RESERVATION),
                told.close(60),
                told.release(70, -1, Lever.RESERVATION),
                told.givenBack(71, -1, Lever.RESERVATION),
                told.resolve(61)));
        assertThat(all)
                .contains("last above the threshold at ", "closed 2026-08-05T15:21Z", "back within the expectation")
                .contains("release asked for to no reserved concurrency, as found: ")
                .contains("given back to no reserved concurrency, as found: ")
                .doesNotContain("Held now", "by the end of the month", "./breakwater release");
    }

    @Test
    void whatIsOnlyAskedForIsNotSaidToBeHeld() throws Exception {
        IncidentStory story = Told.story(told.open(), told.trigger(), told.throttle(5, 5, 40, Lever.RESERVATION));
        assertThat(text(story))
                .contains("Asked for, not observed yetreserved concurrency 5")
                .contains("Earlier value: reserved concurrency 40.")
                .doesNotContain("Held now", "put-function-concurrency", "averted");
        Told.tell(story, told.seen(6, 5, 40, Lever.RESERVATION));
        Told.tell(story, told.raise(30, 10, 40, Lever.RESERVATION));
        assertThat(text(story))
                .contains("Held nowreserved concurrency 5", "Asked for, not observed yetreserved concurrency 10");
        Told.tell(story, told.release(40, 40, Lever.RESERVATION));
        assertThat(text(story))
                .contains("Being given back, not observed yetreserved concurrency 5")
                .doesNotContain("Held now", "Asked for, not observed");
    }

    @Test
    void whatAThrottleAvertsIsNotKnownBeforeDataIsFromAfterIt() throws Exception {
        assertThat(text(Told.story(told.open(), told.held(5, 5, Lever.RESERVATION))))
                .contains("avertednot known yet", "good calls refusednot known yet");
        assertThat(text(Told.story(told.open(), told.held(6, 5, Lever.RESERVATION))))
                .contains("averted$1.50", "good calls refused41");
    }

    @Test
    void aRefusalOfAwsIsToldInItsWordsAndTheComputedLimitIsAtHandByItsFullName() throws Exception {
        String all = text(Told.story(
                told.open(),
                told.trigger(),
                told.throttle(5, 12, -1, Lever.RESERVATION),
                told.couldNot(6, 12, "AccessDenied: not authorized to perform lambda:PutFunctionConcurrency")));
        assertThat(all)
                .contains("Not throttled")
                .contains("the limit could not be set: AccessDenied: not authorized")
                .contains("could not reserved concurrency 12: ")
                .contains("Nothing was throttled.")
                .contains("aws lambda put-function-concurrency --function-name"
                        + " arn:aws:lambda:eu-west-1:111122223333:function:checkout"
                        + " --reserved-concurrent-executions 12 --region eu-west-1")
                .doesNotContain("Held now", "averted");
    }

    @Test
    void theCommandByHandIsOfTheLeverThatWouldHoldIt() throws Exception {
        assertThat(text(Told.story(told.open(), told.trigger(), told.refuse(Reason.MODE_ALERT, 14, QUEUE))))
                .contains(
                        "Not throttled by Breakwaterin mode alert or with enforcement: off, Breakwater pages but never throttles")
                .contains("aws lambda update-event-source-mapping --uuid 4f1c-22"
                        + " --scaling-config MaximumConcurrency=14 --region eu-west-1")
                .doesNotContain("put-function-concurrency");
    }

    @Test
    void whereTheModeAloneForbidsAThrottleItSaysWhatItWouldHaveSpared() throws Exception {
        PageUpdate refused = told.refuse(Reason.MODE_ALERT, 14, Lever.RESERVATION);
        told.forbidden(14, 2.5, 30);
        assertThat(text(Told.story(told.open(), told.trigger(), refused)))
                .contains("In mode enforce, a throttle to 14 would have averted $2.50 and refused 30 good calls"
                        + " ($83.33 per 1,000).")
                .doesNotContain("would throttle to", "would have averted usd");
    }

    @Test
    void noLimitIsHandedOutWhereNoneIsKnownOrTheFunctionIsProtected() throws Exception {
        PageUpdate limit = told.refuse(Reason.MODE_ALERT, 14, Lever.RESERVATION);
        PageUpdate isProtected = told.refuse(Reason.PROTECTED, -1, Lever.RESERVATION);
        assertThat(text(Told.story(told.open(), told.trigger(), isProtected)))
                .contains("Not throttled by Breakwaterthe policy protects this function")
                .doesNotContain("aws lambda");
        assertThat(text(Told.story(told.open(), told.trigger(), limit, isProtected)))
                .doesNotContain("aws lambda");
    }

    @Test
    void withoutABaselineThePageSaysThatAPersonMustChooseTheLimit() throws Exception {
        Told young = Told.of("aaaa2a71b0de", "checkout").young();
        String command = "aws lambda put-function-concurrency --function-name "
                + "arn:aws:lambda:eu-west-1:111122223333:function:checkout --reserved-concurrent-executions N "
                + "--region eu-west-1";
        PageUpdate trigger = young.trigger();
        assertThat(text(Told.story(young.open(), trigger))).contains("a safe limit is unknown", "choose N", command);
        assertThat(text(Told.story(young.open(), trigger, young.refuse(Reason.PROTECTED, -1, Lever.RESERVATION))))
                .doesNotContain("aws lambda");
        assertThat(buttons(Told.story(young.open(), trigger))).doesNotContain("Throttle it now");
    }

    @Test
    void afterAHandTheWayBackIsNamed() throws Exception {
        String all = text(Told.story(
                told.open(),
                told.trigger(),
                told.throttle(5, 5, -1, Lever.RESERVATION),
                told.seen(6, 5, -1, Lever.RESERVATION),
                told.decision(DecisionType.OVERRIDE, Reason.OVERRIDDEN, 9, -1, -1, Lever.RESERVATION)));
        assertThat(all)
                .contains("Not throttled by Breakwatersomebody else changed or released the limit, so Breakwater leaves"
                        + " the function alone for 24 hours")
                .contains("./breakwater release --again-allowed checkout --account 111122223333 --region eu-west-1")
                .doesNotContain("Held now");
    }

    @Test
    void aDayOldSurgeNamesTheCommandThatAcceptsIt() throws Exception {
        PageUpdate asked = told.alarm(AlarmAction.UPDATE, 1441, Reason.NEW_NORMAL_ASKED, -1, Lever.RESERVATION);
        assertThat(text(Told.story(told.open(), asked)))
                .contains("is this the new normal? breakwater accept 3f9c2a71b0de")
                .contains("./breakwater accept 3f9c2a71b0de");
        assertThat(text(Told.story(told.open(), told.trigger()))).doesNotContain("accept");
    }

    @Test
    void onceItIsOverThePageSaysWhyNothingWasThrottled() throws Exception {
        IncidentStory story = Told.story(
                told.open(),
                told.page(),
                told.trigger(),
                told.decision(DecisionType.REFUSE, Reason.PROTECTED, 5, -1, -1, Lever.RESERVATION));
        assertThat(text(story)).contains("Nothing was throttled.");
        Told.tell(story, told.resolve(20));
        assertThat(text(story)).contains("Nothing was throttled: the policy protects this function.");
    }

    @Test
    void anAcceptedSurgeGoesOnUntilItEndsAndItsThrottleWasSeenGivenBack() throws Exception {
        IncidentStory story = Told.story(
                told.trigger(),
                told.throttle(5, 5, -1, Lever.RESERVATION),
                told.seen(6, 5, -1, Lever.RESERVATION),
                told.accepts(9, 600, "accept, by alice"),
                told.release(9, -1, Lever.RESERVATION),
                told.alarm(AlarmAction.RESOLVE, 10, Reason.ACCEPTED, -1, Lever.RESERVATION));
        assertThat(text(story)).contains("accepted", "Being given back, not observed yet");
        Told.tell(story, told.alarm(AlarmAction.RESOLVE, 12, Reason.CALM, -1, Lever.RESERVATION));
        assertThat(text(story)).contains("over, throttle being given back");
        assertThat(story.finished()).isFalse();
        Told.tell(story, told.givenBack(10, -1, Lever.RESERVATION));
        assertThat(story.finished()).isTrue();
    }

    @Test
    void aSurgeThatStoppedIsNotExplainedInThePresent() throws Exception {
        assertThat(text(Told.story(told.open(), told.trigger()))).contains("It means");
        told.stoppedAt = (Told.ONSET + 2) * 60_000;
        assertThat(text(Told.story(told.open(), told.trigger())))
                .contains(
                        "The surge stopped at 2026-08-05T14:22Z.",
                        "stopped at 2026-08-05T14:22Z, 1.50 USD above normal")
                .doesNotContain("It means", "an hour now,", "far above normal for this time of day at");
    }

    @Test
    void anAttackEndsTheAcceptanceAndSaysSo() throws Exception {
        told.throttlesAbove(10);
        IncidentStory story = Told.story(told.open(), told.accepts(9, 600, "accept, by alice"), told.update(9));
        assertThat(text(story)).contains("Accepted, by alice").doesNotContain("Above 10.00 USD");
        Told.tell(story, told.says(10, "attack, by alice, from console: it excuses no surge in later weeks"));
        assertThat(text(story)).doesNotContain("Nothing yet.");
        Told.tell(story, told.accepts(10, 10, "the acceptance has ended"));
        assertThat(text(story))
                .contains("the acceptance has ended", "Above 10.00 USD")
                .doesNotContain("Accepted, by alice");
    }

    @Test
    void aFleetPageListsWhatSurgesAndWhatIsHeldAndNoZeros() throws Exception {
        Hold held = new Hold(Hold.Stage.HELD, 12, -1, (Told.ONSET + 245) * 60_000, Lever.RESERVATION);
        FleetStatus status = new FleetStatus(
                List.of(
                        new FleetStatus.Surge("3f9c2a71b0de", "checkout", IncidentKind.FLOOD, 40.5, held),
                        new FleetStatus.Surge("aaaa2a71b0de", "mail", IncidentKind.RECURSION, 12.25, Hold.NONE)),
                2,
                1,
                5,
                List.of("checkout", "mail"));
        IncidentStory story = Told.story(told.fleet(AlarmAction.TRIGGER, status));
        assertThat(story.html())
                .as("each leads to its own page, and the buttons are for each")
                .contains(
                        "<a href=\"3f9c2a71b0de.html\"><b>flood checkout", "<a href=\"aaaa2a71b0de.html\"><b>recursion")
                .contains("name=\"alert\" value=\"breakwater/fleet/111122223333/eu-west-1\"");
        Document door = parse(story.html().replace("<!--act", "").replace("act-->", ""));
        assertThat(texts(door, "button"))
                .anyMatch(b -> b.startsWith("Release all now"))
                .anyMatch(b -> b.startsWith("All are attacks"));
        String all = text(story);
        assertThat(all)
                .contains("many surges at once in account 111122223333", "1 of 5")
                .contains("flood checkout: 40.50 USD/h; held at reserved concurrency 12")
                .contains("recursion mail: 12.25 USD/h")
                .contains(
                        "2 surges in account 111122223333 in eu-west-1: 52.75 USD an hour now, 52.75 USD above normal in the last hour")
                .doesNotContain("Nothing was throttled", "observed", "0.00 USD");
    }

    @Test
    void aFleetPageForecastsThatItsSurgesGrowOn() throws Exception {
        FleetStatus status = new FleetStatus(
                List.of(new FleetStatus.Surge("3f9c2a71b0de", "checkout", IncidentKind.FLOOD, 40.5, Hold.NONE)),
                1,
                0,
                5,
                List.of("checkout"));
        Projection growing = new Projection(40_500_000_000L, 7_000_000_000L, 9_000_000_000L, 5, 99_000_000_000L);
        assertThat(text(Told.story(told.fleet(AlarmAction.TRIGGER, status.ahead(List.of(growing, growing))))))
                .contains("by the end of the day$14.00UTC, if it keeps growing as its surges do")
                .contains("by the end of the month$18.00");
    }

    @Test
    void aFleetPageThatOnlyWaitsForPlacesTellsNoZeros() throws Exception {
        String all = text(Told.story(told.fleet(AlarmAction.UPDATE, new FleetStatus(List.of(), 0, 5, 5, List.of()))));
        assertThat(all)
                .contains("account 111122223333 in eu-west-1: no surge is open; 5 of 5 allowed throttles set")
                .doesNotContain("0.00 USD", "$0.00");
    }

    @Test
    void otherAlarmsHaveAPageOfTheirFacts() throws Exception {
        Told group = new Told("ffffffffffff", Scope.group(Told.ACCOUNT, Told.REGION, "shop"));
        assertThat(text(Told.story(group.trigger())))
                .contains("flood on group shop")
                .doesNotContain("put-function");
        Told account = new Told("eeeeeeeeeeee", Scope.account(Told.ACCOUNT, Told.REGION));
        assertThat(text(Told.story(account.trigger()))).contains("flood on account 111122223333");
    }

    @Test
    void aBudgetsPageAsksForAWordOnEachFunctionThatIsProposed() throws Exception {
        Told cart = Told.of("bbbb2a71b0de", "cart");
        Told mail = Told.of("bbbb2a71b0de", "mail").after(cart);
        IncidentStory story = Told.story(
                budget(AlarmAction.TRIGGER),
                cart.decision(DecisionType.PROPOSE, Reason.MODE_APPROVE, 5, 7, -1, Lever.RESERVATION),
                mail.decision(DecisionType.PROPOSE, Reason.MODE_APPROVE, 5, 3, 50, Lever.RESERVATION));
        assertThat(text(story))
                .contains("Waits for your approval", "cart 111122223333 eu-west-1: reserved concurrency 7")
                .contains("./breakwater approve bbbb2a71b0de mail --account 111122223333 --region eu-west-1");
        Document door = parse(story.html().replace("<!--act", "").replace("act-->", ""));
        assertThat(texts(door, "button")).containsExactly("Approve", "Approve");
        Told.tell(story, cart.throttle(6, 7, -1, Lever.RESERVATION));
        assertThat(text(story))
                .doesNotContain("cart 111122223333 eu-west-1: reserved concurrency 7")
                .contains("Waits for your approval");
        Told.tell(story, mail.decision(DecisionType.EXPIRE, Reason.NOT_ANSWERED, 40, 3, 50, Lever.RESERVATION));
        assertThat(text(story)).doesNotContain("Waits for your approval");
    }

    @Test
    void aBudgetsPageTellsOfEachFunctionThatIsHeldForItUntilAllAreReleased() throws Exception {
        Told cart = Told.of("bbbb2a71b0de", "cart");
        Told mail = Told.of("bbbb2a71b0de", "mail").after(cart);
        IncidentStory story = Told.story(
                budget(AlarmAction.TRIGGER),
                cart.throttle(5, 7, -1, Lever.RESERVATION),
                cart.seen(5, 7, -1, Lever.RESERVATION),
                mail.decision(DecisionType.PROPOSE, Reason.NOT_READY, 5, -1, -1, Lever.RESERVATION),
                mail.throttle(6, 3, 50, Lever.RESERVATION),
                mail.seen(6, 3, 50, Lever.RESERVATION));
        assertThat(text(story))
                .contains("budget checkout: step", "$512.34", "$900.00")
                .contains("reserved concurrency 7 cart", "reserved concurrency 3 mail")
                .contains("throttle asked for cart reserved concurrency 7", "./breakwater release FUNCTION")
                .doesNotContain("The averted cost is the cost of the refused calls");
        Told.tell(story, budget(AlarmAction.RESOLVE));
        Told.tell(story, cart.release(90, -1, Lever.RESERVATION));
        assertThat(text(story)).contains("Being given back, not observed yet");
        Told.tell(story, cart.givenBack(90, -1, Lever.RESERVATION));
        assertThat(text(story))
                .contains("over, throttle held", "./breakwater release mail --account 111122223333 --region eu-west-1");
        assertThat(story.finished()).isFalse();
        Told.tell(story, mail.release(91, 50, Lever.RESERVATION));
        assertThat(text(story)).contains("over, throttle being given back").doesNotContain("Held now");
        Told.tell(story, mail.givenBack(91, 50, Lever.RESERVATION));
        assertThat(text(story)).contains("ended").doesNotContain("Held now");
        assertThat(story.finished()).isTrue();
    }

    @Test
    void theFactsOfOtherAlarmsAreShownAsTheyAre() throws Exception {
        AlarmEvent blind = new AlarmEvent(
                AlarmAction.TRIGGER,
                "breakwater/blind/polling",
                "blind: no data from the polling of CloudWatch for 12 minutes",
                Severity.ERROR,
                Told.ONSET * 60_000,
                new AlarmEvent.Subject("111122223333/all regions", "", "account", "blind"),
                Map.of("heard_last", "2026-08-05T14:08:00Z", "look_at", "breakwater doctor"));
        assertThat(text(Told.story(PageUpdate.of(blind))))
                .contains("blind on account 111122223333", "no data from the polling")
                .contains("Facts", "heard last2026-08-05T14:08:00Z")
                .contains("look atbreakwater doctor")
                .doesNotContain("Money", "./breakwater explain", "./breakwater money");
    }

    @Test
    void aHostileNameStaysTextAndOneWordOfAShell() throws Exception {
        Told hostile = Told.of("3f9c2a71b0de", HOSTILE);
        IncidentStory story = Told.story(
                hostile.open(), hostile.throttle(5, 5, -1, Lever.RESERVATION), hostile.held(6, 5, Lever.RESERVATION));
        String html = IncidentStory.read(story.json()).html();
        assertThat(html).doesNotContain("<script", "\u202E", "\u0000", "\u001b");
        assertThat(html).contains("&lt;script&gt;alert(1)", "\\u202Egnp.exe\\u0000\\u001B[31m &amp;amp;");
        assertThat(parse(html).getElementsByTagName("script").getLength()).isZero();
        assertThat(attributes(parse(html))).doesNotContain("onload").contains("data-breakwater-page", "class");
        assertThat(texts(parse(html), "code"))
                .anySatisfy(c -> assertThat(c)
                        .startsWith("./breakwater release '")
                        .contains("$(reboot)'\\''' --account 111122223333"));
    }

    @Test
    void loadsNothingAndRunsNothing() {
        String page = Told.story(told.open(), told.trigger()).html();
        // a link to AWS's console is allowed, because only people follow it
        String html = page.replaceAll("href=\"https://eu-west-1[.]console[.]aws[.]amazon[.]com/[^\"]*\"", "");
        assertThat(html).isNotEqualTo(page);
        assertThat(html).doesNotContain("http://", "https://", "url(", "@import", "src=\"", "<link", "<script");
        assertThat(html).contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
    }

    @Test
    void asksForAWordAndSaysHowToGiveIt() throws Exception {
        String all = text(asking(5));
        assertThat(all)
                .contains(
                        "Waits for your approval", "reserved concurrency 12 is proposed", "Answer by 2026-08-05T14:50Z")
                .contains("./breakwater approve 3f9c2a71b0de", "By the policy default.");
    }

    @Test
    void aPersonWhoDecidesSeesThePriceAndNothingContradictsTheAnswer() throws Exception {
        Hold asks = new Hold(Hold.Stage.PROPOSED, 12, 40, (Told.ONSET + 30) * 60_000, Lever.RESERVATION);
        PageUpdate proposed = told.decision(DecisionType.PROPOSE, Reason.MODE_APPROVE, 4, 12, 40, Lever.RESERVATION);
        told.priced("averts 5.71 USD an hour and refuses 178,229 good calls an hour");
        IncidentStory story = Told.story(told.open(), proposed, told.asks(5, 12_000, asks));
        assertThat(text(story))
                .contains("The throttle averts 5.71 USD an hour and refuses 178,229 good calls an hour.");
        assertThat(buttons(story)).contains("No, do not throttle it", "Protect it");
        assertThat(story.html())
                .contains("<select name=\"no\"><option value=\"1h\">", "<select name=\"hours\"><option value=\"1h\">")
                .contains("Above 100.00 USD an hour, Breakwater throttles anyway.", "breakwater decline 3f9c2a71b0de");
        Hold answered = new Hold(Hold.Stage.APPROVED, 12, 40, (Told.ONSET + 30) * 60_000, Lever.RESERVATION);
        Told.tell(story, told.asks(6, 12_000, answered));
        assertThat(text(story)).contains("Approved").doesNotContain("Not throttled");
        assertThat(buttons(story))
                .contains("Withdraw the approval")
                .doesNotContain("Throttle it now")
                .doesNotContain("No, do not throttle it", "Protect it");
        Told.tell(story, told.says(6, "approve, by alice"));
        Told.tell(story, told.decision(DecisionType.REFUSE, Reason.CURE_FAILED, 7, 12, 40, Lever.RESERVATION));
        assertThat(text(story))
                .contains("Approved", "Until 2026-08-05T14:50Z", "Not throttled", Reason.CURE_FAILED.text());
        assertThat(buttons(story)).contains("Withdraw the approval", "Throttle it now");
    }

    @Test
    void anAttackDoesNotAnswerTheProposal() throws Exception {
        IncidentStory story = asking(5);
        assertThat(text(story)).contains("Waits for your approval").doesNotContain("Marked as an attack");
        assertThat(story.html()).contains("does not answer the proposal");
        Told.tell(story, told.says(6, "attack, by alice, from console: it excuses no surge in later weeks"));
        assertThat(text(story)).contains("Marked as an attack, and still waits for your approval");
    }

    @Test
    void theAdviceOnSlowerCallsIsNotToBlockTheCaller() throws Exception {
        IncidentStory story = Told.story(told.open(), told.slower(5));
        assertThat(text(story))
                .contains("flood of slower calls on function checkout", "what the calls wait for")
                .doesNotContain("block the caller upstream");
    }

    @Test
    void theLastWordStandsAtTheTopWithWhatBecameOfIt() throws Exception {
        IncidentStory story = Told.story(
                told.open(),
                told.seen(6, 5, 40, Lever.RESERVATION),
                told.held(6, 5, Lever.RESERVATION),
                told.decision(DecisionType.REQUEST, Reason.REQUESTED, 7, -1, -1, Lever.RESERVATION));
        assertThat(text(story))
                .contains("its result2026-08-05T14:27Z asked by a person a person asked for itNothing yet.");
        Told.tell(story, told.decision(DecisionType.GIVEN_BACK, Reason.REQUESTED, 8, -1, 40, Lever.RESERVATION));
        assertThat(text(story))
                .contains(
                        "14:28Z given back to reserved concurrency 40, as found: a person asked for itWhat you can do")
                .doesNotContain("Nothing yet.");
        Told.tell(story, told.decision(DecisionType.REQUEST, Reason.REQUEST_OVER, 7, -1, -1, Lever.RESERVATION));
        assertThat(story.lastWord()).as("two people at once").hasSize(3);
        Told.tell(story, told.decision(DecisionType.REQUEST, Reason.REQUEST_OVER, 30, -1, -1, Lever.RESERVATION));
        assertThat(story.lastWord()).as("later").hasSize(1);
        assertThat(text(story)).contains("the request was not carried out").doesNotContain("Nothing yet.");
        assertThat(text(asking(5))).doesNotContain("The last request and its result");
    }

    @Test
    void whatIsSaidNamesNoCommandSinceTheDoorNeedsNone() throws Exception {
        IncidentStory story = asking(5);
        assertThat(story.alarm().summary())
                .contains("answer by 2026-08-05T14:50Z")
                .doesNotContain("breakwater approve");
    }

    /** Without a server, the buttons would do nothing. */
    @Test
    void theButtonsAreThereOnlyWhereADoorShowsThem() throws Exception {
        String html = asking(5).html();
        assertThat(parse(html).getElementsByTagName("form").getLength()).isZero();
        assertThat(parse(html).getElementsByTagName("button").getLength()).isZero();
        Document door = parse(html.replace("<!--act", "").replace("act-->", ""));
        assertThat(texts(door, "button")).noneMatch(b -> b.startsWith("Release"));
        assertThat(texts(door, "button").get(0)).startsWith("Approve the throttle");
        assertThat(texts(door, "option"))
                .as("an acceptance has a period and a size")
                .contains("7 days", "35 days", "90 days", "its cost of now", "twice its cost", "10 times its cost");
        IncidentStory held =
                Told.story(told.open(), told.held(6, 5, Lever.RESERVATION), told.seen(6, 5, 40, Lever.RESERVATION));
        Document holding = parse(held.html().replace("<!--act", "").replace("act-->", ""));
        assertThat(texts(holding, "button"))
                .anyMatch(b -> b.startsWith("It is an attack"))
                .anyMatch(b -> b.startsWith("Release it now back to reserved concurrency 40"))
                .anyMatch(b -> b.startsWith("Hold it to the end of its lease 2026-08-05T1"));
        assertThat(holding.getDocumentElement().getTextContent()).doesNotContain("every other incident");
        Told.tell(held, told.toldWith(7, "aaaa2a71b0de"));
        assertThat(held.html()).contains("every other incident");
    }

    @Test
    void thePlotShowsTheHourBeforeAndWhoDidWhatAndEndsWithTheData() throws Exception {
        List<PageUpdate> news = new ArrayList<>(List.of(Told.points(told.scope, -60, 0)));
        news.addAll(List.of(told.open(), told.page(), told.trigger()));
        news.add(Told.points(told.scope, 0, 6));
        news.add(told.decision(DecisionType.PROPOSE, Reason.MODE_APPROVE, 4, 45, 60, Lever.RESERVATION));
        news.add(told.says(5, "approve, by alice, from console"));
        news.add(told.throttle(5, 45, 60, Lever.RESERVATION));
        news.add(told.seen(6, 45, 60, Lever.RESERVATION));
        // the clock continues, but the feed is silent
        news.add(told.says(90, "release, by bob, from console"));
        news.add(told.givenBack(91, 60, Lever.RESERVATION));
        IncidentStory story = Told.story(news.toArray(PageUpdate[]::new));
        IncidentPlot plot = story.plot();
        assertThat(plot.title()).endsWith("from 2026-08-05T13:20Z to 2026-08-05T14:26Z");
        assertThat(plot.labels().stream()
                        .filter(l -> l.type().startsWith("label"))
                        .map(IncidentPlot.Label::text))
                .containsExactlyInAnyOrder(
                        "onset",
                        "seen",
                        "approval asked for 45",
                        "approve by alice",
                        "throttle 45 asked for",
                        "held at 45",
                        "release by bob later, 2026-08-05T15:50Z",
                        "released later, 2026-08-05T15:51Z");
        String shown = text(IncidentStory.read(story.json()));
        assertThat(shown).contains("as it was", "usual").doesNotContain("simulated");
    }

    @Test
    void aPersonCanHaveItThrottledNowAfterAProposalThatExpiredOrAHandsChange() throws Exception {
        PageUpdate asks = told.decision(DecisionType.PROPOSE, Reason.MODE_APPROVE, 4, 45, 60, Lever.RESERVATION);
        PageUpdate expired = told.decision(DecisionType.EXPIRE, Reason.NOT_ANSWERED, 34, 45, 60, Lever.RESERVATION);
        assertThat(throttleNow(told.open(), told.trigger(), asks)).isFalse();
        assertThat(throttleNow(told.open(), told.trigger(), asks, expired)).isTrue();
        assertThat(throttleNow(told.open(), told.trigger(), told.refuse(Reason.LEFT_ALONE, 45, Lever.RESERVATION)))
                .isTrue();
        assertThat(throttleNow(told.open(), told.trigger(), told.refuse(Reason.PROTECTED, -1, Lever.RESERVATION)))
                .isFalse();
        assertThat(throttleNow(told.open(), told.trigger(), told.refuse(Reason.NO_HEADROOM, 45, Lever.RESERVATION)))
                .as("room is not overruled")
                .isFalse();
        assertThat(throttleNow(
                        told.open(),
                        told.trigger(),
                        asks,
                        expired,
                        told.throttle(35, 45, 60, Lever.RESERVATION),
                        told.seen(36, 45, 60, Lever.RESERVATION)))
                .isFalse();
        assertThat(throttleNow(told.open(), told.trigger(), asks, expired, told.close(60), told.resolve(60)))
                .isFalse();
    }

    @Test
    void belowTheThrottleThresholdThePageSaysSoAndAPersonCanHaveItThrottledNow() throws Exception {
        told.throttlesAbove(10);
        assertThat(throttleNow(told.open(), told.trigger())).isTrue();
        assertThat(text(Told.story(told.open(), told.trigger())))
                .contains(
                        "Above 10.00 USD over normal in an hour, Breakwater throttles this surge if that is worth the good");
        told.asksAbove = true;
        assertThat(text(Told.story(told.open(), told.trigger())))
                .contains("Above 10.00 USD over normal in an hour, Breakwater proposes a throttle.");
        told.throttlesAbove(0);
        assertThat(throttleNow(told.open(), told.trigger())).isFalse();
    }

    private static boolean throttleNow(PageUpdate... news) throws Exception {
        return buttons(Told.story(news)).contains("Throttle it now");
    }

    private static String buttons(IncidentStory story) throws Exception {
        String door = story.html().replace("<!--act", "").replace("act-->", "");
        return String.join("\n", texts(parse(door), "button"));
    }

    /** The newest minute is what people look at, so the names and values of the axes are there. */
    @Test
    void theAxesAreLabelledAtTheNewestMinute() {
        IncidentPlot plot = asking(30).plot();
        assertThat(plot.labels().stream()
                        .filter(l -> l.type().matches("axis|tick") && !l.text().endsWith("Z")))
                .hasSizeGreaterThan(6)
                .allMatch(l -> Double.parseDouble(l.x()) >= IncidentPlot.WIDTH - 56);
        assertThat(plot.labels().stream().filter(l -> l.type().equals("axis")).map(IncidentPlot.Label::text))
                .containsExactly("demand, calls/min", "peak concurrency of each minute", "cost, USD an hour");
    }

    @Test
    void theHourBeforeStaysInThePlotOfALongIncident() {
        IncidentStory story = new IncidentStory("3f9c2a71b0de");
        Told.tell(story, Told.points(told.scope, -60, 0));
        Told.tell(story, told.trigger());
        Told.tell(story, Told.points(told.scope, 0, 3_000));
        assertThat(story.plot().title()).contains("from 2026-08-05T13:").endsWith("to 2026-08-07T16:20Z");
        assertThat(IncidentStory.read(story.json()).plot().title())
                .isEqualTo(story.plot().title());
        assertThat(story.json().length()).isLessThan(40_000);
    }

    @Test
    void drawsTheMinutesThatItWasToldAndKeepsAFew() throws Exception {
        assertThat(parse(asking(1).html()).getElementsByTagName("svg").getLength())
                .as("one minute is no course")
                .isZero();
        IncidentStory story = asking(30);
        String html = IncidentStory.read(story.json()).html();
        assertThat(html)
                .isEqualTo(story.html())
                .contains("Demand and concurrency of checkout from", ">cost, USD an hour<");
        assertThat(text(parse(html)))
                .contains("Now: 12,029 calls a minute, 100 at once, $61.50 an hour; usual when it was found: 300")
                .contains("AWS refuses 320 calls a minute at its reserved concurrency of 20 (not set by Breakwater).");
        assertThat(asking(2_000).json().length()).isLessThan(40_000);
    }

    @Test
    void refreshesItselfWhileItGoesOn() {
        String refresh = "http-equiv=\"refresh\"";
        assertThat(Told.story(told.open(), told.trigger()).html()).contains(refresh);
        IncidentStory over = Told.story(told.open(), told.trigger(), told.close(20), told.resolve(20));
        assertThat(over.html()).doesNotContain(refresh);
    }

    @Test
    void leadsToTheFunctionAtAwsByItsWholeName() {
        String html = Told.story(told.open(), told.trigger()).html();
        assertThat(html)
                .contains("arn:aws:lambda:eu-west-1:111122223333:function:checkout")
                .contains("lambda/home?region=eu-west-1#/functions/checkout?tab=monitoring")
                .contains("#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fcheckout");
    }

    private IncidentStory asking(int minutes) {
        IncidentStory story = Told.story(
                told.open(), told.decision(DecisionType.PROPOSE, Reason.MODE_APPROVE, 4, 12, 40, Lever.RESERVATION));
        Hold proposal = new Hold(Hold.Stage.PROPOSED, 12, 40, (Told.ONSET + 30) * 60_000, Lever.RESERVATION);
        for (int m = 0; m < minutes; m++) Told.tell(story, told.asks(4 + m, 12_000 + m, proposal));
        return story;
    }

    @Test
    void isBoundedWhateverHappens() throws Exception {
        Told longest = Told.of("3f9c2a71b0de", "x".repeat(100_000));
        IncidentStory story = Told.story(longest.open(), longest.trigger());
        for (int i = 0; i < 500; i++) {
            Told.tell(story, longest.decision(DecisionType.PROLONG, Reason.STILL_ABOVE, 4, 5, -1, Lever.RESERVATION));
        }
        String html = story.html();
        assertThat(html.length()).isLessThan(100_000);
        assertThat(parse(html).getElementsByTagName("li").getLength()).isEqualTo(IncidentStory.DECISIONS + 1);
        assertThat(text(story)).contains("301 decisions are not shown");
    }

    @Test
    void aRestartedTriggerOfTheSameAlarmBeginsAnew() throws Exception {
        IncidentStory story = Told.story(told.trigger(), told.throttle(5, 5, -1, QUEUE), told.resolve(20));
        Told.tell(story, told.alarm(AlarmAction.TRIGGER, 90, Reason.SURGE, -1, Lever.RESERVATION));
        assertThat(text(story)).contains("open", "Nothing was throttled.");
    }

    private static PageUpdate budget(AlarmAction type) {
        BudgetFigures f = new BudgetFigures(
                "checkout",
                AlarmType.STEP,
                0,
                "shop",
                true,
                900_000_000_000L,
                512_340_000_000L,
                Told.ONSET - 5_000,
                7_250_000_000L,
                -1,
                -1,
                -1,
                -1,
                false);
        Scope group = Scope.group(Told.ACCOUNT, Scope.WHOLE, "shop");
        return PageUpdate.of(MoneyEvents.of(
                Findings.ofBudget(type, "bbbb2a71b0de", group, Severity.WARNING, Reason.BUDGET_STEP, Told.ONSET, f),
                false));
    }

    private static String text(IncidentStory story) throws Exception {
        return text(page(story));
    }

    private static String text(Document page) {
        String text = page.getElementsByTagName("main").item(0).getTextContent();
        return text.replaceAll("\\s*\n\\s*", "");
    }

    /** Parses the page as XML, which fails if the page is not well-formed. */
    private static Document page(IncidentStory story) throws Exception {
        return parse(story.html());
    }

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document page, String element) {
        List<String> texts = new ArrayList<>();
        NodeList found = page.getElementsByTagName(element);
        for (int i = 0; i < found.getLength(); i++) texts.add(found.item(i).getTextContent());
        return texts;
    }

    private static Set<String> attributes(Document page) {
        Set<String> names = new HashSet<>();
        NodeList all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            NamedNodeMap attributes = all.item(i).getAttributes();
            for (int k = 0; k < attributes.getLength(); k++)
                names.add(attributes.item(k).getNodeName());
        }
        return names;
    }
}
