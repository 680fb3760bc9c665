package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.SettingsOf;
import dev.breakwater.guard.convert.SilenceEvents;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Spend;
import dev.breakwater.guard.wire.Unwatched;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new book arrives while the job runs. Limits that it forbids are released, and each decision has the id of the book
 * under which it was made.
 */
class BookChangeTest {

    private static final long M = Given.START;
    private static final long MINUTE = 60_000;
    private static final long TICK = 5_000;
    /** The wall clock when the first assessment arrives, two minutes after its data minute. */
    private static final long NOW = (M + 2) * MINUTE + 1_234;

    private static final long FLOOD = M + 3 * Given.DAY;

    private static final String FIRST = "f1f1f1f1f1f1";
    private static final String OTHER = "0e0e0e0e0e0e";
    private static final String SAME = "policies: [ { name: default, match: { function: \"*\" },"
            + " page: { minUsdPerHour: 0.01 }, throttle: { minUsdPerHour: 0.01, beforeFirstWeek: on, worth: 0 } } ]\n";
    private static final String PROTECTED =
            SAME.replace("[ {", "[ { name: f, match: { function: f }, protect: on }, {");
    /** When the new book applies. This is long before a lease's own end. */
    private static final long FROM = NOW - 1_234 + 4 * MINUTE;

    @TempDir
    Path folder;

    @Test
    void aBookThatProtectsWhatIsHeldGivesItBackInItsMinuteAndNotBefore() throws Exception {
        assertThat(released("enforce", PROTECTED)).satisfies(d -> {
            assertThat(d.reason()).isEqualTo(Reason.PROTECTED);
            assertThat(d.at()).isBetween(FROM, FROM + MINUTE);
            assertThat(d.policy()).isEqualTo("f");
            assertThat(d.book()).isEqualTo(OTHER);
        });
    }

    @Test
    void aBookWhoseModeNoLongerThrottlesGivesBackWhatIsHeldThoughTheFeedIsSilent() throws Exception {
        assertThat(released("alert", SAME)).satisfies(d -> {
            assertThat(d.reason()).isEqualTo(Reason.ENFORCEMENT_OFF);
            assertThat(d.at()).isBetween(FROM, FROM + MINUTE);
        });
    }

    @Test
    void aBookThatHoldsForAShorterTimeEndsALeaseThatIsOlder() throws Exception {
        String shorter =
                SAME.replace("beforeFirstWeek: on, worth: 0", "beforeFirstWeek: on, worth: 0, hold: 1m, maxHold: 3m");
        assertThat(released("enforce", shorter).reason()).isEqualTo(Reason.MAX_HOLD);
    }

    @Test
    void aBookThatChangesNothingOfWhatIsHeldLeavesItHeldAndNamesItselfFromItsMinuteOn() throws Exception {
        try (LiveRig rig = holding()) {
            rig.book(BookRig.book(OTHER, FROM, "enforce", SAME));
            rig.to(FROM + 5 * MINUTE);
            assertThat(rig.types()).doesNotContain(DecisionType.RELEASE);
            assertThat(rig.world.changes()).as("one act").containsExactly("TAG f", "APPLY f 12");
            rig.to(NOW + 20 * MINUTE);
            assertThat(rig.first(DecisionType.THROTTLE).book()).isEqualTo(FIRST);
            assertThat(rig.first(DecisionType.RAISE).book()).isEqualTo(OTHER);
        }
    }

    @Test
    void aBookThatOnlyRecordsEndsWhatPeopleWereToldAndWhatIsHeld() throws Exception {
        try (LiveRig rig = holding()) {
            rig.book(BookRig.book(OTHER, FROM, "observe", SAME));
            rig.to(FROM + 2 * MINUTE);
            assertThat(rig.side(ControlStage.EVENTS))
                    .extracting(IncidentSnapshot::type)
                    .containsSubsequence(AlarmAction.TRIGGER, AlarmAction.RESOLVE);
            assertThat(rig.types()).contains(DecisionType.RELEASE, DecisionType.GIVEN_BACK);
        }
    }

    @Test
    void afterAFailureTheBooksThatCameGoOnToHoldAndARestartBeginsWithTheNewerFile() throws Exception {
        long[] builtAt = {NOW - MINUTE};
        try (LiveRig rig = rig(() -> builtAt[0])) {
            hold(rig);
            rig.book(BookRig.book(OTHER, FROM, "enforce", SAME));
            rig.book(BookRig.book("0f0f0f0f0f0f", FROM + 2 * MINUTE, "enforce", PROTECTED));
            rig.restart(0);
            rig.to(FROM + 2 * MINUTE - TICK);
            assertThat(rig.types())
                    .as("the one before holds until the newest does")
                    .doesNotContain(DecisionType.RELEASE);
            // the file was changed back while the job was down
            builtAt[0] = FROM + 3 * MINUTE;
            rig.restart(3 * MINUTE);
            rig.to(NOW + 20 * MINUTE);
            assertThat(rig.types()).doesNotContain(DecisionType.RELEASE);
            assertThat(rig.first(DecisionType.RAISE).book()).isEqualTo(FIRST);
        }
    }

    @Test
    void aBudgetThatIsGoneResolvesItsAlert() throws Exception {
        try (BookRig<Spend, Decision> rig = new BookRig<>(() -> new MeterBudgets(budget()), Spend::budget)) {
            rig.wallClock(NOW);
            long minute = M;
            for (; minute < M + 30; minute++) spend(rig, minute);
            assertThat(told(rig)).containsExactly(AlarmAction.TRIGGER);
            rig.book(BookRig.book(OTHER, (M + 40) * MINUTE, "enforce", SAME));
            for (; minute < M + 40; minute++) spend(rig, minute);
            assertThat(told(rig)).hasSize(1);
            for (; minute < M + 43; minute++) rig.arrive(minute);
            assertThat(told(rig)).containsExactly(AlarmAction.TRIGGER, AlarmAction.RESOLVE);
            assertThat(rig.out())
                    .extracting(d -> d.type(), d -> d.book())
                    .containsSubsequence(tuple(DecisionType.OPEN, FIRST), tuple(DecisionType.CLOSE, OTHER));
            assertThat(rig.stateEntries()).isZero();
        }
    }

    /** The output without the figures that are repeated every minute. */
    private static List<AlarmAction> told(BookRig<?, ?> rig) {
        return rig.side(MeterBudgets.EVENTS).stream()
                .map(AlarmEvent::action)
                .filter(action -> action != AlarmAction.STANDS)
                .toList();
    }

    @Test
    void fromItsMinuteOnARouteOfTheBookSaysWhoHearsAndWhatOnlyIsRecordedIsToldToNobodyButItsEnd() throws Exception {
        String routes = SAME + """
            notify:
              receivers: [ { name: shop, slack: { webhook: "env:S" } }, { name: rest, slack: { webhook: "env:R" } } ]
              routes: [ { match: { severities: [error] }, to: [shop] }, { to: [rest] } ]
            """;
        try (BookRig<AlarmEvent, AlarmEvent> rig =
                new BookRig<>(() -> new RouteAlarms(given(0).first()), AlarmEvent::source)) {
            rig.book(BookRig.book(OTHER, FROM, "alert", routes));
            rig.book(BookRig.book("0f0f0f0f0f0f", FROM + MINUTE, "observe", routes));
            for (long at : List.of(FROM - 1, FROM, FROM + MINUTE)) {
                rig.wallClock(at);
                rig.feed(alarm(AlarmAction.TRIGGER), M);
            }
            rig.feed(alarm(AlarmAction.RESOLVE), M);
            assertThat(rig.out())
                    .extracting(AlarmEvent::action, AlarmEvent::to)
                    .containsExactly(
                            tuple(AlarmAction.TRIGGER, AlarmEvent.EVERYONE),
                            tuple(AlarmAction.TRIGGER, List.of("shop")),
                            tuple(AlarmAction.RESOLVE, List.of("rest", "shop")));
        }
    }

    /** An alert that opens only once, such as a budget's, must not be lost because the mode was observe then. */
    @Test
    void whatOpenedInModeObserveIsSentWhenTheModeChangesUnlessItIsOver() throws Exception {
        try (BookRig<AlarmEvent, AlarmEvent> rig =
                new BookRig<>(() -> new RouteAlarms(given(0).first()), AlarmEvent::source)) {
            rig.book(BookRig.book(OTHER, FROM, "observe", SAME));
            rig.wallClock(FROM);
            rig.feed(alarm(AlarmAction.TRIGGER), M);
            rig.feed(alarm(AlarmAction.RESOLVE), M);
            rig.feed(alarm(AlarmAction.UPDATE), M);
            rig.wallClock(FROM + 2 * MINUTE);
            assertThat(rig.out()).extracting(AlarmEvent::action).containsExactly(AlarmAction.RESOLVE);
            rig.restart();
            rig.book(BookRig.book("0f0f0f0f0f0f", FROM + 3 * MINUTE, "alert", SAME));
            rig.wallClock(FROM + 3 * MINUTE);
            rig.wallClock(FROM + 4 * MINUTE);
            assertThat(rig.out()).extracting(AlarmEvent::action).containsExactly(AlarmAction.UPDATE);
        }
    }

    /** Nobody may take a watch that sees nothing for a calm one. */
    @Test
    void inModeObservePeopleHearThatBreakwaterItselfIsBlind() throws Exception {
        try (BookRig<AlarmEvent, AlarmEvent> rig =
                new BookRig<>(() -> new RouteAlarms(given(0).first()), AlarmEvent::source)) {
            rig.book(BookRig.book(OTHER, FROM, "observe", SAME));
            rig.wallClock(FROM);
            rig.feed(SilenceEvents.of(new Unwatched(true, 1, 1, FROM)), M);
            rig.feed(alarm(AlarmAction.TRIGGER), M);
            assertThat(rig.out()).extracting(AlarmEvent::clazz).containsExactly("blind");
        }
    }

    private static AlarmEvent alarm(AlarmAction action) {
        return new AlarmEvent(
                action,
                "k",
                "s",
                Severity.ERROR,
                0,
                new AlarmEvent.Subject(Given.ACCOUNT + '/' + Given.REGION, "f", "function", "flood"),
                Map.of());
    }

    /**
     * Tasks get a book at different points of their input. This makes no difference before the minute from which the
     * book applies.
     */
    @Test
    void whenATaskHearsOfABookDoesNotShowInWhatItJudges() throws Exception {
        List<String> early = judged(M);
        assertThat(early).anyMatch(a -> a.endsWith("PAGE")).anyMatch(a -> a.endsWith("WARN"));
        assertThat(judged(FLOOD + 8)).as("just before its minute").isEqualTo(early);
        assertThat(judged(Long.MAX_VALUE)).as("never").isNotEqualTo(early);
    }

    /** The verdicts on a flood if the book for arrival minute 10 arrives with this minute of data. */
    private static List<String> judged(long heardAt) throws Exception {
        String dear = SAME.replace(
                "page: { minUsdPerHour: 0.01 }, throttle: { minUsdPerHour: 0.01,",
                "page:" + " { minUsdPerHour: 100000 }, throttle: { minUsdPerHour: 100000,");
        FleetChange book = BookRig.book(OTHER, (FLOOD + 10) * MINUTE, "enforce", dear);
        try (BookRig<Observation, Assessment> rig = new BookRig<>(
                () -> new AssessFunctions(given(0)), o -> o.function().id())) {
            for (long minute = M; minute < FLOOD + 20; minute++) {
                if (minute == heardAt) rig.book(book);
                long demand = minute < FLOOD ? 100 + minute % 7 : 100_000;
                rig.feed(
                        new Observation(
                                new FunctionKey(Given.ACCOUNT, Given.REGION, "f"),
                                minute,
                                minute + 2,
                                0,
                                0,
                                demand,
                                0,
                                0,
                                0,
                                demand * 1_000_000,
                                5,
                                demand * 50_000,
                                demand * 50_000,
                                0),
                        minute + 2);
                rig.arrive(minute + 2);
            }
            return rig.out().stream()
                    .map(a -> a.minute() + " " + a.episode().level())
                    .toList();
        }
    }

    /** The decision that ends a held throttle after this book. */
    private Decision released(String mode, String keys) throws Exception {
        try (LiveRig rig = holding()) {
            rig.book(BookRig.book(OTHER, FROM, mode, keys));
            rig.to(FROM + 2 * MINUTE);
            assertThat(rig.first(DecisionType.THROTTLE).book()).isEqualTo(FIRST);
            assertThat(rig.world.reservation("f"))
                    .as("what was found goes back")
                    .isEqualTo(LimitValue.NONE);
            assertThat(rig.types()).last().isEqualTo(DecisionType.GIVEN_BACK);
            return rig.first(DecisionType.RELEASE);
        }
    }

    private LiveRig holding() throws Exception {
        LiveRig rig = rig(() -> NOW - MINUTE);
        hold(rig);
        return rig;
    }

    private static void hold(LiveRig rig) throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.to(NOW + MINUTE);
        assertThat(rig.types()).contains(DecisionType.THROTTLE, DecisionType.HELD);
    }

    private LiveRig rig(LongSupplier builtAt) throws Exception {
        return new LiveRig(folder, () -> given(builtAt.getAsLong()), NOW);
    }

    private static GuardSettings given(long builtAt) {
        return Given.live().called(FIRST, builtAt);
    }

    private static GuardSettings budget() {
        GuardSettings s = given(0);
        long usd = 1_000_000_000L;
        Budget budget =
                new Budget("b", ScopeKind.ACCOUNT, Given.ACCOUNT, Scope.WHOLE, 720 * usd, 0, usd / 10, true, List.of());
        return SettingsOf.books(
                        s.first().policies(),
                        s.control(),
                        s.prices(),
                        s.fleet(),
                        new BudgetBook(List.of(budget)),
                        false)
                .called(FIRST, 0);
    }

    private static void spend(BookRig<Spend, Decision> rig, long minute) throws Exception {
        rig.feed(new Spend("b|" + Given.ACCOUNT, minute, 1_000_000_000L, 0, 0, false), minute);
        rig.arrive(minute);
    }
}
