package dev.breakwater.connectors.lambda.act;

import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static dev.breakwater.connectors.lambda.act.Requests.UNTIL;
import static dev.breakwater.connectors.lambda.act.Requests.release;
import static dev.breakwater.connectors.lambda.act.Requests.throttle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.ledger.History;
import dev.breakwater.connectors.lambda.lever.LeverState;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitPlannerTest {

    private static final int NONE = Reservation.NONE;
    private final CommitPlanner planner = new CommitPlanner("bw");

    /**
     * now: what is reserved; mark: "-" none, "previous/limit[/replaces][!][~]" ours ("!" another's, "~" over), "x"
     * malformed; history: "-", "limit/previous" held ("~" and over, "?" by control's word alone), "alone"; limit: wished
     * for, or "release". Expected: kind, tags, reservation.
     */
    @ParameterizedTest(name = "{0} now, mark {1}, history {2}, wish {3}: {4}")
    @CsvSource({
        // throttle, no mark
        "none, -, -,    5, APPLY, WRITE none/5, SET 5",
        "none, -, -,    0, APPLY, WRITE none/0, SET 0",
        "40,   -, -,    5, APPLY, WRITE 40/5, SET 5",
        "5,    -, -,    5, ALREADY, KEEP, KEEP",
        "3,    -, -,    5, ALREADY, KEEP, KEEP",
        "0,    -, -,    5, ALREADY, KEEP, KEEP",
        // throttle, no mark, but the ledger or control knows more
        "none, -, 5/none, 5, OVERRIDDEN, KEEP none/5, KEEP",
        "40,   -, 5/40, 5, OVERRIDDEN, KEEP 40/5, KEEP",
        "17,   -, 5/40, 5, OVERRIDDEN, KEEP 40/5, KEEP",
        "5,    -, 5/40, 5, APPLY, WRITE 40/5, KEEP",
        "5,    -, 5/40, 3, APPLY, WRITE 40/3/5, SET 3",
        "3,    -, 5/40, 3, APPLY, WRITE 40/3, KEEP",
        "5,    -, 5/40?, 5, APPLY, WRITE 40/5, KEEP",
        "5,    -, 5/40?, 8, APPLY, WRITE 40/8/5, SET 8",
        "8,    -, 5/40?, 8, APPLY, WRITE 40/8, KEEP",
        "40,   -, 5/40?, 8, OVERRIDDEN, KEEP 40/5, KEEP",
        "17,   -, 5/40?, 8, OVERRIDDEN, KEEP 40/5, KEEP",
        "none, -, alone, 5, OVERRIDDEN, KEEP, KEEP",
        // left alone, and still held by this lever: let go
        "5,    -, 5/40 alone, 5, OVERRIDDEN, KEEP 40/5, RESTORE 40",
        "5, 40/5, 5/40 alone, 5, OVERRIDDEN, REMOVE 40/5, RESTORE 40",
        "5, 40/5, alone,      5, OVERRIDDEN, REMOVE 40/5, RESTORE 40",
        "17, 40/5, alone,     5, OVERRIDDEN, REMOVE 40/5, KEEP",
        // throttle, own mark, our limit stands
        "5, none/5, -,    5, ALREADY, KEEP, KEEP",
        "5, none/5, 5/none, 5, ALREADY, KEEP, KEEP",
        "5, none/5, -,    3, APPLY, WRITE none/3/5, SET 3",
        "5, 40/5,   -,    8, APPLY, WRITE 40/8/5, SET 8",
        "5, 40/5,   -,   90, APPLY, WRITE 40/40/5, SET 40",
        "5, none/5, -,   90, APPLY, WRITE none/90/5, SET 90",
        // throttle, own mark that an infrastructure tool put back: the value is ours all the same
        "8, 40/5, 8/40,   8, APPLY, WRITE 40/8, KEEP",
        "8, 40/5, 8/40?,  8, APPLY, WRITE 40/8, KEEP",
        // throttle, own mark, changed by hand meanwhile
        "7,    40/5,   -,    5, OVERRIDDEN, REMOVE 40/5, KEEP",
        "none, 40/5,   -,    5, OVERRIDDEN, REMOVE 40/5, KEEP",
        "0,    none/5, -,    5, OVERRIDDEN, REMOVE none/5, KEEP",
        "7,    40/5,   5/40, 5, OVERRIDDEN, REMOVE 40/5, KEEP",
        "40,   40/5,   5/40, 5, OVERRIDDEN, REMOVE 40/5, KEEP",
        "40,   40/5,   5/40?, 5, OVERRIDDEN, REMOVE 40/5, KEEP",
        "none, none/5, 5/none, 5, OVERRIDDEN, REMOVE none/5, KEEP",
        // throttle, half states: marked but never set; a change of the limit broken off before or after the set
        "none, none/5, -,    5, APPLY, WRITE none/5, SET 5",
        "40,   40/5,   -,    8, APPLY, WRITE 40/8, SET 8",
        "5, none/3/5,  -,    3, APPLY, WRITE none/3/5, SET 3",
        "3, none/3/5,  -,    3, APPLY, WRITE none/3, KEEP",
        "5, none/3/5, 5/none, 5, APPLY, WRITE none/5, KEEP",
        "9, none/3/5,  -,    3, OVERRIDDEN, REMOVE none/3/5, KEEP",
        // throttle, a lease that is over, by the mark or by the ledger: given back first
        "5, 40/5~,   -,      5, RELEASE, REMOVE 40/5, RESTORE 40",
        "5, 40/5~,   5/40,   8, RELEASE, REMOVE 40/5, RESTORE 40",
        "40, 40/5~,  5/40,   5, RELEASE, REMOVE 40/5, KEEP",
        "17, 40/5~,  5/40,   5, OVERRIDDEN, REMOVE 40/5, KEEP",
        "5,    -,    5/40~,  5, RELEASE, KEEP 40/5, RESTORE 40",
        "40,   -,    5/40~,  5, RELEASE, KEEP 40/5, KEEP",
        "17,   -,    5/40~,  5, OVERRIDDEN, KEEP 40/5, KEEP",
        // throttle, not ours or unreadable
        "5,    none/5!, -,   3, HELD_BY_OTHER, KEEP, KEEP",
        "none, none/5!, -,   3, HELD_BY_OTHER, KEEP, KEEP",
        "5,    40/5!, 5/40,  5, HELD_BY_OTHER, KEEP, KEEP",
        "5,    40/5!~, -,    5, HELD_BY_OTHER, KEEP, KEEP",
        "5,    x, -,         3, HELD_BY_OTHER, KEEP, KEEP",
        // release
        "none, -, -,      release, ALREADY, KEEP, KEEP",
        "5,    -, -,      release, ALREADY, KEEP, KEEP",
        "5,    -, 5/none, release, RELEASE, KEEP none/5, RESTORE none",
        "5,    -, 5/40,   release, RELEASE, KEEP 40/5, RESTORE 40",
        "5,    -, 5/40~,  release, RELEASE, KEEP 40/5, RESTORE 40",
        "none, -, 5/none, release, RELEASE, KEEP none/5, KEEP",
        "40,   -, 5/40,   release, RELEASE, KEEP 40/5, KEEP",
        "7,    -, 5/40,   release, OVERRIDDEN, KEEP 40/5, KEEP",
        "5,    -, 5/40?,  release, RELEASE, KEEP 40/5, RESTORE 40",
        "40,   -, 5/40?,  release, RELEASE, KEEP 40/5, KEEP",
        "7,    -, 5/40?,  release, OVERRIDDEN, KEEP 40/5, KEEP",
        "5,    -, alone,  release, ALREADY, KEEP, KEEP",
        "5, none/5, -,    release, RELEASE, REMOVE none/5, RESTORE none",
        "5, 40/5, 5/40,   release, RELEASE, REMOVE 40/5, RESTORE 40",
        "8, 40/5, 8/40,   release, RELEASE, REMOVE 40/5, RESTORE 40",
        "0, 40/0, -,      release, RELEASE, REMOVE 40/0, RESTORE 40",
        "5, 40/3/5, -,    release, RELEASE, REMOVE 40/3/5, RESTORE 40",
        "40,   40/5, -,   release, RELEASE, REMOVE 40/5, KEEP",
        "40,   40/5, 5/40, release, RELEASE, REMOVE 40/5, KEEP",
        "none, none/5, -, release, RELEASE, REMOVE none/5, KEEP",
        "7,    40/5, -,   release, OVERRIDDEN, REMOVE 40/5, KEEP",
        "none, 40/5, -,   release, OVERRIDDEN, REMOVE 40/5, KEEP",
        "5,    40/5!, -,  release, HELD_BY_OTHER, KEEP, KEEP",
        "5,    x, -,      release, HELD_BY_OTHER, KEEP, KEEP",
        // a stream: 0 is paused, none is running
        "0, none/0, -,         0, ALREADY, KEEP, KEEP",
        "none, none/0, 0/none, 0, OVERRIDDEN, REMOVE none/0, KEEP",
        "0, none/0, 0/none, release, RELEASE, REMOVE none/0, RESTORE none",
        "none, none/0, -,   release, RELEASE, REMOVE none/0, KEEP",
        "0,    -, 0/none,   release, RELEASE, KEEP none/0, RESTORE none",
        "none, -, 0/none,   release, RELEASE, KEEP none/0, KEEP",
    })
    void plans(String now, String mark, String history, String wish, PlanKind kind, String tags, String change) {
        ThrottleRequest request = request(wish, history);
        LeverState state = LeverState.of(number(now), reading(mark));

        CommitPlan plan = planner.plan(request, state, history(history), NOW);

        assertThat(plan.kind()).isEqualTo(kind);
        assertThat(tagsOf(plan)).isEqualTo(tags);
        assertThat(changeOf(plan)).isEqualTo(change);
        assertThat(plan.detail()).isNotBlank();
        for (LeverKind lever : LeverKind.values()) {
            ThrottleRequest other = Requests.by(lever, "4f1c", request);
            assertThat(planner.plan(other, state, history(history), NOW)).isEqualTo(plan);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "600000, false", "600001, true", "900000, true"})
    void throttlesExpire(long after, boolean expired) {
        LeverState state = LeverState.of(NONE, MarkReading.absent());
        CommitPlan plan = planner.plan(throttle("i-1", 5), state, History.NONE, NOW + after);
        assertThat(plan.kind() == PlanKind.EXPIRED).isEqualTo(expired);
    }

    @Test
    void noneIsSetAtTheEndOfItsLeaseItself() {
        ThrottleRequest r = throttle("i-1", 5);
        ThrottleRequest last = new ThrottleRequest(
                r.intent(),
                r.account(),
                r.region(),
                r.function(),
                true,
                r.limit(),
                r.previous(),
                UNTIL,
                UNTIL,
                r.incident(),
                r.reason(),
                r.lever(),
                r.mapping(),
                r.before(),
                false,
                "",
                "");
        assertThat(CommitPlanner.tooLate(last, UNTIL - 1)).isFalse();
        assertThat(CommitPlanner.tooLate(last, UNTIL)).isTrue();
    }

    @Test
    void releasesNeverExpire() {
        LeverState state = LeverState.of(5, reading("40/5"));
        CommitPlan plan = planner.plan(release("i-1"), state, History.NONE, UNTIL + 1_000_000_000L);
        assertThat(plan.kind()).isEqualTo(PlanKind.RELEASE);
        assertThat(changeOf(plan)).isEqualTo("RESTORE 40");
    }

    @Test
    void aMissingFunctionIsGoneForBoth() {
        assertThat(planner.plan(throttle("i-1", 5), LeverState.gone(), History.NONE, NOW)
                        .kind())
                .isEqualTo(PlanKind.GONE);
        assertThat(planner.plan(release("i-1"), LeverState.gone(), History.NONE, NOW)
                        .kind())
                .isEqualTo(PlanKind.GONE);
    }

    @Test
    void theEndOfALeaseNeverMovesLaterAndALowerOneMovesItEarlier() {
        Mark shorter = new Mark(40, 5, NONE, NOW + 1_000, "bw", "i-0");
        CommitPlan kept =
                planner.plan(throttle("i-1", 5), LeverState.of(5, MarkReading.of(shorter)), History.NONE, NOW);
        assertThat(kept.kind()).isEqualTo(PlanKind.ALREADY);
        assertThat(kept.lease()).isEqualTo(shorter);
        CommitPlan lower =
                planner.plan(throttle("i-1", 3), LeverState.of(5, MarkReading.of(shorter)), History.NONE, NOW);
        assertThat(lower.lease().untilMillis()).isEqualTo(NOW + 1_000);

        Mark longer = new Mark(40, 5, NONE, UNTIL + 1_000, "bw", "i-0");
        CommitPlan earlier =
                planner.plan(throttle("i-1", 5), LeverState.of(5, MarkReading.of(longer)), History.NONE, NOW);
        assertThat(earlier.lease()).isEqualTo(new Mark(40, 5, NONE, UNTIL, "bw", "i-1"));
        assertThat(earlier.markAct()).isEqualTo(CommitPlan.MarkAct.WRITE);
        assertThat(changeOf(earlier)).isEqualTo("KEEP");
    }

    @Test
    void aMarkThatWasNeverSetAndOneThatWasWipedKeepTheirEndToo() {
        Mark never = new Mark(40, 5, NONE, NOW + 1_000, "bw", "i-0");
        CommitPlan again =
                planner.plan(throttle("i-1", 5), LeverState.of(40, MarkReading.of(never)), History.NONE, NOW);
        assertThat(again.lease().untilMillis()).isEqualTo(NOW + 1_000);

        History wiped = History.held(5, 40, NOW + 1_000);
        CommitPlan marked = planner.plan(throttle("i-1", 5), LeverState.of(5, MarkReading.absent()), wiped, NOW);
        assertThat(marked.detail()).isEqualTo("marked again");
        assertThat(marked.lease().untilMillis()).isEqualTo(NOW + 1_000);
    }

    @Test
    void theMarkOfAnAdoptedInstanceBecomesOurs() {
        CommitPlanner heir = new CommitPlanner("bw-2", Set.of("bw"));
        CommitPlan plan = heir.plan(throttle("i-1", 5), LeverState.of(5, reading("40/5")), History.NONE, NOW);
        assertThat(plan.detail()).isEqualTo("adopted");
        assertThat(plan.lease().owner()).isEqualTo("bw-2");
        assertThat(heir.plan(release("i-1"), LeverState.of(5, reading("40/5")), History.NONE, NOW)
                        .kind())
                .isEqualTo(PlanKind.RELEASE);
    }

    @ParameterizedTest
    @CsvSource({
        // tag, memory since, memory until (hours from now): until when
        "-, -, -, -",
        "3, -, -, 3",
        "-, -1, 23, 23",
        "3, -1, 23, 23",
        "0, -1, 23, -",
        "-2, -1, 23, 23",
        "-2, -, -, -",
    })
    void aTagThatIsPastTakesBackWhatWasRememberedBeforeIt(String tag, String since, String until, String expected) {
        History history = since.equals("-") ? History.NONE : History.NONE.leftAlone(hours(since), hours(until));
        LeverState state = LeverState.of(NONE, MarkReading.absent()).handsOff(hours(tag));
        CommitPlan plan = planner.plan(throttle("i-1", 5), state, history, NOW);
        assertThat(plan.kind()).isEqualTo(expected.equals("-") ? PlanKind.APPLY : PlanKind.OVERRIDDEN);
        assertThat(plan.handsOffUntil()).isEqualTo(hours(expected));
    }

    @Test
    void whatCannotBeReadIsToldWithItsText() {
        LeverState odd = LeverState.of(5, reading("x"));
        assertThat(planner.plan(release("i-1"), odd, History.held(5, 40, UNTIL), NOW)
                        .detail())
                .contains("mark unreadable")
                .contains("breakwater:");
        MarkReading newer = Mark.read(Map.of("breakwater:version", "2", "breakwater:limit", "5"));
        assertThat(planner.plan(release("i-1"), LeverState.of(5, newer), History.NONE, NOW)
                        .detail())
                .contains("of a newer version", "\"2\"");
    }

    private static long hours(String text) {
        return text.equals("-") ? HandsOff.NONE : NOW + Long.parseLong(text) * 3_600_000L;
    }

    private static ThrottleRequest request(String wish, String history) {
        boolean release = wish.equals("release");
        String[] parts = history.replaceAll("[?]", "").split("/");
        if (!history.endsWith("?")) return release ? release("i-1") : throttle("i-1", Integer.parseInt(wish));
        int limit = number(parts[0]);
        ThrottleRequest plain = release ? Requests.release("i-1") : throttle("i-1", Integer.parseInt(wish));
        return Requests.held(limit, number(parts[1]), plain);
    }

    private static MarkReading reading(String text) {
        if (text.equals("-")) {
            return MarkReading.absent();
        }
        if (text.equals("x")) {
            return Mark.read(Map.of("breakwater:limit", "many"));
        }
        String[] parts = text.replaceAll("[!~]", "").split("/");
        int replaces = parts.length > 2 ? number(parts[2]) : NONE;
        String owner = text.contains("!") ? "somebody" : "bw";
        long until = text.endsWith("~") ? NOW : UNTIL;
        return MarkReading.of(new Mark(number(parts[0]), number(parts[1]), replaces, until, owner, "i-1"));
    }

    private static History history(String text) {
        if (text.equals("-") || text.endsWith("?")) {
            return History.NONE;
        }
        String held = text.replaceAll("[~]| ?alone", "");
        String[] parts = held.split("/");
        History history = held.isEmpty()
                ? History.NONE
                : History.held(number(parts[0]), number(parts[1]), text.endsWith("~") ? NOW : UNTIL);
        return text.endsWith("alone") ? history.leftAlone(NOW - 1, NOW + 3_600_000) : history;
    }

    private static int number(String text) {
        return Reservation.parse(text);
    }

    private static String tagsOf(CommitPlan plan) {
        Mark lease = plan.lease();
        boolean standing = plan.kind() == PlanKind.ALREADY;
        if (lease == null || standing) {
            return plan.markAct().name();
        }
        String replaces = lease.replaces() == NONE ? "" : "/" + lease.replaces();
        return plan.markAct() + " " + Reservation.text(lease.previous()) + "/" + lease.limit() + replaces;
    }

    private static String changeOf(CommitPlan plan) {
        CommitPlan.Change change = plan.change();
        boolean keep = change.kind() == CommitPlan.Change.Kind.KEEP;
        return keep ? "KEEP" : change.kind() + " " + Reservation.text(change.value());
    }
}
