package dev.breakwater.engine.limit;

import static dev.breakwater.engine.limit.Loop.HOUR;
import static dev.breakwater.engine.limit.Loop.MINUTE;
import static dev.breakwater.engine.limit.Loop.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.limit.LimitEvent.Kind;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.limit.Loop.Fault;
import dev.breakwater.engine.limit.ModelLimit.Who;
import dev.breakwater.model.function.LimitReading.LimitValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a value which somebody else sets stays, and that a deleted limit is not restored. */
class ChangedByPeopleTest {
    private final Loop loop = new Loop(240);

    /** Checks that their value is set, that our tag is gone, and that we did not overwrite their value. */
    private void isTheirs(int value) {
        assertThat(loop.aws.value()).isEqualTo(value);
        assertThat(loop.aws.setBy()).isEqualTo(Who.SOMEBODY);
        assertThat(loop.aws.tag()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 45, 90})
    void aValueThatSomebodySetsWhileWeHoldStays(long age) {
        loop.aws.valueAge = age * SECOND;
        loop.wants(9).passes(10 * MINUTE).somebodySets(50).passes(6 * MINUTE);
        isTheirs(50);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.YIELDED);
        assertThat(loop.words(Kind.YIELDED)).isEqualTo("somebody else set 50, and Breakwater leaves it");
        loop.passes(22 * HOUR);
        assertThat(loop.limit.life).as("left alone for a day").isEqualTo(Life.YIELDED);
        loop.passes(3 * HOUR);
        assertThat(loop.limit).isNull();
        isTheirs(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 59})
    void aLimitLeftToPeopleIsNotLookedAtAfterAQuarterOfAnHour(long later) {
        loop.wants(9).passes(10 * MINUTE).somebodySets(50).passes(6 * MINUTE + later * SECOND);
        loop.passes(15 * MINUTE);
        int before = loop.turns;
        loop.passes(22 * HOUR);
        assertThat(loop.turns - before).as("turns within 22 hours").isLessThanOrEqualTo(2);
        loop.passes(2 * HOUR);
        assertThat(loop.limit).as("forgotten after a day").isNull();
    }

    @Test
    void whatHasWaitedForTheLedgerCostsNoTurnsOnceItWaitsNoMore() {
        loop.wants(9).passes(10 * MINUTE);
        loop.mayReturn = false;
        loop.givesBack().passes(5 * MINUTE);
        loop.somebodySets(240).somebodyTags(null).passes(6 * MINUTE);
        int before = loop.turns;
        loop.passes(5 * MINUTE);
        assertThat(loop.limit.life).isEqualTo(Life.FREE);
        assertThat(loop.turns - before).as("turns within five minutes").isLessThanOrEqualTo(20);
    }

    @Test
    void aLimitOfNothingIsAValueLikeAnyOther() {
        loop.wants(9).passes(10 * MINUTE).somebodySets(0).passes(6 * MINUTE);
        isTheirs(0);
    }

    @Test
    void oneReadingOfAnotherValueIsNotBelieved() {
        loop.wants(9).passes(10 * MINUTE).somebodySets(50);
        while (loop.limit.readings.value != 50) loop.passes(SECOND);
        loop.somebodySets(9).passes(20 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD);
        assertThat(loop.tag().set()).isEqualTo(9);
    }

    /** The limit is read once a minute, and again ten seconds after the first reading of another value. */
    @ParameterizedTest
    @ValueSource(longs = {0, 20, 59})
    void aChangeIsBelievedWithinSecondsOfItsFirstReading(long later) {
        loop.wants(9).passes(10 * MINUTE + later * SECOND).somebodySets(50).passes(75 * SECOND);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.YIELDED);
    }

    @Test
    void aLimitOfOursThatSomebodyDeletesIsNotSetAgain() {
        Loop none = new Loop(LimitValue.NONE)
                .wants(9)
                .passes(10 * MINUTE)
                .somebodySets(LimitValue.NONE)
                .passes(6 * MINUTE);
        assertThat(none.told()).containsExactly(Kind.HELD, Kind.YIELDED);
        assertThat(none.acts).containsExactly("TAG", "SET 9", "UNTAG");
    }

    @Test
    void theFoundValueThatSomebodyPutsBackWhileWeHoldIsTheirs() {
        loop.wants(9).passes(10 * MINUTE).somebodySets(240).passes(6 * MINUTE);
        isTheirs(240);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.YIELDED);
    }

    @Test
    void theFoundValueThatSomebodyPutsBackWhileWeReturnIsSimplyGivenBack() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .always(Call.Kind.RESTORE, Fault.DENIED)
                .givesBack()
                .passes(2 * MINUTE);
        loop.somebodySets(240).passes(6 * MINUTE);
        isTheirs(240);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GIVEN_BACK, Kind.FREE);
        assertThat(loop.words(Kind.GIVEN_BACK)).isEqualTo("given back by somebody else: 240 again");
    }

    /** Between AWS's confirmation and the first observation of our value, readings are old. */
    @ParameterizedTest
    @ValueSource(ints = {50, 240, 0})
    void aValueThatSomebodySetsWhileWeSetStays(int theirs) {
        loop.aws.valueAge = 90 * SECOND;
        loop.wants(9).passes(10 * SECOND);
        assertThat(loop.aws.value()).isEqualTo(9);
        loop.somebodySets(theirs).passes(8 * MINUTE);
        isTheirs(theirs);
        assertThat(loop.told()).endsWith(Kind.YIELDED);
    }

    @Test
    void aValueThatSomebodySetsBetweenTagAndSetStays() {
        loop.next(Call.Kind.SET, Fault.BEFORE, Fault.BEFORE).wants(9).passes(5 * SECOND);
        loop.somebodySets(50).passes(8 * MINUTE);
        isTheirs(50);
    }

    @Test
    void aValueThatSomebodySetsWhileWeReturnStays() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .always(Call.Kind.RESTORE, Fault.DENIED)
                .givesBack()
                .passes(2 * MINUTE);
        loop.somebodySets(50).always(Call.Kind.RESTORE, Fault.NONE).passes(8 * MINUTE);
        isTheirs(50);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.YIELDED);
    }

    @Test
    void aValueThatSomebodySetsAfterTheReturnStays() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .givesBack()
                .passes(4 * MINUTE)
                .somebodySets(50)
                .passes(HOUR);
        isTheirs(50);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GIVEN_BACK, Kind.FREE);
    }

    @Test
    void aLateCallOfOursOverTheirValueIsReturnedToTheirs() {
        loop.wants(9).passes(10 * MINUTE).somebodySets(50).passes(6 * MINUTE);
        loop.aws.set(9, Who.US, loop.now);
        loop.passes(6 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(50);
        assertThat(loop.aws.tag()).isNull();
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.YIELDED, Kind.CAME_BACK, Kind.GIVEN_BACK, Kind.FREE);
        assertThat(loop.words(Kind.GIVEN_BACK)).isEqualTo("given back: 50 again");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLateCallIsReturnedToWhatTheySetLast(boolean yielded) {
        loop.wants(9).passes(10 * MINUTE);
        if (yielded) loop.somebodySets(50).passes(4 * MINUTE);
        else loop.givesBack().passes(4 * MINUTE);
        loop.somebodySets(60).passes(4 * MINUTE);
        loop.aws.set(9, Who.US, loop.now);
        loop.passes(6 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(60);
        assertThat(loop.aws.tag()).isNull();
    }

    @Test
    void afterAQuarterOfAnHourAValueThatEqualsOursIsTheirs() {
        loop.wants(9).passes(10 * MINUTE).givesBack().passes(4 * MINUTE).passes(16 * MINUTE);
        loop.somebodySets(9).passes(HOUR);
        isTheirs(9);
    }

    @Test
    void aFunctionThatIsDeletedIsForgotten() {
        loop.wants(9).passes(10 * MINUTE);
        loop.aws.delete(loop.now);
        loop.passes(5 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GONE);
        assertThat(loop.limit).isNull();
    }

    @Test
    void aFunctionThatIsDeletedWhileItIsGivenBackIsForgotten() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .always(Call.Kind.RESTORE, Fault.DENIED)
                .givesBack()
                .passes(2 * MINUTE);
        loop.aws.delete(loop.now);
        loop.passes(5 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GONE);
    }

    @Test
    void oneReadingThatDoesNotFindItProvesNothing() {
        loop.wants(9).passes(10 * MINUTE);
        String tag = loop.aws.tag();
        loop.aws.delete(loop.now);
        loop.passes(50 * SECOND);
        loop.aws.create(loop.now);
        loop.aws.set(9, Who.US, loop.now);
        loop.somebodyTags(tag).passes(20 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD);
    }

    @Test
    void aFunctionThatIsCreatedAnewIsAnotherOneAndIsNotLeftAlone() {
        loop.wants(9).passes(10 * MINUTE);
        loop.aws.delete(loop.now);
        for (int before = loop.readings; loop.readings == before; ) loop.passes(SECOND);
        loop.aws.create(loop.now);
        loop.passes(6 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GONE);
        isTheirs(LimitValue.NONE);
    }

    @Test
    void aFunctionThatIsCreatedAnewKeepsNoTagThatWasMeantForTheOldOne() {
        Loop loop = new Loop(LimitValue.NONE).wants(9).passes(10 * MINUTE);
        loop.aws.delete(loop.now);
        for (int before = loop.readings; loop.readings == before; ) loop.passes(SECOND);
        loop.aws.create(loop.now);
        loop.wants(18).passes(30 * SECOND);
        assertThat(loop.acts).contains("TAG").doesNotContain("SET 18");
        assertThat(loop.aws.tag()).isNotNull();
        loop.passes(8 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GONE);
        assertThat(loop.aws.tag()).isNull();
        assertThat(loop.aws.setBy()).isEqualTo(Who.SOMEBODY);
    }

    /** The readings are so old that they show the time before the function was created. */
    @Test
    void aReadingFromBeforeTheFunctionDoesNotEndTheWatchForALateCall() {
        loop.aws.delete(loop.now);
        loop.passes(5 * MINUTE);
        loop.aws.create(loop.now);
        loop.lateBy = 9 * MINUTE;
        loop.next(Call.Kind.SET, Fault.LATE).wants(9).passes(5 * SECOND);
        loop.aws.valueAge = 30 * SECOND;
        loop.passes(15 * SECOND);
        loop.aws.valueAge = 0;
        loop.always(Call.Kind.SET, Fault.DENIED).givesBack().passes(20 * MINUTE);
        assertThat(loop.told()).contains(Kind.CAME_BACK).doesNotContain(Kind.GONE);
        assertThat(loop.aws.value()).isEqualTo(LimitValue.NONE);
        assertThat(loop.aws.tag()).isNull();
    }

    /** As above, but the lease has only written its tag, so no call of ours can be late. */
    @Test
    void aReadingFromBeforeTheFunctionDoesNotEndALeaseThatOnlyWroteItsTag() {
        loop.aws.delete(loop.now);
        loop.passes(5 * MINUTE);
        loop.aws.create(loop.now);
        loop.wants(9);
        while (loop.acts.isEmpty()) loop.passes(1);
        assertThat(loop.acts).containsExactly("TAG");
        loop.maySet = false;
        loop.aws.valueAge = 30 * SECOND;
        loop.passes(20 * SECOND);
        loop.aws.valueAge = 0;
        loop.passes(2 * MINUTE);
        loop.maySet = true;
        loop.passes(MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD);
    }

    /** Readings of the tag are so old that they do not show it yet. */
    @Test
    void aFunctionThatIsCreatedAnewIsNotForgottenBeforeAReadingCanShowOurTag() {
        Loop loop = new Loop(LimitValue.NONE).wants(9).passes(10 * MINUTE);
        loop.aws.delete(loop.now);
        for (int before = loop.readings; loop.readings == before; ) loop.passes(SECOND);
        loop.aws.create(loop.now);
        loop.aws.tagAge = 80 * SECOND;
        loop.wants(18).passes(10 * MINUTE);
        assertThat(loop.acts).containsSubsequence("SET 9", "TAG", "UNTAG").doesNotContain("SET 18");
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GONE);
        assertThat(loop.aws.tag()).isNull();
    }

    @Test
    void theTagOfAnotherInstanceSaysNothingOfWhatAPersonSetLater() {
        loop.wants(9).passes(10 * MINUTE).givesBack().passes(3 * MINUTE);
        loop.somebodyTags(Loop.tagOf("stage", 36, 50, loop.now + HOUR));
        loop.somebodySets(60).passes(3 * MINUTE);
        loop.aws.lands(9, loop.now + SECOND);
        loop.passes(5 * MINUTE);
        assertThat(loop.told()).contains(Kind.CAME_BACK);
        assertThat(loop.aws.value()).isEqualTo(60);
        assertThat(loop.aws.tag()).isNull();
    }

    @Test
    void aFunctionThatIsCreatedAnewWhileItIsGivenBackIsAnotherOne() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .always(Call.Kind.RESTORE, Fault.DENIED)
                .givesBack()
                .passes(2 * MINUTE);
        loop.aws.delete(loop.now);
        for (int before = loop.readings; loop.readings == before; ) loop.passes(SECOND);
        loop.aws.create(loop.now);
        loop.always(Call.Kind.RESTORE, Fault.NONE).passes(6 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GONE);
        isTheirs(LimitValue.NONE);
    }

    /** A lease without its limit would fail each later call of control. */
    @Test
    void aWantedLimitIsReportedBeforeItIsForgottenEvenIfTheLedgerIsFull() {
        Loop loop = new Loop(LimitValue.NONE).wants(9).passes(10 * MINUTE);
        loop.aws.delete(loop.now);
        for (int before = loop.readings; loop.readings == before; ) loop.passes(SECOND);
        loop.aws.create(loop.now);
        loop.ledgerWritable = false;
        loop.wants(18);
        for (int n = 0; n < 180 && loop.limit != null; n++) loop.passes(SECOND);
        assertThat(loop.limit).isNull();
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GONE);
    }

    /** If the function is deleted and created again between two readings, this looks like a change by a person. */
    @Test
    void aFunctionThatIsCreatedAnewWithoutThatBeingSeenIsLeftAsItIs() {
        loop.wants(9).passes(10 * MINUTE);
        loop.aws.delete(loop.now);
        loop.aws.create(loop.now);
        loop.passes(6 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.YIELDED);
        isTheirs(LimitValue.NONE);
    }

    @Test
    void aTagThatSaysHandsOffEndsWhatIsHeld() {
        loop.wants(9).passes(10 * MINUTE);
        loop.aws.handsOffUntil = loop.now + 24 * HOUR;
        loop.passes(5 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.RELEASED_BY_HAND, Kind.GIVEN_BACK, Kind.FREE);
        assertThat(loop.aws.value()).isEqualTo(240);
        assertThat(loop.aws.tag()).isNull();
    }

    @Test
    void aTagThatSaysHandsOffIsReadBeforeTheFirstSet() {
        loop.aws.handsOffUntil = loop.now + 24 * HOUR;
        loop.wants(9).passes(5 * MINUTE);
        assertThat(loop.acts).isEmpty();
        assertThat(loop.told()).contains(Kind.RELEASED_BY_HAND);
    }

    @Test
    void aTagThatSaidHandsOffUntilSomeTimeAgoSaysNothing() {
        loop.aws.handsOffUntil = loop.now - 1;
        loop.wants(9).passes(MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD);
    }
}
