package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.engine.control.Request;
import dev.breakwater.model.Scope;
import dev.breakwater.report.console.ConsoleState.LeftAloneView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftAloneListTest {

    private static final Instant NOON = Instant.parse("2026-08-05T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void namesEachFunctionUntilWhenAndWhy() {
        List<LedgerEntry> ledger = List.of(
                LedgerEntry.of(Kind.YIELDED, NOON)
                        .limit(new LimitKey("1", "r", "changed", "reservation", ""))
                        .lease("a", NOON.plus(DAY))
                        .found("20"),
                line(Kind.HANDS_OFF, "swept", NOON.plusSeconds(60)),
                line(Kind.HANDS_OFF, "over", NOON.minus(DAY)));
        List<Request> asked = List.of(
                request(Request.Kind.RELEASE, "released", NOON.plusSeconds(120), null),
                request(Request.Kind.PROTECT, "protected", NOON, NOON.plusSeconds(3_600)),
                request(Request.Kind.HOLD, "held", NOON, null));
        assertThat(at(NOON.plusSeconds(180), ledger, asked))
                .extracting(LeftAloneView::function, LeftAloneView::until, LeftAloneView::why)
                .containsExactly(
                        tuple("protected", NOON.plusSeconds(3_600), "protect, by alice, from console"),
                        tuple("changed", NOON.plus(DAY), "somebody changed the limit to 20"),
                        tuple("swept", NOON.plusSeconds(60).plus(DAY), "somebody released it"),
                        tuple("released", NOON.plusSeconds(120).plus(DAY), "release, by alice, from console"));
        assertThat(at(NOON.plus(DAY).plusSeconds(120), ledger, asked)).isEmpty();
    }

    @Test
    void aFunctionThatAPersonAllowedOrThrottledAgainIsNoLongerLeftAlone() {
        List<Request> asked = List.of(
                request(Request.Kind.RELEASE, "allowed", NOON, null),
                request(Request.Kind.RELEASE, "throttled", NOON, null),
                request(Request.Kind.THROTTLE, "throttled", NOON.plusSeconds(60), null),
                request(Request.Kind.PROTECT, "protected", NOON, NOON.plusSeconds(3_600)),
                request(Request.Kind.THROTTLE, "protected", NOON.plusSeconds(60), null));
        List<LedgerEntry> ledger = List.of(
                line(Kind.HANDS_OFF, "throttled", NOON), line(Kind.AGAIN_ALLOWED, "allowed", NOON.plusSeconds(60)));
        assertThat(at(NOON.plusSeconds(120), ledger, asked))
                .extracting(LeftAloneView::function)
                .containsExactly("protected");
    }

    private static List<LeftAloneView> at(Instant now, List<LedgerEntry> ledger, List<Request> asked) {
        return new LeftAloneList(LedgerMemory.of(ledger), asked).at(now);
    }

    private static LedgerEntry line(Kind kind, String function, Instant at) {
        return LedgerEntry.of(kind, at).function("1", "r", function).until(at.plus(DAY));
    }

    private static Request request(Request.Kind kind, String function, Instant at, Instant until) {
        return new Request(
                kind + function,
                kind,
                Scope.function("1", "r", function),
                "",
                at.toEpochMilli(),
                until == null ? -1 : until.toEpochMilli(),
                "alice",
                "console",
                "",
                0);
    }
}
