package dev.breakwater.guard.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.engine.control.ControlOutput.AlarmMinute;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.guard.Findings;
import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

/** The lines are as documented, byte by byte. */
class RowsTest {

    private static final Finding FOUND = Findings.slowBurn(29_540_160, 29_540_160);
    private static final Finding PLANNED = Findings.planned(FOUND);

    private static final Scope FUNCTION = Scope.function("111122223333", "eu-west-1", "shop");
    private static final Scope GROUP = new Scope(ScopeKind.GROUP, "111122223333", "eu-west-1", "checkout");
    private static final Scope ACCOUNT = Scope.account("111122223333", "eu-west-1");
    /** 2026-03-02T00:00Z. */
    private static final long M = 29_540_160;

    private static final String HOSTILE = "a\"b\\c\n\u0000\u001b[31m</script>\u2028";

    @Test
    void writesAnAlarmMinuteOfAFunction() {
        OutputLine row = Rows.alarm(alarm(M, FUNCTION, 1.23456, Severity.CRITICAL, true));
        assertThat(row.json())
                .isEqualTo("{\"minute\":29540160,\"scope\":\"function\",\"function\":\"shop\",\"group\":null,"
                        + "\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"score\":1.235,"
                        + "\"severity\":\"critical\",\"paged\":true}");
        assertThat(row.time()).isEqualTo(M * 60_000);
    }

    @Test
    void writesNullForWhatAGroupOrAnAccountIsNot() throws IOException {
        JsonNode group = json(Rows.alarm(alarm(M, GROUP, 1, Severity.WARNING, false)));
        assertThat(group.get("function").isNull()).isTrue();
        assertThat(group.get("group").asText()).isEqualTo("checkout");
        JsonNode account = json(Rows.alarm(alarm(M, ACCOUNT, 1, Severity.WARNING, false)));
        assertThat(account.get("scope").asText()).isEqualTo("account");
        assertThat(account.get("function").isNull()).isTrue();
        assertThat(account.get("group").isNull()).isTrue();
    }

    @Test
    void ordersAlarmsByMinuteThenScope() {
        List<OutputLine> rows = Stream.of(
                        alarm(M - 1, GROUP, 1, Severity.INFO, false),
                        alarm(M, ACCOUNT, 1, Severity.INFO, false),
                        alarm(M, FUNCTION, 1, Severity.INFO, false),
                        alarm(M, GROUP, 1, Severity.INFO, false))
                .map(Rows::alarm)
                .toList();
        assertThat(rows).extracting(OutputLine::order).isSorted();
    }

    @Test
    void saysWhichWindowRaisedTheExpectation() throws IOException {
        Decision open = new Decision(
                new Decision.Made(M * 60_000, M, 7, ""),
                FUNCTION,
                DecisionType.OPEN,
                new Decision.Why(Reason.SURGE, ""),
                "0123456789ab",
                "default",
                new Decision.Limits(-1, -1, -1, Lever.RESERVATION),
                20.5,
                PLANNED,
                null);
        assertThat(json(Rows.decision(open)).path("finding").path("window").toString())
                .isEqualTo("{\"name\":\"black-friday\",\"expect\":6.0,"
                        + "\"text\":\"6 x the usual: window black-friday\"}");
    }

    @Test
    void writesADecision() {
        OutputLine row = Rows.decision(new Decision(
                new Decision.Made(M * 60_000, M - 1, 7, ""),
                FUNCTION,
                DecisionType.THROTTLE,
                new Decision.Why(Reason.ABOVE_THROTTLE_LINE, ""),
                "0123456789ab",
                "default",
                new Decision.Limits(12, 40, (M + 240) * 60_000, Lever.RESERVATION),
                20.5,
                Finding.NONE,
                null));
        assertThat(row.json())
                .isEqualTo("{\"at\":\"2026-03-02T00:00:00Z\",\"scope\":\"function\",\"function\":\"shop\","
                        + "\"group\":null,\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"sequence\":7,"
                        + "\"type\":\"throttle\",\"reason\":\"above-throttle-line\","
                        + "\"detail\":\"the excess cost is above the policy's throttle threshold\",\"incident\":\"0123456789ab\","
                        + "\"policy\":\"default\",\"minute\":29540159,\"limit\":12,\"previous\":40,"
                        + "\"until\":\"2026-03-02T04:00:00Z\",\"usdPerHour\":20.5}");
        assertThat(row.time()).isEqualTo(M * 60_000);
    }

    @Test
    void aPageSaysWhatWasFound() throws IOException {
        Decision page = new Decision(
                new Decision.Made(M * 60_000, M, 1, ""),
                FUNCTION,
                DecisionType.PAGE,
                new Decision.Why(Reason.PAGED, ""),
                "abc",
                "default",
                new Decision.Limits(-1, -1, -1, Lever.RESERVATION),
                2,
                FOUND,
                null);
        JsonNode finding = json(Rows.decision(page)).get("finding");
        assertThat(finding.get("kind").asText()).isEqualTo("slow-burn");
        assertThat(finding.get("onset").asText()).isEqualTo("2026-03-02T00:00:00Z");
        assertThat(finding.at("/evidence/test").asText()).isEqualTo("hour");
        assertThat(finding.at("/observed/usdPerHour").asDouble()).isEqualTo(60);
        assertThat(finding.at("/projection/endOfDayUsd").asDouble()).isEqualTo(49);
        assertThat(json(Rows.decision(decision(FUNCTION, 0))).has("finding")).isFalse();
    }

    @Test
    void writesNullForWhatADecisionDoesNotHave() throws IOException {
        JsonNode line = json(Rows.decision(decision(FUNCTION, 0)));
        for (String name : List.of("minute", "limit", "previous", "until")) {
            assertThat(line.get(name).isNull()).as(name).isTrue();
        }
    }

    @Test
    void ordersDecisionsOfOneInstantByAccountRegionKeyAndSequence() {
        Scope other = Scope.function("999922223333", "eu-west-1", "a");
        List<OutputLine> rows = Stream.of(
                        decision(FUNCTION, 9), decision(FUNCTION, 10), decision(FUNCTION, 123), decision(other, 0))
                .map(Rows::decision)
                .toList();
        assertThat(rows).extracting(OutputLine::order).isSorted();
    }

    @Test
    void writesAnIncident() {
        OutputLine row = Rows.incident(incident(FUNCTION, (M + 2) * 60_000, (M + 30) * 60_000));
        assertThat(row.json())
                .isEqualTo("{\"incident\":\"0123456789ab\",\"scope\":\"function\",\"account\":\"111122223333\","
                        + "\"region\":\"eu-west-1\",\"function\":\"shop\",\"kind\":\"slow-burn\","
                        + "\"severity\":\"error\",\"onset\":\"2026-03-02T00:00:00Z\","
                        + "\"detectedAt\":\"2026-03-02T00:01:00Z\",\"pagedAt\":\"2026-03-02T00:02:00Z\","
                        + "\"endedAt\":\"2026-03-02T00:30:00Z\","
                        + "\"observed\":{\"demandPerMinute\":5000.5,\"concurrency\":100.0,\"usdPerHour\":60.0},"
                        + "\"expected\":{\"demandPerMinute\":100.0,\"concurrency\":4.0,\"usdPerHour\":1.25},"
                        + "\"evidence\":{\"test\":\"hour\",\"value\":1.75,\"line\":1.3,"
                        + "\"text\":\"calls of the last 60 minutes: 1.75 times the expectation, threshold 1.30\"},"
                        + "\"projection\":{\"usdPerHour\":2.000000,\"endOfDayUsd\":49.000000,"
                        + "\"endOfMonthUsd\":1489.000000},"
                        + "\"excessUsd\":1.234568,\"avertedUsd\":0.000000,\"refusedGood\":0,"
                        + "\"actions\":[{\"type\":\"throttle\",\"at\":\"2026-03-02T00:03:00Z\",\"value\":12},"
                        + "{\"type\":\"release\",\"at\":\"2026-03-02T00:29:00Z\",\"value\":null}],"
                        + "\"reason\":\"calm\"}");
        assertThat(row.time()).isEqualTo((M + 30) * 60_000);
        assertThat(row.order()).isEqualTo("0123456789ab");
    }

    @Test
    void namesAGroupAsGroupAndAnAccountByNeither() throws IOException {
        JsonNode group = json(Rows.incident(incident(GROUP, -1, 0)));
        assertThat(group.get("group").asText()).isEqualTo("checkout");
        assertThat(group.has("function")).isFalse();
        JsonNode account = json(Rows.incident(incident(ACCOUNT, -1, 0)));
        assertThat(account.has("function")).isFalse();
        assertThat(account.has("group")).isFalse();
    }

    @Test
    void anIncidentThatTheInputCutOffHasNoEndAndComesLast() throws IOException {
        OutputLine row = Rows.incident(incident(FUNCTION, -1, -1));
        assertThat(json(row).get("endedAt").isNull()).isTrue();
        assertThat(json(row).get("pagedAt").isNull()).isTrue();
        assertThat(row.time()).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void writesAPoint() {
        List<OutputLine> rows = new ArrayList<>();
        Rows.points(
                new PlotMinutes(
                        FUNCTION,
                        M - 5,
                        List.of(M, M + 1),
                        List.of(1.005, -0.0),
                        List.of(2.344, 100.0),
                        List.of(Double.NaN, 7.0),
                        List.of(.12344, .5),
                        .01),
                new ListCollector<>(rows));
        assertThat(rows)
                .extracting(OutputLine::json)
                .containsExactly(
                        "{\"scope\":\"function|111122223333|eu-west-1|shop\",\"onset\":29540155,"
                                + "\"minute\":29540160,\"observed\":1.01,\"expected\":2.34,\"lower\":0.0,\"upper\":8.65,"
                                + "\"concurrency\":0.0,\"usd\":0.1234,\"usualUsd\":0.0234}",
                        "{\"scope\":\"function|111122223333|eu-west-1|shop\",\"onset\":29540155,"
                                + "\"minute\":29540161,\"observed\":0.0,\"expected\":100.0,\"lower\":39.85,\"upper\":165.15,"
                                + "\"concurrency\":7.0,\"usd\":0.5,\"usualUsd\":1.0}");
        assertThat(rows).extracting(OutputLine::time).containsExactly(M * 60_000, (M + 1) * 60_000);
    }

    @Test
    void whatIsNoNumberIsWrittenAsZeroBecauseJsonHasNoNan() {
        for (double score : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(Rows.alarm(alarm(M, FUNCTION, score, Severity.INFO, false))
                            .json())
                    .contains("\"score\":0.0,");
        }
    }

    @Test
    void aHostileNameStaysOneLineAndReadsBackAsItWas() throws IOException {
        Scope hostile = Scope.function("111122223333", "eu-west-1", HOSTILE);
        for (OutputLine row : List.of(
                Rows.alarm(alarm(M, hostile, 1, Severity.INFO, false)),
                Rows.decision(decision(hostile, 0)),
                Rows.incident(incident(hostile, -1, 0)))) {
            assertThat(row.json().chars()).noneMatch(c -> c < ' ');
            assertThat(json(row).get("function").asText()).isEqualTo(HOSTILE);
        }
    }

    private static Decision decision(Scope scope, long sequence) {
        return new Decision(
                new Decision.Made(M * 60_000, -1, sequence, ""),
                scope,
                DecisionType.CLOSE,
                new Decision.Why(Reason.CALM, ""),
                "abc",
                "default",
                new Decision.Limits(-1, -1, -1, Lever.RESERVATION),
                0,
                Finding.NONE,
                null);
    }

    private static IncidentSnapshot incident(Scope scope, long pagedAt, long endedAt) {
        return incident(
                scope,
                pagedAt,
                endedAt,
                List.of(
                        new IncidentSnapshot.Action("throttle", (M + 3) * 60_000, 12, Lever.RESERVATION),
                        new IncidentSnapshot.Action("release", (M + 29) * 60_000, -1, Lever.RESERVATION)));
    }

    private static IncidentSnapshot incident(
            Scope scope, long pagedAt, long endedAt, List<IncidentSnapshot.Action> actions) {
        return new IncidentSnapshot(
                AlarmAction.RESOLVE,
                Reason.CALM,
                identity(scope, IncidentKind.SLOW_BURN, Severity.ERROR),
                new IncidentSnapshot.Times(M + 30, M, (M + 1) * 60_000, pagedAt, endedAt),
                FOUND,
                new IncidentSnapshot.Money(1_234_567_890L, 0, 0, 0, 0, 0, 1, 0, 0),
                new IncidentSnapshot.Limits(Hold.NONE, Hold.NONE, "", actions),
                FleetStatus.NONE);
    }

    private static AlarmMinute alarm(long minute, Scope scope, double score, Severity severity, boolean paged) {
        return new AlarmMinute(minute, identity(scope, IncidentKind.FLOOD, severity), score, paged);
    }

    private static IncidentSnapshot.Identity identity(Scope scope, IncidentKind kind, Severity severity) {
        return new IncidentSnapshot.Identity("0123456789ab", "breakwater/0123456789ab", scope, kind, severity);
    }

    @Test
    void anActionNamesAQueueOrStreamAndNoReservation() throws IOException {
        Scope scope = Scope.function("1", "r", "f");
        IncidentSnapshot none = incident(scope, -1, -1);
        Lever queue = new Lever(LeverKind.QUEUE, "4f1c");
        IncidentSnapshot held = incident(scope, -1, -1, List.of(new IncidentSnapshot.Action("throttle", 0, 12, queue)));
        assertThat(json(Rows.incident(held)).at("/actions/0/lever").asText()).isEqualTo("queue");
        assertThat(json(Rows.incident(held)).at("/actions/0/mapping").asText()).isEqualTo("4f1c");
        assertThat(json(Rows.incident(none)).at("/actions/0").has("lever")).isFalse();
    }

    private static JsonNode json(OutputLine row) throws IOException {
        return new ObjectMapper().readTree(row.json());
    }
}
