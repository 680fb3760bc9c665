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
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.OwnTags;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests releases without a job, by a loop whose aim is that no limit is set. */
class SweepTest {

    private static final String NAME = "checkout";
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final SweptFleet aws = new SweptFleet();
    private final List<Sweep.End> told = new ArrayList<>();

    @Test
    void aLeaseThatIsOverIsGivenBackAndWrittenDown() {
        aws.held(NAME, lease(NOW - 16 * MINUTE)).held("other", lease(NOW + HOUR));

        Sweep.Result result = aws.sweep().expired(told::add);

        assertThat(result.done()).isTrue();
        assertThat(result.seen()).isEqualTo(2);
        assertThat(aws.changes).containsExactly("put checkout 40", "untag checkout");
        assertThat(told).singleElement().satisfies(end -> {
            assertThat(end.done()).isTrue();
            assertThat(end.words()).isEqualTo("given back: 40 again");
        });
        assertThat(aws.written())
                .as("the return is written before its call")
                .containsExactly("intent-return", "set", "returned");
        assertThat(aws.lines).allSatisfy(l -> assertThat(l.term().lease()).isEqualTo("t5k3f9"));
    }

    @Test
    void whereNothingStoodBeforeNothingStandsAgain() {
        aws.held(NAME, new LeaseTag(5, -1, List.of(), NOW - HOUR, "prod", "a"));
        assertThat(aws.sweep().expired(told::add).done()).isTrue();
        assertThat(aws.changes).containsExactly("delete checkout", "untag checkout");
    }

    /** A lease's own job must have time to release it. The jobs of other installations are unknown here. */
    @Test
    void aLeaseIsLeftToItsJobForAWhileAfterItsEnd() {
        aws.held(NAME, lease(NOW - 4 * MINUTE));
        assertThat(aws.sweep(intent(NOW - 4 * MINUTE)).expired(told::add).ends())
                .isEmpty();
        aws.now += 2 * MINUTE;
        assertThat(aws.sweep().expired(told::add).ends())
                .as("of another installation")
                .isEmpty();
        assertThat(aws.sweep(intent(NOW - 4 * MINUTE)).expired(told::add).ends())
                .as("the ledger's")
                .hasSize(1);

        aws.held("other", lease(aws.now - 14 * MINUTE));
        assertThat(aws.sweep().expired(told::add).ends()).isEmpty();
        aws.now += 2 * MINUTE;
        assertThat(aws.sweep().expired(told::add).ends()).hasSize(1);
    }

    @Test
    void aLeaseAsLongAsLeasesMayBeIsNotOverAndALongerOneIs() {
        aws.held(NAME, lease(NOW + DAY)).held("forged", lease(NOW + 2 * DAY));
        assertThat(aws.sweep().expired(told::add).ends())
                .singleElement()
                .satisfies(end -> assertThat(end.limit().function()).isEqualTo("forged"));
        assertThat(aws.reserved).containsEntry(NAME, 5).containsEntry("forged", 40);
    }

    @Test
    void whatSomebodyChangedStaysOnceTwoReadingsAMinuteApartShowIt() {
        aws.held(NAME, lease(NOW - HOUR));
        aws.reserved.put(NAME, 50);

        assertThat(aws.sweep().expired(told::add).done()).isTrue();

        assertThat(aws.now - NOW).isGreaterThanOrEqualTo(MINUTE);
        assertThat(aws.changes).as("their value stays, our tag goes").containsExactly("untag checkout");
        assertThat(told.get(0).words()).isEqualTo("somebody else set 50, and Breakwater leaves it");
        LedgerEntry line = aws.lines.get(0);
        assertThat(line.is(Kind.YIELDED)).isTrue();
        assertThat(line.term().until()).as("left alone for a day").isAfter(Instant.ofEpochMilli(NOW + DAY - 1));
    }

    /** The job was killed between the tag and the value, or between the value and the tag's removal. */
    @Test
    void aTagOverTheValueFoundBeforeIsRemovedAndNothingIsSet() {
        aws.held(NAME, lease(NOW - HOUR)).reserved.put(NAME, 40);
        assertThat(aws.sweep().expired(told::add).done()).isTrue();
        assertThat(aws.changes).containsExactly("untag checkout");
    }

    /** AWS may show our own value for a while after its release. */
    @Test
    void aLateReadingAfterAReturnIsWaitedOut() {
        aws.held(NAME, lease(NOW - HOUR));
        aws.showsOldValuesFor(30_000);

        assertThat(aws.sweep().expired(told::add).done()).isTrue();

        assertThat(aws.changes).containsExactly("put checkout 40", "untag checkout");
    }

    @Test
    void aLimitThatLostItsTagIsGivenBackByTheLedger() {
        aws.has(NAME, 5);
        assertThat(aws.sweep(intent(NOW - HOUR)).expired(told::add).done()).isTrue();
        assertThat(aws.changes)
                .as("permissions depend on the tag")
                .containsExactly("tag checkout", "put checkout 40", "untag checkout");
        assertThat(LedgerMemory.of(aws.lines).limit(key()).isEnded()).isTrue();
    }

    @Test
    void aTagThatCannotBeReadIsNoHindranceWhereTheLedgerKnowsTheLimit() {
        aws.has(NAME, 5);
        aws.tags.get(NAME).put(OwnTags.LEASE, "1 set=7 edited");
        aws.held("unknown", lease(NOW - HOUR)).tags.get("unknown").put(OwnTags.LEASE, "1 set=7 edited");

        Sweep.Result result = aws.sweep(intent(NOW - HOUR)).expired(told::add);

        assertThat(aws.reserved).containsEntry(NAME, 40).containsEntry("unknown", 5);
        assertThat(aws.tag(NAME, OwnTags.LEASE)).isNull();
        assertThat(result.done()).isFalse();
        assertThat(told)
                .filteredOn(end -> !end.done())
                .singleElement()
                .satisfies(end -> assertThat(end.words())
                        .contains("cannot be read", "1 set=7 edited", "set the right limit, then remove the tag"));
    }

    /** The ledger has a later lease than the tag, because somebody restored the tag from a copy. */
    @Test
    void aTagOfAnOlderLeaseDoesNotMakeALaterOnesValueAPersons() {
        aws.held(NAME, new LeaseTag(9, 5, List.of(), NOW - HOUR, "prod", "a"))
                .reserved
                .put(NAME, 5);
        assertThat(aws.sweep(intent(NOW - HOUR)).expired(told::add).done()).isTrue();
        assertThat(aws.reserved).containsEntry(NAME, 40);
    }

    /** The id in the tag would count as newer than all of our later leases. */
    @Test
    void aTagThatTheLedgerDoesNotKnowHidesNoLaterLease() {
        LedgerEntry ended = line(Kind.RETURNED, NOW - HOUR).found("40");
        for (LedgerEntry[] known : List.of(new LedgerEntry[] {}, new LedgerEntry[] {intent(NOW - HOUR), ended})) {
            aws.lines.clear();
            aws.held(NAME, new LeaseTag(5, 40, List.of(), NOW - HOUR, "else", "t5k3f9x"));
            assertThat(aws.sweep(known).expired(told::add).done()).isTrue();
            assertThat(aws.reserved).containsEntry(NAME, 40);
            List<LedgerEntry> all = new ArrayList<>(List.of(known));
            all.addAll(aws.lines);
            all.add(LedgerEntry.of(Kind.INTENT, Instant.ofEpochMilli(NOW))
                    .limit(key())
                    .lease("t5k3g0", Instant.ofEpochMilli(NOW + HOUR))
                    .value("5")
                    .found("40"));
            assertThat(LedgerMemory.of(all).limit(key()).lease()).isEqualTo("t5k3g0");
        }
    }

    @Test
    void aReturnThatIsDeniedIsSaidInAwsWords() {
        aws.held(NAME, lease(NOW - HOUR)).denied = "put";
        Sweep.Result result = aws.sweep().expired(told::add);
        assertThat(result.done()).isFalse();
        assertThat(told.get(0).words()).contains("not authorized");
        assertThat(aws.tag(NAME, OwnTags.LEASE)).as("the next sweep finds it").isNotNull();

        List<LedgerEntry> lines = new ArrayList<>(List.of(intent(NOW - HOUR)));
        lines.addAll(aws.lines);
        assertThat(new LimitLines(ACCOUNT, REGION).known(LedgerMemory.of(lines)).leases())
                .singleElement()
                .satisfies(known -> {
                    assertThat(known.returns())
                            .as("a refused return has begun all the same")
                            .isTrue();
                    assertThat(known.ours())
                            .as("the value found before is none of ours")
                            .containsExactly(5);
                });
    }

    @Test
    void aFunctionThatIsGoneIsOverOnceItIsNotFoundTwice() {
        Sweep.Result result = aws.sweep(intent(NOW - HOUR)).expired(told::add);
        assertThat(result.done()).as("%s", result).isTrue();
        assertThat(aws.now - NOW).isGreaterThanOrEqualTo(MINUTE);
        assertThat(aws.written()).containsExactly("gone");
    }

    @Test
    void aReleaseLeavesTheFunctionAloneBeforeItGivesBackWhateverTheEnd() {
        aws.held(NAME, lease(NOW + HOUR)).held("other", lease(NOW + HOUR));

        Sweep.Released released = aws.sweep().release(NAME, told::add);

        assertThat(released.result().done()).as("%s", released).isTrue();
        assertThat(aws.changes).containsExactly("let-alone checkout", "put checkout 40", "untag checkout");
        assertThat(aws.written()).startsWith("hands-off").endsWith("returned");
        assertThat(aws.lines.get(0).cause().by()).isEqualTo("alice");
        assertThat(Instant.parse(aws.tag(NAME, OwnTags.HANDS_OFF))).isAfter(Instant.ofEpochMilli(NOW + DAY - 1));
        assertThat(aws.sweep().release("nobody", told::add).leftAlone().failedAs(Outcome.MISSING))
                .isTrue();
    }

    @Test
    void allIsGivenBackAndLeftAloneWhoeverOwnsIt() {
        aws.held(NAME, lease(NOW + HOUR)).held("other", new LeaseTag(5, 40, List.of(), NOW + HOUR, "else", "a"));
        assertThat(aws.sweep().all(told::add).done()).isTrue();
        assertThat(aws.reserved.values()).containsOnly(40);
        assertThat(aws.changes.subList(0, 2)).containsExactlyInAnyOrder("let-alone checkout", "let-alone other");
    }

    @Test
    void whereAllIsGivenBackButNotLeftAloneItSaysSo() {
        aws.held(NAME, lease(NOW + HOUR)).denied = "let-alone";
        Sweep.Result result = aws.sweep().all(told::add);
        assertThat(aws.reserved.values()).containsOnly(40);
        assertThat(result.gaps()).singleElement().asString().contains(NAME, OwnTags.HANDS_OFF, "not authorized");
        assertThat(result.done()).isFalse();
    }

    @Test
    void statusKnowsOfAHandsOffThatOnlyTheLedgerRemembersUntilItIsTakenBack() {
        aws.has(NAME, 40);
        LedgerEntry byTheJob = LedgerEntry.of(Kind.HANDS_OFF, Instant.ofEpochMilli(NOW - HOUR))
                .limit(key())
                .until(Instant.ofEpochMilli(NOW - HOUR + DAY));
        LedgerEntry ended = line(Kind.RETURNED, NOW);
        assertThat(aws.sweep(intent(NOW), ended, byTheJob).status().leftAlone()).containsEntry(NAME, NOW - HOUR + DAY);

        assertThat(aws.sweep(intent(NOW), ended, byTheJob).allowAgain(NAME).ok())
                .isTrue();

        assertThat(aws.sweep(intent(NOW), ended, byTheJob).status().leftAlone())
                .as("by its tag")
                .isEmpty();
        aws.tags.get(NAME).clear();
        LedgerEntry again = aws.lines.get(0);
        assertThat(again.cause().by()).isEqualTo("alice");
        assertThat(aws.sweep(intent(NOW), ended, byTheJob, again).status().leftAlone())
                .as("by the ledger")
                .isEmpty();
    }

    /** The job's chain says that the function is left alone, and the sweep's chain ends that. */
    @Test
    void allowingAgainEndsAHandsOffThatAnotherWriterWroteDown(@TempDir Path chains) throws IOException {
        aws.has(NAME, 40);
        write(
                chains,
                LedgerFolder.operator(ACCOUNT, REGION),
                LedgerEntry.of(Kind.HANDS_OFF, Instant.ofEpochMilli(NOW))
                        .limit(key())
                        .until(Instant.ofEpochMilli(NOW + DAY)));
        assertThat(LedgerMemory.read(chains).handsOffUntil(ACCOUNT, REGION, NAME))
                .isNotNull();

        aws.sweep().allowAgain(NAME);
        write(chains, LedgerFolder.sweep("host"), aws.lines.get(0));

        assertThat(LedgerMemory.read(chains).handsOffUntil(ACCOUNT, REGION, NAME))
                .isNull();
    }

    private static void write(Path chains, String writer, LedgerEntry line) throws IOException {
        try (LedgerWriter chain = LedgerWriter.of(chains, writer, LedgerWriter.SEGMENT_BYTES, Clock.systemUTC())) {
            chain.append(line);
        }
    }

    @Test
    void statusReadsEachLimitAndSaysWhatItCouldNotRead() {
        aws.held(NAME, lease(NOW + HOUR)).has("untagged", 5);
        aws.denied = "get";
        Sweep.Status status = aws.sweep().status();
        assertThat(status.limits())
                .singleElement()
                .satisfies(s -> assertThat(s.reading()).isNull());
        assertThat(status.gaps()).singleElement().asString().contains(NAME, "not authorized");
        aws.denied = "";
        assertThat(aws.sweep().status().limits().get(0).reading().value()).isEqualTo(5);
        assertThat(aws.changes).isEmpty();
    }

    @Test
    void aHandsOffTagIsTakenOffOnceAJobHasSeenItsEnd() {
        aws.has(NAME, -1).has("other", -1);
        aws.tags.get(NAME).putAll(OwnTags.handsOff(NOW - 61 * MINUTE));
        aws.tags.get("other").putAll(OwnTags.handsOff(NOW - 59 * MINUTE));
        assertThat(aws.sweep().expired(told::add).done()).isTrue();
        assertThat(aws.changes).containsExactly("untag checkout");
    }

    private static LimitKey key() {
        return new LimitKey(ACCOUNT, REGION, NAME, "reservation", "");
    }

    private static LedgerEntry line(Kind kind, long until) {
        return LedgerEntry.of(kind, Instant.ofEpochMilli(NOW - 2 * HOUR))
                .limit(key())
                .lease("t5k3f9", Instant.ofEpochMilli(until));
    }

    /** A ledger line that 5 is about to replace 40. */
    private static LedgerEntry intent(long until) {
        return line(Kind.INTENT, until).value("5").found("40");
    }
}
