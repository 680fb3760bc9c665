package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.BudgetOutput.BudgetOrder;
import dev.breakwater.engine.budget.BudgetOutput.BudgetStatus;
import dev.breakwater.engine.budget.BudgetState;
import dev.breakwater.engine.budget.meter.BudgetMeter;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.calibrate.CalibrationReport;
import dev.breakwater.engine.calibrate.CalibrationReport.Verdict;
import dev.breakwater.engine.calibrate.CalibrationState;
import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.BudgetFigures.AlarmType;
import dev.breakwater.engine.control.ControlOutput.AlarmMinute;
import dev.breakwater.engine.control.ControlOutput.LimitTrouble;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.FleetView;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.decide.Control;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.IncidentState.Alarms.AlarmRow;
import dev.breakwater.engine.detect.ScopeAssessor.Readiness;
import dev.breakwater.engine.detect.account.AccountState;
import dev.breakwater.engine.detect.account.Contribution;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.engine.watch.SilenceWatch;
import dev.breakwater.engine.watch.SilenceWatch.SilenceEvent;
import dev.breakwater.engine.watch.SilenceWatch.SilenceState;
import dev.breakwater.engine.watch.Watched;
import dev.breakwater.guard.Findings;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.ControlInput.UnreservedUse;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.guard.wire.Spend;
import dev.breakwater.guard.wire.UnreadPlace;
import dev.breakwater.model.AccountFigures;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Place;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Sample;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.Sighting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that everything that is sent or stored is serialized field by field, or packed. Generic types are switched off,
 * so Kryo is refused.
 */
class StateTypesTest {

    private static final Scope FUNCTION = Scope.function(Given.ACCOUNT, Given.REGION, "f");
    private static final Finding FOUND = Findings.slowBurn(7, 3);
    private static final Finding PLANNED = Findings.planned(FOUND);

    private static final BudgetFigures FIGURES =
            new BudgetFigures("b", AlarmType.STEP, 1, "g", true, 2, 3, 4, 5, 6, 7, 8, 9, true);
    private static final Lever QUEUE = new Lever(LeverKind.QUEUE, "4f1c");
    private static final Hold HOLD = new Hold(Hold.Stage.ASKED, 12, -1, 5, QUEUE);
    private static final Sighting SEEN = new Sighting("1", "r", "f", QUEUE, "1 set=5", 5, 6, 7);

    private static final BookNews NEWS =
            new BookNews(BookNews.Kind.TAKEN, "0e0e0e0e0e0e", "alert", "mode: enforce", 7, 6, "breakwater.yaml", true);

    static Stream<Object> values() {
        return Stream.of(
                new Sample(Given.ACCOUNT, Given.REGION, "f", MetricRole.MILLISECONDS, 1, 2, 3, 4, 5.5, 6),
                new Observation(new FunctionKey(FUNCTION), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10.5, 11, 12, 13),
                Verdicts.page("f", 7, 3),
                Verdicts.account(7, 3),
                Verdicts.page("f", 7, 3).ordered("abc"),
                GroupWord.of("g", Verdicts.page("f", 7, 3), Map.of("team", "shop")),
                GroupWord.of(new BudgetOrder("g", "1", "abc")),
                new Contribution(FUNCTION, 1, 2, 3, new long[] {2, 3, -4, -5, 6, 7, 8, 9, 10, 1}),
                decision(Finding.NONE),
                decision(FOUND),
                decision(PLANNED),
                Verdicts.planned("f", 7, 3),
                ControlInput.of(Verdicts.page("f", 7, 3)),
                ControlInput.of(SEEN),
                ControlInput.of(new Place(Given.ACCOUNT, Given.REGION)),
                ControlInput.of(
                        new Request("a1", Request.Kind.HOLD, FUNCTION, "3f9c2a71b0de", 5, 7, "alice", "cli", "", 0)),
                ControlInput.of(accepts()),
                ControlInput.of(new Place(Given.ACCOUNT, Given.REGION), new UnreservedUse(7, 640)),
                SEEN,
                new LimitTrouble(
                        LimitTrouble.Kind.TAKEN_OVER,
                        true,
                        FUNCTION,
                        QUEUE,
                        5,
                        LimitValue.NONE,
                        "instance other holds it",
                        6),
                incident(),
                new Readiness(FUNCTION, 1, 2),
                new AccountFigures(1, "a", "r", 2, 3, 4, 5),
                FleetChange.gone("a|r|f", 7),
                FleetChange.limit("a|r", 1000, 100, 7),
                FleetChange.facts(
                        "a|r|f", Given.recording().fleet().values().iterator().next(), 7),
                FleetChange.facts("a|r|f", fed(), 7),
                FleetChange.held("a|r|f", new ReservationFacts(40, true, 7), 7),
                FleetChange.first("a|r|f", fed(), 7),
                FleetChange.book(NEWS),
                ControlInput.of(FleetChange.gone("a|r|f", 7)),
                ControlInput.of(FleetChange.limit("a|r", 1000, 100, 7)),
                NEWS,
                decision(FOUND).by("0e0e0e0e0e0e"),
                new AlarmMinute(1, incident().identity(), 2.5, true),
                new OutputLine(1, "order", "{}"),
                new PageUpdate("abc", PageUpdate.Kind.ALARM, "{}", null),
                PageUpdate.of(new PlotMinutes(
                        FUNCTION, 1, List.of(2L), List.of(3.0), List.of(4.0), List.of(5.0), List.of(6.0), 7)),
                new Spend("b|1", 1, -2, 3, 4, true),
                new AccountMoney("1", 2, 3, true, 4),
                new CalibrationReport("1", 2, 3, Verdict.JUMP, 1.1, 1, 1.2, .5, true, true, "t"),
                new Place("1", "r"),
                decision(FOUND, FIGURES),
                Findings.ofBudget(AlarmAction.STANDS, "abc", FUNCTION, Severity.ERROR, Reason.BUDGET_BURN, 1, FIGURES),
                new BudgetStatus(1, FUNCTION, 2, FIGURES),
                1L);
    }

    static Stream<Object> states() {
        return Stream.of(
                new AccountState(),
                account(),
                control(),
                budget(),
                days(),
                new DaySpend(FUNCTION, List.of("g"), days().now, true, true, true, true),
                silence(),
                new UnreadPlace(new Place("1", "r"), 2),
                new SilenceEvent(true, "k", Watched.Subject.PLACE, "1", "r", true, false, 3, 4, 5, true, "full"),
                calibration());
    }

    @ParameterizedTest
    @MethodSource("values")
    void aWireRecordSurvivesARoundTrip(Object value) throws IOException {
        assertThat(roundTrip(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("states")
    void aStateSurvivesARoundTrip(Object state) throws IOException {
        assertThat(roundTrip(state))
                .isNotSameAs(state)
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(state);
    }

    @Test
    void theBufferOfControlSurvivesARoundTrip() throws IOException {
        TypeSerializer<List<Assessment>> serializer =
                Types.LIST(TypeInformation.of(Assessment.class)).createSerializer(withoutKryo());
        List<Assessment> buffer = new ArrayList<>(List.of(Verdicts.page("f", 7, 3), Verdicts.closed("g", 8, 3)));
        assertThat(through(serializer, buffer)).isEqualTo(buffer);
    }

    @Test
    void aGenericTypeIsRefused() {
        assertThatThrownBy(() -> TypeInformation.of(Duration.class).createSerializer(withoutKryo()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Object roundTrip(Object value) throws IOException {
        return through(serializer(value), value);
    }

    private static <T> T through(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(value, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        T read = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return read;
    }

    @SuppressWarnings("unchecked")
    private static TypeSerializer<Object> serializer(Object value) {
        return (TypeSerializer<Object>) TypeInformation.of(value.getClass()).createSerializer(withoutKryo());
    }

    private static SerializerConfigImpl withoutKryo() {
        return new SerializerConfigImpl(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
    }

    private static FunctionFacts fed() {
        Trigger queue = new Trigger("4f1c", LeverKind.QUEUE, true, -1, true, "arn:aws:sqs:r:a:q");
        Trigger other = new Trigger("5f1c", null, true, -1, false);
        return new FunctionFacts(
                "a",
                "r",
                "f",
                128,
                "arm64",
                3,
                ReservationFacts.of(-1),
                -1,
                Map.of(),
                new TriggerFacts(List.of(queue, other), 7),
                new FunctionFacts.Capacity(1024, 3));
    }

    private static Decision decision(Finding found) {
        return decision(found, null);
    }

    private static Decision decision(Finding found, BudgetFigures budget) {
        return new Decision(
                new Decision.Made(1, 2, 3, ""),
                FUNCTION,
                DecisionType.RAISE,
                new Decision.Why(Reason.STEP_UP, ""),
                "abc",
                "default",
                new Decision.Limits(24, -1, 5, QUEUE),
                6.5,
                found,
                budget);
    }

    private static IncidentSnapshot incident() {
        List<IncidentSnapshot.Action> actions = new ArrayList<>();
        actions.add(new IncidentSnapshot.Action("throttle", 1, 12, QUEUE));
        actions.add(new IncidentSnapshot.Action("release", 2, -1, Lever.RESERVATION));
        return new IncidentSnapshot(
                AlarmAction.UPDATE,
                Reason.CALM,
                new IncidentSnapshot.Identity("abc", "breakwater/abc", FUNCTION, IncidentKind.FLOOD, Severity.CRITICAL),
                new IncidentSnapshot.Times(1, 2, 3, -1, -1),
                FOUND,
                new IncidentSnapshot.Money(3, 4, 4, 5, 6, 7, 1.1, 0, 0),
                new IncidentSnapshot.Limits(HOLD, Hold.NONE, "below provisioned", actions),
                new FleetStatus(
                        List.of(new FleetStatus.Surge("i", "f", IncidentKind.FLOOD, 1.5, HOLD)),
                        1,
                        2,
                        5,
                        List.of("f")));
    }

    private static AccountState account() {
        AccountState a = new AccountState();
        a.paged = 5;
        a.episode.open = true;
        a.pending.put(64L, new long[] {1, 2, 3});
        a.minute[4] = 4;
        a.sums[9] = -5;
        return a;
    }

    /** A state with an open alarm and pending spend. */
    private static BudgetState budget() {
        Budget b = new Budget("b", ScopeKind.ACCOUNT, "1", "*", 1_000, 0, 0, true, List.of());
        BudgetState s = new BudgetState();
        s.scope = FUNCTION;
        s.add(100, 2_000, 90, 95, 100);
        new BudgetMeter(s, b, 1, false).advance(101);
        s.add(102, 5, 0, 0, 102);
        s.hourMean[3] = 1.5;
        assertThat(s.open).isNotEmpty();
        assertThat(s.pending).isNotEmpty();
        return s;
    }

    private static CalibrationState calibration() {
        CalibrationState s = new CalibrationState();
        s.spend(1_000, 5);
        s.variance = .5;
        return s;
    }

    private static DaySpend.State days() {
        DaySpend.State s = new DaySpend.State();
        DaySpend.add(s, 1, 2, 1, 3);
        DaySpend.add(s, 1500, 4, 0, 5);
        return s;
    }

    private static SilenceState silence() {
        SilenceState s = new SilenceState();
        new SilenceWatch(s, Watched.landing("1")).start(1);
        s.longest[2] = 3;
        return s;
    }

    private static Request accepts() {
        return new Request(
                "a2", Request.Kind.ACCEPT, FUNCTION, "3f9c2a71b0de", 5, Long.MAX_VALUE, "alice", "cli", "", 0);
    }

    /** A state with an open and a closed incident, and with a held, a released and an ordered throttle. */
    private static ControlState control() {
        GuardSettings settings = Given.live();
        FleetView fleet =
                FleetView.of(Given.ACCOUNT, Given.REGION, settings.fleet().values(), Set.of());
        Control control = new Control(settings.first().policies(), settings.control(), fleet);
        ControlState state = new ControlState();
        long now = (Given.START + 1) * 60_000;
        control.onMinute(
                state,
                List.of(Verdicts.page("f", Given.START, Given.START), Verdicts.page("g", Given.START, Given.START)),
                now);
        assertThat(state.limits.leases).isNotEmpty();
        called(control, state, now + 1_000);
        control.onMinute(state, List.of(Verdicts.closed("f", Given.START + 31, Given.START)), now + 1_860_000);
        control.onMinute(
                state, List.of(Verdicts.page("h", Given.START + 31, Given.START).ordered("abc")), now + 1_880_000);
        control.onTick(state, now + 1_900_000);
        control.onRequest(state, accepts(), now + 1_900_000);
        state.limits.unreservedUsed(Given.START + 31, 640);
        assertThat(state.requests.acceptances).isNotEmpty();
        state.incidents.closed.put("function|1|r|h", new IncidentState.Closed());
        state.incidents.open.values().iterator().next().alarms.rows.add(new AlarmRow());
        assertThat(state.limits.all.values())
                .anySatisfy(l -> assertThat(l.intent.ours).isNotEmpty())
                .anySatisfy(l -> assertThat(l.readings.readAt).isPositive());
        assertThat(state.incidents.open).isNotEmpty();
        assertThat(state.incidents.ordered).isNotEmpty();
        return state;
    }

    /** Reads each limit, and starts to set a limit. */
    private static void called(Control control, ControlState state, long now) {
        for (Call call : control.onLimits(state, Reconciler.Gate.OPEN, 9, now).calls) {
            LimitReading none = new LimitReading(true, LimitValue.NONE, null, 0, Map.of());
            control.onAnswer(state, new Call.Answer(call, Call.Result.DONE, none, "", now, now), now);
        }
        control.onLimits(state, Reconciler.Gate.OPEN, 1, now + 1_000);
    }
}
