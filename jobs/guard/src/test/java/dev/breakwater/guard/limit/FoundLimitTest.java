package dev.breakwater.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.LedgerMemory.LeaseId;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests what a tag and the ledger together say about a limit. */
class FoundLimitTest {

    private static final long NOW = Instant.parse("2026-11-29T05:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    @Test
    void theEndIsTheTagsThenTheLedgersThenNever() {
        assertThat(limit(tag("a", 40, NOW), known("a", NOW + MINUTE, 5)).until())
                .isEqualTo(NOW);
        assertThat(limit(null, known("a", NOW + MINUTE, 5)).until()).isEqualTo(NOW + MINUTE);
        assertThat(limit(null, null).until()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLimitThatOnlyTheLedgerKnowsIsOverTheWholeMarginAfterItsEnd() {
        assertThat(limit(null, known("a", NOW - MINUTE, 5)).isOver(MINUTE, NOW)).isTrue();
        assertThat(limit(null, known("a", NOW - MINUTE + 1, 5)).isOver(MINUTE, NOW))
                .isFalse();
        assertThat(limit(null, known("a", NOW - MINUTE)).isOver(MINUTE, NOW))
                .as("no value was set, so nothing can be over")
                .isFalse();
    }

    @Test
    void aTagsLeaseOfTheLastDayKeepsItsNameInALedgerThatHasLostIt() {
        for (long began : List.of(NOW - 60 * MINUTE, NOW, NOW + DAY)) {
            String id = LeaseId.next("", began);
            assertThat(returning(limit(tag(id, 40, NOW), null)).intent.lease).isEqualTo(id);
        }
        String made = LeaseId.next("", NOW + DAY + 1_000);
        assertThat(returning(limit(tag(made, 40, NOW), null)).intent.lease)
                .as("it would hide all leases of the next day")
                .isEmpty();
    }

    @Test
    void theLedgersEarlierValueCountsMoreThanAnEditedTagOfTheSameLease() {
        assertThat(returning(limit(tag("a", 50, NOW), known("a", NOW, 5))).intent.found)
                .isEqualTo(40);
        assertThat(returning(limit(null, known("a", NOW, 5))).intent.found).isEqualTo(40);
        assertThat(returning(limit(tag("b", 50, NOW), known("a", NOW, 5))).intent.found)
                .as("another lease began at another value")
                .isEqualTo(50);
        assertThat(returning(limit(tag("b", 5, NOW), known("a", NOW, 5))).intent.found)
                .as("the value of a lease is never restored")
                .isEqualTo(40);
    }

    @Test
    void everyValueThatTheLedgerKnowsIsTakenForOursOldestFirst() {
        assertThat(returning(limit(tag("a", 40, NOW), known("a", NOW, 9, 7, 5))).intent.ours)
                .containsExactly(9, 7, 5);
    }

    private static LimitState returning(FoundLimit limit) {
        return limit.returning(NOW);
    }

    private static FoundLimit limit(String tag, KnownLease known) {
        return new FoundLimit("checkout", Lever.RESERVATION, tag, known);
    }

    /** The tag of a lease that has set 5. */
    private static String tag(String id, int was, long until) {
        return new LeaseTag(5, was, List.of(), until, "prod", id).text();
    }

    /** A lease in the ledger that has set these values on a limit of 40. */
    private static KnownLease known(String lease, long until, Integer... ours) {
        return new KnownLease("checkout", Lever.RESERVATION, lease, "inc", List.of(ours), 40, true, until, false, 0, 0);
    }
}
