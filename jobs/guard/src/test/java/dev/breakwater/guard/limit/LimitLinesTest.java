package dev.breakwater.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.engine.control.ControlOutput.LimitLine;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.Lever;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests how records about limits become lines of the ledger, and leases again. */
class LimitLinesTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final Instant NOW = Instant.parse("2026-11-29T05:00:00Z");

    private final LimitLines lines = new LimitLines(ACCOUNT, REGION);

    @Test
    void aPersonsRequestIsWrittenWithItsAnswerAndEnd() {
        LedgerEntry line = lines.answered(answer(NOW.plusSeconds(60).toEpochMilli()));
        assertThat(line.is(Kind.REQUEST)).isTrue();
        assertThat(line.limit().function()).isEqualTo("checkout");
        assertThat(line.cause().key()).isEqualTo("r1");
        assertThat(line.cause().by()).isEqualTo("alice");
        assertThat(line.term().until()).isEqualTo(NOW.plusSeconds(60));
        assertThat(line.detail()).isEqualTo("hold, by alice, from console: taken");
        assertThat(lines.answered(answer(-1)).term().until())
                .as("the request names no end")
                .isNull();
    }

    @Test
    void aHeldLimitIsWrittenWithTheValueBeforeItAndAReturnedOneWithTheValueSeen() {
        LedgerEntry held = lines.observed(line(LimitEvent.Kind.HELD, 5));
        assertThat(held.change().value()).isEqualTo("5");
        assertThat(held.change().found()).isEqualTo("40");
        LedgerEntry returned = lines.observed(line(LimitEvent.Kind.GIVEN_BACK, 41));
        assertThat(returned.change().value()).isEmpty();
        assertThat(returned.change().found()).isEqualTo("41");
    }

    @Test
    void aReleaseThatBeganIsKnownFromTheLedger() {
        LedgerEntry intent = intent("5");
        assertThat(known(intent).returns()).isFalse();
        LedgerEntry back = LedgerEntry.of(Kind.INTENT_RETURN, NOW)
                .limit(key("checkout"))
                .lease("a", NOW)
                .value("40")
                .found("40");
        assertThat(known(intent, back).returns()).isTrue();
    }

    @Test
    void aStopIsAValueOfOursAndTheValueBeforeItIsNot() {
        assertThat(known(intent("0"), intent("40"), intent("7")).ours()).containsExactly(0, 7);
        assertThat(known(intent("none"), intent("7")).ours()).containsExactly(7);
    }

    /** The lines are from a newer version, or the module with the kind of limit is missing on this machine. */
    @Test
    void aKindOfLimitThatIsUnknownHereHidesNoOtherLimit() {
        LedgerEntry other = intent("7").limit(new LimitKey(ACCOUNT, REGION, "queued", "sluice", "m-1"));
        LimitLines.Known known = lines.known(LedgerMemory.of(List.of(other, intent("5"))));
        assertThat(known.leases())
                .singleElement()
                .satisfies(lease -> assertThat(lease.function()).isEqualTo("checkout"));
        assertThat(known.gaps())
                .containsExactly("111122223333 eu-west-1: the ledger's limit sluice m-1 of queued: this version of "
                        + "Breakwater knows no such kind of limit");
        LedgerEntry over =
                LedgerEntry.of(Kind.RETURNED, NOW).limit(other.limit()).lease("a", NOW);
        assertThat(lines.known(LedgerMemory.of(List.of(other, over))).gaps())
                .as("nothing is left to do")
                .isEmpty();
    }

    private KnownLease known(LedgerEntry... all) {
        List<KnownLease> known = lines.known(LedgerMemory.of(List.of(all))).leases();
        assertThat(known).hasSize(1);
        return known.get(0);
    }

    private static LedgerEntry intent(String value) {
        return LedgerEntry.of(Kind.INTENT, NOW)
                .limit(key("checkout"))
                .lease("a", NOW)
                .value(value)
                .found("40");
    }

    private static LimitKey key(String function) {
        return new LimitKey(ACCOUNT, REGION, function, "reservation", "");
    }

    private static LimitLine line(LimitEvent.Kind kind, int value) {
        long at = NOW.toEpochMilli();
        return new LimitLine(
                new LimitEvent(kind, "checkout", value, ""), "checkout", Lever.RESERVATION, "a", "inc", 40, at, at);
    }

    private static Request.Answer answer(long until) {
        Scope scope = Scope.function(ACCOUNT, REGION, "checkout");
        Request request = new Request(
                "r1", Request.Kind.HOLD, scope, "inc", NOW.toEpochMilli(), until, "alice", "console", "", 0);
        return new Request.Answer(request, NOW.toEpochMilli(), "");
    }
}
