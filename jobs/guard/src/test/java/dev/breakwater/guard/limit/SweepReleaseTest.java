package dev.breakwater.guard.limit;

import static dev.breakwater.guard.limit.SweptFleet.ACCOUNT;
import static dev.breakwater.guard.limit.SweptFleet.MINUTE;
import static dev.breakwater.guard.limit.SweptFleet.NOW;
import static dev.breakwater.guard.limit.SweptFleet.REGION;
import static dev.breakwater.guard.limit.SweptFleet.lease;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.lever.FakeLever;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.OwnTags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which limits a sweep releases, how long that takes, and when a release counts as done. */
class SweepReleaseTest {

    private static final String NAME = "checkout";
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final SweptFleet aws = new SweptFleet();
    private final List<Sweep.End> told = new ArrayList<>();

    @Test
    void aReleaseThatAwsShowsAtOnceTakesSeconds() {
        aws.held(NAME, lease(NOW - HOUR));
        assertThat(aws.sweep().expired(told::add).done()).isTrue();
        assertThat(aws.now - NOW).isLessThan(10_000);
    }

    @Test
    void aReleaseIsRepeatedWhileAwsFailsForHalfAMinute() {
        aws.held(NAME, lease(NOW - HOUR));
        aws.failing = "put";
        aws.failingUntil = NOW + 10_000;
        assertThat(aws.sweep().expired(told::add).done()).isTrue();
        assertThat(aws.reserved).containsEntry(NAME, 40);
        assertThat(aws.now - NOW).isBetween(10_000L, 30_000L);
    }

    @Test
    void aReleaseThatFailsForLongerIsLeftToTheNextSweep() {
        aws.held(NAME, lease(NOW - HOUR));
        aws.failing = "put";
        aws.failingUntil = NOW + HOUR;
        assertThat(aws.sweep().expired(told::add).done()).isFalse();
        assertThat(told)
                .singleElement()
                .satisfies(end -> assertThat(end.words()).contains("an outage"));
        assertThat(aws.now - NOW).as("the next limit does not wait long").isBetween(15_000L, 35_000L);
    }

    @Test
    void aReleaseIsDoneOnlyOnceItsTagIsGone() {
        aws.held(NAME, lease(NOW - HOUR)).denied = "untag";
        assertThat(aws.sweep().expired(told::add).done()).isFalse();
        assertThat(aws.reserved).containsEntry(NAME, 40);

        aws.meanwhile = () -> aws.tags.get(NAME).put(OwnTags.LEASE, "1 set=7 edited");
        aws.held(NAME, lease(NOW - HOUR));
        assertThat(aws.sweep().expired(told::add).done())
                .as("somebody edited it")
                .isFalse();
    }

    @Test
    void aTagThatAnotherInstallationWritesMeanwhileStays() {
        String others = new LeaseTag(7, 40, List.of(), NOW + HOUR, "else", "z").text();
        aws.held(NAME, lease(NOW - HOUR)).meanwhile = () -> aws.tags.get(NAME).put(OwnTags.LEASE, others);
        assertThat(aws.sweep().expired(told::add).done()).isTrue();
        assertThat(aws.tag(NAME, OwnTags.LEASE)).isEqualTo(others);
        assertThat(aws.now - NOW).isLessThan(10_000);
    }

    @Test
    void aTagThatSomebodyRemovesMeanwhileIsNotWaitedFor() {
        aws.held(NAME, lease(NOW - HOUR)).meanwhile = () -> aws.tags.get(NAME).remove(OwnTags.LEASE);
        assertThat(aws.sweep().expired(told::add).done()).isTrue();
        assertThat(aws.changes).containsExactly("put checkout 40");
        assertThat(aws.now - NOW).isLessThan(10_000);
    }

    @Test
    void aReleaseOfAllIncludesLimitsThatOnlyTheLedgerKnowsAndTagsThatNobodyCanRead() {
        aws.has(NAME, 5).held("edited", lease(NOW + HOUR)).has("planned", 40);
        aws.tags.get("edited").put(OwnTags.LEASE, "1 set=7 edited");
        LedgerEntry planned = line("planned", Kind.INTENT_RETURN);

        Sweep.Result result = aws.sweep(intent(), planned).all(told::add);

        assertThat(aws.reserved)
                .containsEntry(NAME, 40)
                .containsEntry("edited", 5)
                .containsEntry("planned", 40);
        assertThat(told).extracting(end -> end.limit().function()).containsExactlyInAnyOrder(NAME, "edited");
        assertThat(result.done()).isFalse();
        assertThat(aws.changes)
                .contains("let-alone checkout", "let-alone edited")
                .noneMatch(c -> c.contains("planned"));
    }

    @Test
    void aReleaseOfAFunctionIncludesItsQueuesAndLeavesItAloneForADay() {
        aws.held(NAME, lease(NOW + HOUR)).has("other", -1);
        aws.heldQueue("q-1", NAME, lease(NOW + HOUR)).heldQueue("q-2", "other", lease(NOW + HOUR));

        Sweep.Released released = aws.sweep().release(NAME, told::add);

        assertThat(released.result().done()).as("%s", released).isTrue();
        assertThat(released.leftAlone().value()).isEqualTo(NOW + DAY);
        assertThat(aws.reserved).containsEntry(NAME, 40);
        assertThat(aws.queues.reservation("q-1")).isEqualTo(40);
        assertThat(aws.queues.reservation("q-2")).as("another function's").isEqualTo(5);
    }

    @Test
    void aReleaseOfAFunctionWithoutALimitOnlyLeavesItAlone() {
        aws.has(NAME, 40);
        Sweep.Released released = aws.sweep().release(NAME, told::add);
        assertThat(released.result().ends()).isEmpty();
        assertThat(released.result().done()).isTrue();
        assertThat(aws.changes).containsExactly("let-alone checkout");
    }

    /** Without the tag, a running job would throttle the function again at once. */
    @Test
    void aHandsOffTagThatAwsHasNoTimeForIsWrittenAllTheSame() {
        aws.held(NAME, lease(NOW + HOUR)).failing = "let-alone";
        aws.failingUntil = NOW + 300;
        assertThat(aws.sweep().release(NAME, told::add).leftAlone().ok()).isTrue();
        assertThat(aws.tag(NAME, OwnTags.HANDS_OFF)).isNotNull();
        aws.failingUntil = aws.now + 300;
        assertThat(aws.sweep().allowAgain(NAME).ok()).isTrue();
    }

    @Test
    void aReleaseOfAFunctionIncludesALimitThatLostItsTag() {
        aws.has(NAME, 5);
        assertThat(aws.sweep(intent()).release(NAME, told::add).result().done()).isTrue();
        assertThat(aws.reserved).containsEntry(NAME, 40);
    }

    @Test
    void whatCouldNotBeReadIsNamedByItsFunctionAndQueue() {
        aws.held(NAME, lease(NOW + HOUR)).heldQueue("q-1", NAME, lease(NOW + HOUR)).denied = "get";
        aws.queues.failNext(FakeLever.Call.READ, Outcome.DENIED);
        assertThat(aws.sweep().release(NAME, told::add).result().gaps())
                .satisfiesExactly(
                        gap -> assertThat(gap).startsWith("checkout: "),
                        gap -> assertThat(gap).startsWith("checkout q-1: "));
    }

    @Test
    void aFunctionIsNoLongerLeftAloneAtTheEndOfItsTime() {
        aws.has(NAME, -1).has("tagged", -1).tags.get("tagged").putAll(OwnTags.handsOff(NOW));
        LedgerEntry handsOff = LedgerEntry.of(Kind.HANDS_OFF, Instant.ofEpochMilli(NOW - DAY))
                .limit(key(NAME))
                .until(Instant.ofEpochMilli(NOW));
        LedgerEntry ended = line(NAME, Kind.RETURNED);
        aws.now = NOW - 1;
        assertThat(aws.sweep(intent(), ended, handsOff).status().leftAlone()).containsOnlyKeys(NAME, "tagged");
        aws.now = NOW;
        assertThat(aws.sweep(intent(), ended, handsOff).status().leftAlone()).isEmpty();
    }

    @Test
    void aHandsOffTagIsRemovedAnHourAfterItsEnd() {
        aws.has(NAME, -1).tags.get(NAME).putAll(OwnTags.handsOff(NOW - HOUR));
        aws.now = NOW - 1;
        aws.sweep().expired(told::add);
        assertThat(aws.changes).isEmpty();
        aws.now = NOW;
        aws.sweep().expired(told::add);
        assertThat(aws.changes).containsExactly("untag checkout");
    }

    /** The search may take an hour, so the job may have released the limit and set it again meanwhile. */
    @Test
    void aLeaseThatBeganAfterTheSearchIsLeftToItsJob() {
        String later = new LeaseTag(5, 40, List.of(), NOW + HOUR, "prod", "t5k9aa").text();
        aws.held(NAME, lease(NOW - HOUR)).afterSearch = () -> aws.tags.get(NAME).put(OwnTags.LEASE, later);

        assertThat(aws.sweep(intent()).expired(told::add).done()).isTrue();

        assertThat(aws.changes).isEmpty();
        assertThat(aws.reserved).containsEntry(NAME, 5);
        assertThat(told).isEmpty();
    }

    @Test
    void aHandsOffTagThatAPersonWroteAnewAfterTheSearchStays() {
        aws.has(NAME, -1).tags.get(NAME).putAll(OwnTags.handsOff(NOW - 2 * HOUR));
        aws.afterSearch = () -> {
            if (aws.taggingCalls == OwnTags.KEYS.size()) aws.tags.get(NAME).putAll(OwnTags.handsOff(NOW + DAY));
        };
        aws.sweep().expired(told::add);
        assertThat(aws.changes).isEmpty();
    }

    /** A person may have released the limit while no job was running. */
    @Test
    void aLimitThatTheLedgerHasAsHeldCountsAsGivenBack() {
        aws.has(NAME, 40);
        LedgerEntry held = line(NAME, Kind.HELD).value("5").found("40");
        assertThat(aws.sweep(intent(), held).expired(told::add).done()).isTrue();
        assertThat(told)
                .singleElement()
                .extracting(Sweep.End::words)
                .isEqualTo("given back by somebody else: 40 again");
        assertThat(aws.written()).containsExactly("returned");
    }

    @Test
    void theFunctionsThatCanBeReleasedAreListed() {
        assertThat(aws.has(NAME, -1).has("other", 40).sweep().functions()).containsExactly(NAME, "other");
    }

    private static LimitKey key(String function) {
        return new LimitKey(ACCOUNT, REGION, function, "reservation", "");
    }

    private static LedgerEntry line(String function, Kind kind) {
        return LedgerEntry.of(kind, Instant.ofEpochMilli(NOW - 2 * HOUR))
                .limit(key(function))
                .lease("t5k3f9", Instant.ofEpochMilli(NOW - HOUR));
    }

    /** A ledger line that 5 is about to replace 40. */
    private static LedgerEntry intent() {
        return line(NAME, Kind.INTENT).value("5").found("40");
    }
}
