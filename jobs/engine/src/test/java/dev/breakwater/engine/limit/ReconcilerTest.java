package dev.breakwater.engine.limit;

import static dev.breakwater.engine.limit.Loop.HOUR;
import static dev.breakwater.engine.limit.Loop.MINUTE;
import static dev.breakwater.engine.limit.Loop.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.limit.Call.Kind;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.limit.Loop.Fault;
import dev.breakwater.engine.limit.ModelLimit.Who;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit from its request to its release, with calls that fail and readings that are old. */
class ReconcilerTest {
    private final Loop loop = new Loop(240);

    private void isGivenBackWhole(int found) {
        assertThat(loop.aws.value()).isEqualTo(found);
        assertThat(loop.aws.tag()).isNull();
    }

    @Test
    void aLimitIsTaggedSetObservedAndGivenBackInThatOrder() {
        loop.wants(9).passes(10 * SECOND);
        assertThat(loop.acts).containsExactly("TAG", "SET 9");
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD);
        assertThat(loop.tag()).isEqualTo(new LeaseTag(9, 240, List.of(), loop.limit.intent.until, "prod", "k1"));
        loop.passes(HOUR).givesBack().passes(10 * SECOND);
        assertThat(loop.acts).containsExactly("TAG", "SET 9", "RESTORE 240", "UNTAG");
        isGivenBackWhole(240);
        assertThat(loop.words(LimitEvent.Kind.GIVEN_BACK)).isEqualTo("given back: 240 again");
        assertThat(loop.told()).doesNotContain(LimitEvent.Kind.FREE);
        loop.passes(3 * MINUTE);
        assertThat(loop.told()).endsWith(LimitEvent.Kind.GIVEN_BACK, LimitEvent.Kind.FREE);
        loop.passes(16 * MINUTE);
        assertThat(loop.limit).as("forgotten after it was watched").isNull();
    }

    /** State and ledger are lost, and a throttle was decided while AWS refused every reading. */
    @Test
    void aThrottleThatLapsedGivesBackTheLeaseThatOnlyItsTagRemembers() {
        loop.wants(9).passes(MINUTE);
        loop.limit = null;
        loop.always(Kind.READ, Fault.DENIED).wants(9).passes(15 * MINUTE);
        assertThat(loop.told()).endsWith(LimitEvent.Kind.COULD_NOT);
        loop.always(Kind.READ, Fault.NONE).passes(5 * MINUTE);
        isGivenBackWhole(240);
    }

    /** The run ended between the step up and the checkpoint, and the ledger is lost. */
    @Test
    void aValueThatOnlyTheTagOfTheLeaseNamesIsOurs() {
        loop.wants(9).passes(MINUTE);
        LimitState stored = new LimitState();
        stored.function = "shop";
        stored.intent.lease = "k1";
        stored.intent.until = loop.limit.intent.until;
        stored.intent.found = 240;
        stored.want(9, "above-throttle-line", loop.now);
        stored.intend(9);
        stored.become(Life.HELD, loop.now);
        loop.wants(18).passes(MINUTE);
        assertThat(loop.aws.value()).isEqualTo(18);
        loop.limit = stored;
        loop.restarts().passes(10 * MINUTE);
        assertThat(loop.told()).doesNotContain(LimitEvent.Kind.YIELDED);
        loop.givesBack().passes(5 * MINUTE);
        isGivenBackWhole(240);
    }

    /** The stored state knows the request, and an earlier run set the limit after that. */
    @Test
    void aPersonsChangeOfALimitThatOnlyItsTagRemembersIsAPersons() {
        LimitState stored = new LimitState();
        stored.function = "shop";
        stored.intent.lease = "k1";
        stored.want(9, "above-throttle-line", loop.now);
        loop.wants(9).passes(MINUTE);
        assertThat(loop.aws.value()).isEqualTo(9);
        stored.intent.until = loop.limit.intent.until;
        stored.intent.notAfter = loop.limit.intent.notAfter;
        loop.limit = stored;
        loop.somebodySets(50).restarts().passes(5 * MINUTE);
        assertThat(loop.told()).endsWith(LimitEvent.Kind.YIELDED);
        loop.passes(5 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(50);
    }

    /** AWS refuses every reading for some minutes. In this time, a step up is reversed. */
    @Test
    void aReadingOfMinutesAgoIsNotToldAsThePresentState() {
        loop.wants(9).passes(10 * MINUTE);
        loop.always(Kind.READ, Fault.DENIED).passes(3 * MINUTE);
        loop.somebodySets(50).wants(18).passes(MINUTE).wants(9).passes(5 * MINUTE);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD);
        loop.always(Kind.READ, Fault.NONE).passes(5 * MINUTE);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD, LimitEvent.Kind.YIELDED);
    }

    @Test
    void aThrottleThatCannotBeReadForLongIsNotGivenUp() {
        loop.wants(9).passes(10 * MINUTE);
        loop.always(Kind.READ, Fault.DENIED).passes(3 * MINUTE);
        loop.wants(18).passes(MINUTE).wants(9).passes(15 * MINUTE);
        loop.always(Kind.READ, Fault.NONE).passes(5 * MINUTE);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD, LimitEvent.Kind.HELD);
        assertThat(loop.aws.value()).isEqualTo(9);
    }

    @Test
    void aClockThatGoesBackDelaysNoReading() {
        loop.wants(9).passes(20 * MINUTE);
        loop.givesBack().passes(2 * SECOND);
        int readings = loop.readings;
        loop.now -= 8 * MINUTE;
        loop.passes(10 * SECOND);
        assertThat(loop.readings).isGreaterThan(readings);
    }

    @Test
    void aClockThatGoesBackDelaysNoCallThatFailed() {
        loop.wants(9).passes(10 * MINUTE);
        loop.always(Kind.RESTORE, Fault.BEFORE).givesBack().passes(5 * MINUTE);
        loop.now -= 8 * MINUTE;
        loop.always(Kind.RESTORE, Fault.NONE).passes(3 * MINUTE);
        isGivenBackWhole(240);
    }

    @Test
    void whereNoLimitWasItIsTakenAwayAgain() {
        Loop none = new Loop(LimitValue.NONE).wants(9);
        none.passes(MINUTE).givesBack().passes(MINUTE);
        assertThat(none.acts).containsExactly("TAG", "SET 9", "RESTORE none", "UNTAG");
        assertThat(none.words(LimitEvent.Kind.GIVEN_BACK)).isEqualTo("given back: no limit again");
    }

    @Test
    void aRaisedLimitNamesItsEarlierValuesAndIsGivenBackToWhatWasFoundFirst() {
        loop.wants(9).passes(MINUTE).wants(18).passes(MINUTE).wants(36).passes(MINUTE);
        assertThat(loop.acts).containsExactly("TAG", "SET 9", "TAG", "SET 18", "TAG", "SET 36");
        assertThat(loop.tag().from()).containsExactly(9, 18);
        assertThat(loop.tag().was()).isEqualTo(240);
        assertThat(loop.told()).containsOnly(LimitEvent.Kind.HELD).hasSize(3);
        loop.givesBack().passes(MINUTE);
        isGivenBackWhole(240);
    }

    @Test
    void noCallThatSetsIsMadeBeforeItsIntentIsDurable() {
        loop.ledgerWritable = false;
        loop.wants(9).passes(9 * MINUTE);
        assertThat(loop.acts).isEmpty();
        loop.passes(2 * MINUTE);
        assertThat(loop.told()).startsWith(LimitEvent.Kind.COULD_NOT);
        isGivenBackWhole(240);
    }

    @Test
    void aValueThatIsSetIsInTheLedgerAlways() {
        loop.wants(9).passes(MINUTE);
        assertThat(loop.intents).containsExactly(9);
        loop.ledgerWritable = false;
        loop.wants(18).passes(5 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(9);
        loop.ledgerWritable = true;
        loop.passes(2 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(18);
        assertThat(loop.intents).contains(18);
    }

    @Test
    void aReturnNeedsNoLedger() {
        loop.wants(9).passes(MINUTE);
        loop.ledgerWritable = false;
        loop.givesBack().passes(MINUTE);
        isGivenBackWhole(240);
    }

    @Test
    void nothingIsSetBeforeItsDecisionIsDurable() {
        loop.maySet = false;
        loop.wants(9).passes(2 * MINUTE);
        assertThat(loop.acts).isEmpty();
        loop.maySet = true;
        loop.passes(30 * SECOND);
        assertThat(loop.aws.value()).isEqualTo(9);
    }

    @Test
    void aSetThatCouldOnlyBeginTooLateLapses() {
        loop.maySet = false;
        loop.wants(9).passes(6 * MINUTE);
        loop.maySet = true;
        loop.passes(10 * MINUTE);
        assertThat(loop.acts).isEmpty();
        assertThat(loop.words(LimitEvent.Kind.COULD_NOT)).isEqualTo("the surge is too old to act on");
        assertThat(loop.told()).doesNotContain(LimitEvent.Kind.CANNOT_GIVE_BACK);
    }

    /** Only the tag was set, and calls that set the value fail. The tag is removed again. */
    @Test
    void aTagWhoseValueWasNeverSetIsRemovedWhenItsTimeIsOver() {
        loop.always(Kind.SET, Fault.BEFORE).wants(9).passes(30 * MINUTE);
        assertThat(loop.told()).startsWith(LimitEvent.Kind.COULD_NOT, LimitEvent.Kind.NOT_SET);
        isGivenBackWhole(240);
    }

    /** A denial this soon after tagging is AWS's own delay. */
    @ParameterizedTest
    @CsvSource({"TAG,BEFORE", "TAG,AFTER", "SET,BEFORE", "SET,AFTER", "SET,DENIED"})
    void aCallThatFailsOnceOrTwiceOnTheWayUpIsMadeAgain(Kind kind, Fault fault) {
        loop.next(kind, fault, fault).wants(9).passes(5 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(9);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD);
        loop.givesBack().passes(5 * MINUTE);
        isGivenBackWhole(240);
    }

    @ParameterizedTest
    @CsvSource({"RESTORE,BEFORE", "RESTORE,AFTER", "UNTAG,BEFORE", "UNTAG,AFTER", "RESTORE,DENIED", "UNTAG,DENIED"})
    void aCallThatFailsOnTheWayBackIsMadeAgain(Kind kind, Fault fault) {
        loop.wants(9).passes(MINUTE).next(kind, fault, fault, fault).givesBack().passes(20 * MINUTE);
        isGivenBackWhole(240);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD, LimitEvent.Kind.GIVEN_BACK, LimitEvent.Kind.FREE);
    }

    @Test
    void whatAwsDoesNotAllowIsNotTriedForTenMinutesAndSaysSoInItsOwnWords() {
        loop.always(Kind.TAG, Fault.DENIED).wants(9).passes(MINUTE);
        assertThat(loop.words(LimitEvent.Kind.COULD_NOT)).isEqualTo("not authorized");
        loop.passes(10 * MINUTE);
        isGivenBackWhole(240);
        assertThat(loop.acts).containsExactly("TAG");
        assertThat(loop.told())
                .containsExactly(LimitEvent.Kind.COULD_NOT, LimitEvent.Kind.NOT_SET, LimitEvent.Kind.FREE);
    }

    @Test
    void aSetThatIsRefusedLeavesNoTag() {
        loop.next(Kind.SET, Fault.REFUSED).wants(9).passes(10 * MINUTE);
        assertThat(loop.words(LimitEvent.Kind.COULD_NOT)).isEqualTo("too little unreserved");
        assertThat(loop.words(LimitEvent.Kind.NOT_SET))
                .isEqualTo("was never set, because AWS refused it: too little unreserved");
        isGivenBackWhole(240);
    }

    @Test
    void aSetThatIsNotObservedWithinTenMinutesIsGivenUpWithAwssWords() {
        loop.always(Kind.SET, Fault.BEFORE).wants(9).passes(11 * MINUTE);
        assertThat(loop.words(LimitEvent.Kind.COULD_NOT)).isEqualTo("no answer");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLimitThatCannotBeReadIsGivenUpWithinTenMinutesToo(boolean answers) {
        if (answers) loop.aws.unreadable = true;
        else loop.always(Kind.READ, Fault.DENIED);
        loop.wants(9).passes(12 * MINUTE);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.COULD_NOT);
        assertThat(loop.acts).isEmpty();
        loop.aws.unreadable = false;
        loop.always(Kind.READ, Fault.NONE).somebodySets(50).passes(30 * MINUTE);
        assertThat(loop.told())
                .as("nothing of ours was there")
                .doesNotContain(LimitEvent.Kind.CANNOT_GIVE_BACK, LimitEvent.Kind.YIELDED);
        assertThat(loop.limit).isNull();
        assertThat(loop.aws.value()).isEqualTo(50);
    }

    @Test
    void aReturnThatIsDeniedForDaysGoesOnAndIsToldAfterTenMinutes() {
        loop.wants(9)
                .passes(MINUTE)
                .always(Kind.RESTORE, Fault.DENIED)
                .givesBack()
                .passes(9 * MINUTE);
        assertThat(loop.told()).doesNotContain(LimitEvent.Kind.CANNOT_GIVE_BACK);
        loop.passes(2 * MINUTE);
        assertThat(loop.words(LimitEvent.Kind.CANNOT_GIVE_BACK)).isEqualTo("not authorized");
        loop.passes(72 * HOUR);
        assertThat(loop.limit.life).isEqualTo(Life.RETURNING);
        loop.always(Kind.RESTORE, Fault.NONE).passes(5 * MINUTE);
        isGivenBackWhole(240);
        assertThat(loop.told()).contains(LimitEvent.Kind.GIVEN_BACK, LimitEvent.Kind.FREE);
    }

    @Test
    void aValueThatCannotBeReadAtAReturnIsNotWrittenOverBlindly() {
        loop.wants(9).passes(MINUTE);
        loop.aws.unreadable = true;
        loop.givesBack().passes(15 * MINUTE);
        assertThat(loop.acts).containsExactly("TAG", "SET 9");
        assertThat(loop.told()).contains(LimitEvent.Kind.CANNOT_GIVE_BACK);
        loop.aws.unreadable = false;
        loop.passes(5 * MINUTE);
        isGivenBackWhole(240);
    }

    /** Makes the highest value that AWS accepts lower than the earlier value. */
    private void tight(int most, long room) {
        loop.wants(9).passes(MINUTE);
        loop.aws.most = most;
        loop.room = room;
        loop.givesBack();
    }

    @Test
    void aReturnThatAwsRefusesRaisesToTheMostThatItTakesAndPages() {
        tight(100, 91);
        loop.passes(11 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(100);
        assertThat(loop.tag().was()).isEqualTo(240);
        assertThat(loop.tag().values()).contains(9, 100);
        assertThat(loop.intents).contains(100);
        assertThat(loop.words(LimitEvent.Kind.CANNOT_GIVE_BACK)).isEqualTo("too little unreserved");
        loop.aws.most = Integer.MAX_VALUE;
        loop.passes(3 * MINUTE);
        isGivenBackWhole(240);
        assertThat(loop.words(LimitEvent.Kind.GIVEN_BACK)).isEqualTo("given back: 240 again");
    }

    @Test
    void aStopgapWithoutALedgerDoesNotKeepTheReturnFromBeingTriedAgain() {
        tight(100, 91);
        loop.ledgerWritable = false;
        loop.passes(5 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(9);
        loop.aws.most = Integer.MAX_VALUE;
        loop.passes(3 * MINUTE);
        isGivenBackWhole(240);
    }

    /** The tag is new, but the value is still the earlier one (guarantee N2). */
    @ParameterizedTest
    @CsvSource({"90,0", "0,90", "90,90", "45,20"})
    void readingsThatDoNotFitTogetherAreNotBelievedAndOrphanNothing(long valueAge, long tagAge) {
        loop.aws.valueAge = valueAge * SECOND;
        loop.aws.tagAge = tagAge * SECOND;
        loop.wants(9).passes(10 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(9);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD);
        loop.wants(18).passes(10 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(18);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD, LimitEvent.Kind.HELD);
        loop.givesBack().passes(10 * MINUTE);
        isGivenBackWhole(240);
        assertThat(loop.told())
                .endsWith(LimitEvent.Kind.GIVEN_BACK, LimitEvent.Kind.FREE)
                .hasSize(4);
    }

    /** A run may end at any call, before its effect, or after its effect and before the answer. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BEFORE", "AFTER"})
    void aRestartAtAnyCallOrphansNothing(Fault fault) {
        for (int calls = 0; calls < 12; calls++) {
            for (boolean old : new boolean[] {false, true}) {
                Loop each = new Loop(240);
                each.aws.valueAge = old ? 90 * SECOND : 0;
                each.wants(9).diesAt(calls, fault).restarts().passes(12 * MINUTE);
                boolean early = each.told().contains(LimitEvent.Kind.COULD_NOT);
                if (!early) assertThat(each.aws.value()).as("call %d", calls).isEqualTo(9);
                each.givesBack().diesAt(calls, fault).restarts().passes(10 * MINUTE);
                assertThat(each.aws.value()).as("call %d", calls).isEqualTo(240);
                assertThat(each.aws.tag()).as("call %d", calls).isNull();
                assertThat(each.told()).as("call %d", calls).doesNotContain(LimitEvent.Kind.YIELDED);
            }
        }
    }

    @Test
    void ourOwnValueThatIsSeenWithoutAnAnswerIsHeld() {
        loop.wants(9).diesAt(2, Fault.AFTER).restarts();
        assertThat(loop.aws.value()).isEqualTo(9);
        loop.passes(5 * MINUTE);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD);
        assertThat(loop.tag().was()).isEqualTo(240);
    }

    @Test
    void aValueOfOursThatStandsIsHeldThoughNoSetIsEverAnswered() {
        loop.wants(9)
                .diesAt(2, Fault.AFTER)
                .restarts()
                .always(Kind.SET, Fault.BEFORE)
                .passes(5 * MINUTE);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD);
        assertThat(loop.acts).as("what stands is not set again").containsExactly("TAG", "SET 9");
    }

    @Test
    void afterASetOfWhichNobodyKnowsTheValueThatWasFoundMeansThatItDidNotHappen() {
        loop.next(Kind.SET, Fault.BEFORE).wants(9).passes(6 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(9);
        assertThat(loop.told()).containsExactly(LimitEvent.Kind.HELD);
    }

    @Test
    void aLateCallOfOursAfterTheReturnIsTakenBack() {
        loop.wants(9).passes(MINUTE).givesBack().passes(5 * MINUTE);
        assertThat(loop.limit.life).isEqualTo(Life.FREE);
        loop.aws.set(9, ModelLimit.Who.US, loop.now);
        loop.passes(10 * MINUTE);
        isGivenBackWhole(240);
        assertThat(loop.told()).containsSequence(LimitEvent.Kind.CAME_BACK, LimitEvent.Kind.GIVEN_BACK);
    }

    @Test
    void aLateTagOfOursAfterTheReturnIsRemoved() {
        loop.wants(9).passes(MINUTE);
        String ours = loop.aws.tag();
        loop.givesBack().passes(5 * MINUTE).somebodyTags(ours).passes(3 * MINUTE);
        isGivenBackWhole(240);
        assertThat(loop.told()).doesNotContain(LimitEvent.Kind.CAME_BACK);
    }

    @Test
    void whatStandsAgainAfterItWasToldAsGivenBackIsPagedLikeAnyOther() {
        loop.wants(9).passes(MINUTE).givesBack().passes(20 * SECOND);
        assertThat(loop.told()).endsWith(LimitEvent.Kind.GIVEN_BACK);
        loop.aws.set(9, ModelLimit.Who.US, loop.now);
        loop.always(Kind.RESTORE, Fault.DENIED).passes(20 * MINUTE);
        assertThat(loop.told()).endsWith(LimitEvent.Kind.CAME_BACK, LimitEvent.Kind.CANNOT_GIVE_BACK);
        loop.always(Kind.RESTORE, Fault.NONE).passes(6 * MINUTE);
        isGivenBackWhole(240);
        assertThat(loop.told()).endsWith(LimitEvent.Kind.GIVEN_BACK, LimitEvent.Kind.FREE);
    }

    @Test
    void theEndOfALeaseNeverMovesLater() {
        loop.wants(9).passes(MINUTE);
        long until = loop.tag().until();
        loop.wants(18)
                .passes(HOUR)
                .wants(9)
                .passes(HOUR)
                .restarts()
                .passes(5 * MINUTE)
                .somebodyTags(null)
                .passes(5 * MINUTE);
        assertThat(loop.tag().until()).isEqualTo(until);
        loop.limit.intent.until -= HOUR;
        loop.passes(2 * MINUTE);
        assertThat(loop.tag().until())
                .as("a lower longest hold moves it earlier")
                .isEqualTo(until - HOUR);
    }

    @Test
    void aLimitAsTightThatStandsAlreadyIsLeft() {
        loop.somebodySets(9).passes(2 * MINUTE).wants(9).passes(5 * MINUTE);
        assertThat(loop.acts).isEmpty();
        assertThat(loop.words(LimitEvent.Kind.COULD_NOT))
                .isEqualTo("a limit of 9 is already set, but not by Breakwater");
    }

    @Test
    void aHeldLimitIsReadOnceAMinute() {
        loop.wants(9).passes(10 * MINUTE);
        int before = loop.readings;
        loop.passes(HOUR);
        assertThat(loop.readings - before).isBetween(58, 61);
    }

    @Test
    void aPersonsValueThatEqualsOneWhichWasNeverTriedIsTheirs() {
        loop.always(Kind.TAG, Fault.REFUSED).wants(9).passes(MINUTE);
        assertThat(loop.told()).contains(LimitEvent.Kind.COULD_NOT);
        loop.somebodySets(9).passes(HOUR);
        assertThat(loop.aws.value()).isEqualTo(9);
        assertThat(loop.acts).doesNotContain("RESTORE 240");
    }

    @Test
    void aRunThatBeginsPagesForWhatItReadItself() {
        loop.wants(9).passes(MINUTE).givesBack();
        loop.always(Kind.RESTORE, Fault.DENIED).passes(5 * MINUTE);
        loop.now += HOUR;
        loop.always(Kind.READ, Fault.BEFORE).restarts().passes(5 * MINUTE);
        assertThat(loop.told()).doesNotContain(LimitEvent.Kind.CANNOT_GIVE_BACK);
        loop.passes(6 * MINUTE);
        assertThat(loop.told()).contains(LimitEvent.Kind.CANNOT_GIVE_BACK);
    }

    /** A call of the earlier lease takes effect so late that the next lease reads its value first. */
    @ParameterizedTest
    @ValueSource(ints = {9, 12})
    void aLateCallThatTheNextLeaseReadsFirstIsNoEarlierValue(int next) {
        Loop loop = new Loop(240).wants(9).passes(5 * MINUTE).givesBack().passes(5 * MINUTE);
        assertThat(loop.limit.life).isEqualTo(Life.FREE);
        loop.aws.set(9, Who.US, loop.now);
        loop.wants(next).passes(6 * MINUTE);
        assertThat(loop.limit.life).isEqualTo(Life.HELD);
        loop.givesBack().passes(5 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(240);
        assertThat(loop.words(LimitEvent.Kind.GIVEN_BACK)).isEqualTo("given back: 240 again");
    }

    @Test
    void aLateCallOfTheEarlierLeaseIsTakenBackThoughTheNextLeaseSetsNothing() {
        loop.wants(9).passes(5 * MINUTE).givesBack().passes(5 * MINUTE);
        loop.aws.set(9, Who.US, loop.now);
        loop.maySet = false;
        loop.wants(12).passes(6 * MINUTE);
        assertThat(loop.told()).contains(LimitEvent.Kind.COULD_NOT);
        loop.passes(5 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(240);
    }

    @Test
    void aLateCallOfTheEarlierLeaseIsTakenBackThoughAPersonReleasesTheNextOne() {
        loop.wants(9).passes(5 * MINUTE).givesBack().passes(5 * MINUTE);
        loop.aws.set(9, Who.US, loop.now);
        loop.aws.handsOffUntil = loop.now + 24 * HOUR;
        loop.maySet = false;
        loop.wants(12).passes(MINUTE);
        assertThat(loop.told()).contains(LimitEvent.Kind.RELEASED_BY_HAND);
        loop.passes(5 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(240);
    }

    @Test
    void onlyAnswersThatTimeDoesNotChangeAreRefusals() {
        assertThat(Call.Result.values())
                .filteredOn(Call.Result::isRefused)
                .containsExactlyInAnyOrder(Call.Result.DENIED, Call.Result.REFUSED);
    }
}
