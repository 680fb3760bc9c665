package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.engine.control.Request;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.model.Scope;
import dev.breakwater.report.console.ConsolePage;
import dev.breakwater.report.console.ConsolePage.Page;
import dev.breakwater.report.console.ConsoleState;
import dev.breakwater.report.console.ConsoleState.FunctionView;
import dev.breakwater.report.console.ConsoleState.LeaseView;
import dev.breakwater.report.console.ConsoleState.LeftAloneView;
import dev.breakwater.report.console.ConsoleState.WaitingView;
import dev.breakwater.report.console.JobState;
import dev.breakwater.report.console.Query;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Instant NOW = Instant.parse("2026-08-05T12:00:00Z");

    /** A release that nobody has read must not look as if it had been carried out. */
    @Test
    void whatWasAskedSinceTheJobWasLastHeardWaits() {
        ConsoleState dead = of(10);
        assertThat(dead.waiting()).extracting(WaitingView::key).containsExactly("later");
        assertThat(dead.alone()).extracting(LeftAloneView::function).containsExactly("sooner");
        ConsoleState alive = of(1);
        assertThat(alive.waiting()).isEmpty();
        assertThat(alive.alone()).extracting(LeftAloneView::function).containsExactlyInAnyOrder("sooner", "later");
    }

    @Test
    void whatTheJobAnsweredInItsLastSecondsDoesNotWait() throws IOException {
        for (int answered : List.of(6, 4)) {
            Standing.LimitDecisions decisions = new Standing.LimitDecisions();
            DecisionRow answer = decision("request", "requested", "release, by alice, from console", answered, "null");
            decisions.take(LedgerJson.read(LedgerJson.line(answer).replace("\"one\"", "\"later\""), DecisionRow.class));
            ConsoleState dead = of(10, new Standing.Told(List.of(), Map.of(), List.of(), List.of()), decisions);
            assertThat(dead.waiting()).hasSize(answered == 6 ? 1 : 0);
        }
    }

    @Test
    void whatMayNeedSomebodyComesFirstAndWhatWasAcceptedDoesNotLookPaged() throws IOException {
        List<Incident> told = List.of(
                incident("open-1", 0, ""),
                incident("accepted", 1, ",\"accepted\":true"),
                incident("open-2", 2, ""),
                incident("over", 3, ",\"accepted\":true,\"endedAt\":\"2026-08-05T11:50:00Z\""));
        List<FleetRow> fleet = told.stream()
                .map(i -> new FleetRow(
                        i.identity().account(),
                        i.identity().region(),
                        i.identity().function(),
                        NOW,
                        "default",
                        false,
                        2,
                        1.0,
                        List.of(),
                        List.of(),
                        null))
                .toList();
        ConsoleState state = of(1, new Standing.Told(fleet, Map.of(), told, List.of()));
        assertThat(state.incidents())
                .extracting(i -> i.row().id())
                .containsExactly("open-2", "open-1", "accepted", "over");
        assertThat(state.functions())
                .extracting(f -> f.row().function(), FunctionView::text)
                .contains(tuple("accepted", "accepted"), tuple("open-1", "paged"), tuple("over", "normal"));
        String page = new ConsolePage(Page.INCIDENTS, state, Query.of(Map.of()), NOW, false).html();
        assertThat(page)
                .contains("2 incidents open, 1 accepted")
                .containsPattern(
                        "(?s)accepted</span> <span class=\"badge ?\">critical.*over</span> <span class=\"badge ?\">")
                .containsOnlyOnce("badge accepted\">accepted")
                .containsOnlyOnce("badge over\">over");
        assertThat(Query.of(Map.of("state", "accepted")).incidents(state, NOW)).hasSize(1);
    }

    @Test
    void aPagedIncidentSaysWhyNothingWasThrottled() throws IOException {
        Standing.LimitDecisions decisions = new Standing.LimitDecisions();
        decisions.take(decision("refuse", "protected", "the policy protects this function", 60, "null"));
        ConsoleState state =
                of(1, new Standing.Told(List.of(), Map.of(), List.of(incident("one", 0, "")), List.of()), decisions);
        assertThat(new ConsolePage(Page.INCIDENTS, state, Query.of(Map.of()), NOW, false).html())
                .contains(" · not throttled: the policy protects this function");
        decisions.take(decision("throttle", "above-throttle-line", "", 50, "20"));
        ConsoleState held =
                of(1, new Standing.Told(List.of(), Map.of(), List.of(incident("one", 0, "")), List.of()), decisions);
        assertThat(held.incidents().get(0).notThrottled())
                .as("its own line is older than the throttle")
                .isEmpty();
    }

    /** The limit was raised from 20 to 40, and AWS accepted the call, but no reading has shown the new value. */
    @Test
    void aLeaseSaysWhichLimitWasSeenAndWhichWaits() throws IOException {
        Standing.LimitDecisions decisions = new Standing.LimitDecisions();
        decisions.take(decision("throttle", "above-throttle-line", "", 50, "20"));
        decisions.take(decision("held", "above-throttle-line", "", 49, "20"));
        LedgerMemory ledger = LedgerMemory.of(
                List.of(line(Kind.INTENT, "20"), line(Kind.HELD, "20"), line(Kind.INTENT, "40"), line(Kind.SET, "40")));
        Standing.Told told = new Standing.Told(List.of(), Map.of(), List.of(incident("one", 0, "")), List.of());
        assertThat(of(1, told, decisions, ledger).leases())
                .extracting(LeaseView::stage, LeaseView::now, LeaseView::waiting)
                .containsExactly(tuple("held", 40, ""));
        decisions.take(decision("raise", "step-up", "", 10, "40"));
        ConsoleState waits = of(1, told, decisions, ledger);
        assertThat(waits.leases())
                .extracting(LeaseView::stage, LeaseView::now, LeaseView::waiting)
                .containsExactly(tuple("unconfirmed", 20, "reserved concurrency 40 asked for at 2026-08-05T11:50Z"));
        assertThat(new ConsolePage(Page.LEASES, waits, Query.of(Map.of()), NOW, false).html())
                .contains(
                        "not confirmed</span> <b>reserved concurrency 20</b>, seen",
                        "Not confirmed: </b>reserved concurrency 40 asked for");
        decisions.take(decision("held", "step-up", "", 9, "40"));
        Incident doubted = incident(
                "one", 0, ",\"hold\":{\"stage\":\"TO_CONFIRM\",\"limit\":7,\"readAt\":" + NOW.toEpochMilli() + "}");
        assertThat(of(1, new Standing.Told(List.of(), Map.of(), List.of(doubted), List.of()), decisions, ledger)
                        .leases())
                .singleElement()
                .satisfies(lease -> {
                    assertThat(lease.stage()).isEqualTo("unconfirmed");
                    assertThat(lease.waiting()).startsWith("reserved concurrency 7 was seen instead of our limit");
                });
    }

    @Test
    void aLeaseSaysWhoAskedToKeepItUntilItsFunctionIsThrottledAnew() throws IOException {
        Standing.LimitDecisions decisions = new Standing.LimitDecisions();
        decisions.take(decision("throttle", "above-throttle-line", "it costs too much", 50, "20"));
        decisions.take(decision("held", "above-throttle-line", "", 49, "20"));
        decisions.take(decision(
                "request",
                "request-over",
                "the request was not carried out: hold, by bob, from console: no limit is held",
                45,
                "null"));
        decisions.take(
                decision("request", "requested", "a person asked for it: hold, by alice, from console", 40, "null"));
        LedgerMemory ledger = LedgerMemory.of(List.of(line(Kind.INTENT, "20"), line(Kind.HELD, "20")));
        Standing.Told told = new Standing.Told(List.of(), Map.of(), List.of(), List.of());
        String kept = "it costs too much; a person asked to keep it until the end of its lease "
                + "(hold, by alice, from console)";
        assertThat(of(1, told, decisions, ledger).leases())
                .extracting(LeaseView::why)
                .containsExactly(kept);
        decisions.take(decision("throttle", "above-throttle-line", "again", 30, "20"));
        assertThat(of(1, told, decisions, ledger).leases())
                .extracting(LeaseView::why)
                .containsExactly("again");
    }

    @Test
    void aFunctionIsWarnedDuringAWarning() throws IOException {
        Incident warned = LedgerJson.read(
                LedgerJson.line(incident("one", 0, "")).replaceFirst("\"pagedAt\":\"[^\"]*\",", ""), Incident.class);
        FleetRow row = new FleetRow(
                "111122223333", "eu-west-1", "one", NOW, "default", false, 2, 1.0, List.of(), List.of(), null);
        ConsoleState state = of(1, new Standing.Told(List.of(row), Map.of(), List.of(warned), List.of()));
        assertThat(state.functions()).extracting(FunctionView::text).containsExactly("warned");
    }

    private static LedgerEntry line(Kind kind, String value) {
        return LedgerEntry.of(kind, NOW.minusSeconds(600))
                .limit(new LimitKey("111122223333", "eu-west-1", "one", "reservation", ""))
                .lease("t5k3f9", NOW.plusSeconds(600))
                .value(value)
                .incident("one")
                .outcome(kind == Kind.SET ? "ok" : "", "");
    }

    private static DecisionRow decision(String type, String reason, String detail, int minutesAgo, String limit)
            throws IOException {
        return LedgerJson.read(
                ("{\"at\":\"%s\",\"scope\":\"function\",\"function\":\"one\",\"account\":\"111122223333\","
                                + "\"region\":\"eu-west-1\",\"type\":\"%s\",\"reason\":\"%s\",\"detail\":\"%s\","
                                + "\"incident\":\"one\",\"limit\":%s}")
                        .formatted(NOW.minus(Duration.ofMinutes(minutesAgo)), type, reason, detail, limit),
                DecisionRow.class);
    }

    private static Incident incident(String id, int minute, String more) throws IOException {
        return LedgerJson.read(
                ("{\"incident\":\"%s\",\"scope\":\"function\",\"function\":\"%s\",\"account\":\"111122223333\","
                                + "\"region\":\"eu-west-1\",\"kind\":\"flood\",\"severity\":\"critical\","
                                + "\"onset\":\"2026-08-05T11:0%d:00Z\",\"pagedAt\":\"2026-08-05T11:10:00Z\",\"excessUsd\":1,"
                                + "\"avertedUsd\":0%s}")
                        .formatted(id, id, minute, more),
                Incident.class);
    }

    private static ConsoleState of(int minutes) {
        return of(minutes, new Standing.Told(List.of(), Map.of(), List.of(), List.of()));
    }

    /** @param minutes the age of the job's last report */
    private static ConsoleState of(int minutes, Standing.Told told) {
        return of(minutes, told, new Standing.LimitDecisions());
    }

    private static ConsoleState of(int minutes, Standing.Told told, Standing.LimitDecisions decisions) {
        return of(minutes, told, decisions, LedgerMemory.of(List.of()));
    }

    private static ConsoleState of(
            int minutes, Standing.Told told, Standing.LimitDecisions decisions, LedgerMemory ledger) {
        JobState job = JobState.of(NOW.minus(Duration.ofMinutes(minutes)), null, null, NOW);
        return new Standing(NOW, Set.of(), decisions)
                .of(told, ledger, List.of(release("sooner", 11), release("later", 5)), Set.of(), job);
    }

    private static Request release(String function, int minutesAgo) {
        Scope scope = Scope.function("111122223333", "eu-west-1", function);
        long at = NOW.minus(Duration.ofMinutes(minutesAgo)).toEpochMilli();
        return new Request("id-" + function, Request.Kind.RELEASE, scope, "", at, -1, "alice", "console", "", 0);
    }
}
