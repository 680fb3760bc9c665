package dev.breakwater.engine.limit;

import static dev.breakwater.engine.limit.Loop.HOUR;
import static dev.breakwater.engine.limit.Loop.MINUTE;
import static dev.breakwater.engine.limit.Loop.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.limit.LimitEvent.Kind;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.limit.Loop.Fault;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that limits are released even if their tag is lost, edited or replaced by another instance. */
class TagsTest {
    private final Loop loop = new Loop(240);

    private void isGivenBackWhole() {
        assertThat(loop.aws.value()).isEqualTo(240);
        assertThat(loop.aws.tag()).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "1 set=9", "not ours", "1 set=9 was=9 until=2026-11-29T05:10:00Z by=prod id=k1 crc=00"})
    void aTagThatIsRemovedOrEditedWhileWeHoldIsWrittenAgainAndTheFoundValueIsGivenBack(String edited) {
        loop.wants(9).passes(10 * MINUTE);
        String ours = loop.aws.tag();
        loop.somebodyTags(edited).passes(3 * MINUTE);
        assertThat(loop.aws.tag()).isEqualTo(ours);
        assertThat(loop.aws.value()).isEqualTo(9);
        loop.somebodyTags(edited).givesBack().passes(5 * MINUTE);
        isGivenBackWhole();
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GIVEN_BACK, Kind.FREE);
    }

    @Test
    void aTagThatSomethingRemovesAgainAndAgainIsWrittenOnceAMinuteAtMost() {
        loop.wants(9).passes(10 * MINUTE);
        for (int i = 0; i < 120; i++) loop.somebodyTags(null).passes(5 * SECOND);
        long written = loop.acts.stream().filter("TAG"::equals).count();
        assertThat(written).isBetween(5L, 12L);
        loop.givesBack().passes(5 * MINUTE);
        isGivenBackWhole();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "not ours")
    void aTagThatIsLostWhileWeSetIsWrittenAgain(String edited) {
        loop.next(Call.Kind.SET, Fault.BEFORE, Fault.BEFORE).wants(9).passes(15 * SECOND);
        loop.somebodyTags(edited).passes(5 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(9);
        assertThat(loop.tag().was()).isEqualTo(240);
    }

    @Test
    void aTagThatFailedIsWrittenAgainWithinSeconds() {
        loop.next(Call.Kind.TAG, Fault.BEFORE, Fault.BEFORE).wants(9).passes(40 * SECOND);
        assertThat(loop.told()).containsExactly(Kind.HELD);
    }

    /** The lease was taken over without its earlier value, and somebody replaces its tag. */
    @Test
    void ifNobodyKnowsTheFoundValueAnythingThatIsNoneOfOursEndsTheReturn() {
        loop.wants(9).passes(10 * MINUTE).givesBack();
        loop.limit.intent.found = LimitValue.UNKNOWN;
        loop.restarts()
                .somebodySets(79)
                .somebodyTags(Loop.tagOf("stage", 9, 79, loop.now + HOUR))
                .passes(20 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GIVEN_BACK, Kind.FREE);
        assertThat(loop.words(Kind.GIVEN_BACK)).endsWith("79 again");
        assertThat(loop.aws.value()).isEqualTo(79);
    }

    /** The permission to release depends on the tag. */
    @Test
    void aReturnWithoutATagWritesItFirst() {
        loop.wants(9).passes(10 * MINUTE).somebodyTags(null).givesBack().passes(MINUTE);
        assertThat(loop.acts).endsWith("TAG", "RESTORE 240", "UNTAG");
    }

    @Test
    void aGarbledTagOnALimitThatNobodyKnowsIsToldAndLeft() {
        loop.somebodyTags("not ours").wants(9).passes(HOUR);
        assertThat(loop.words(Kind.COULD_NOT)).contains("breakwater:lease").contains("\"not ours\"");
        assertThat(loop.acts).isEmpty();
        assertThat(loop.aws.tag()).isEqualTo("not ours");
    }

    @Test
    void whatAnotherInstanceHoldsIsNotTouchedAndNotPaged() {
        loop.somebodySets(7)
                .somebodyTags(Loop.tagOf("stage", 7, 240, loop.now + HOUR))
                .passes(2 * MINUTE)
                .wants(9)
                .passes(20 * MINUTE);
        assertThat(loop.acts).isEmpty();
        assertThat(loop.words(Kind.COULD_NOT)).isEqualTo("instance stage holds it");
        assertThat(loop.told()).doesNotContain(Kind.TAKEN_OVER, Kind.CANNOT_GIVE_BACK);
    }

    @Test
    void anothersTagThatDoesNotDescribeOurValueIsWrittenOverAndWhatItFoundIsKept() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .somebodyTags(Loop.tagOf("stage", 30, 300, loop.now + HOUR))
                .passes(3 * MINUTE);
        assertThat(loop.tag().by()).isEqualTo("prod");
        assertThat(loop.tag().was()).isEqualTo(300);
        loop.givesBack().passes(5 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(300);
        assertThat(loop.aws.tag()).isNull();
    }

    @Test
    void whatAnothersTagFoundIsNotKeptWhereItIsAValueOfOurs() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .somebodyTags(Loop.tagOf("stage", 30, 9, loop.now + HOUR))
                .passes(3 * MINUTE);
        assertThat(loop.tag().was()).isEqualTo(240);
        loop.givesBack().passes(5 * MINUTE);
        isGivenBackWhole();
    }

    @Test
    void anothersTagThatDescribesOurValueIsPagedOnceAndWaitedForToItsEndAndAQuarterOfAnHour() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .somebodyTags(Loop.tagOf("stage", 9, 240, loop.now + HOUR))
                .passes(5 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.TAKEN_OVER);
        assertThat(loop.words(Kind.TAKEN_OVER)).isEqualTo("instance stage holds it");
        loop.givesBack().passes(65 * MINUTE);
        assertThat(loop.acts).containsExactly("TAG", "SET 9");
        assertThat(loop.told()).contains(Kind.CANNOT_GIVE_BACK);
        loop.passes(15 * MINUTE);
        isGivenBackWhole();
        assertThat(loop.told()).filteredOn(Kind.TAKEN_OVER::equals).hasSize(1);
    }

    @Test
    void anothersEndCountsToADayAfterOursAtMost() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .somebodyTags(Loop.tagOf("stage", 9, 240, loop.now + 400 * HOUR))
                .givesBack();
        loop.passes(27 * HOUR);
        assertThat(loop.aws.value()).isEqualTo(9);
        loop.passes(2 * HOUR);
        isGivenBackWhole();
    }

    /** The value counts more than the tag, and the limit has no value of ours. */
    @Test
    void whatAnotherInstanceSetsOverOursIsTheirs() {
        loop.wants(9).passes(10 * MINUTE);
        String theirs = Loop.tagOf("stage", 7, 240, loop.now + HOUR);
        loop.somebodySets(7).somebodyTags(theirs).passes(6 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.YIELDED);
        assertThat(loop.aws.value()).isEqualTo(7);
        assertThat(loop.aws.tag()).isEqualTo(theirs);
    }

    @Test
    void whatAnotherInstanceSetsOverOursWhileWeReturnIsTheirs() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .always(Call.Kind.RESTORE, Fault.DENIED)
                .givesBack()
                .passes(MINUTE);
        String theirs = Loop.tagOf("stage", 7, 240, loop.now + HOUR);
        loop.somebodySets(7)
                .somebodyTags(theirs)
                .always(Call.Kind.RESTORE, Fault.NONE)
                .passes(6 * MINUTE);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.YIELDED);
        assertThat(loop.aws.value()).isEqualTo(7);
        assertThat(loop.aws.tag()).isEqualTo(theirs);
    }

    @Test
    void theTagOfAnAdoptedNameIsOurs() {
        loop.wants(9)
                .passes(10 * MINUTE)
                .somebodyTags(Loop.tagOf("former", 9, 240, loop.now + HOUR))
                .passes(3 * MINUTE);
        assertThat(loop.tag().by()).isEqualTo("prod");
        assertThat(loop.told()).containsExactly(Kind.HELD);
    }

    /** State and ledger are lost, but the tag is not. */
    @ParameterizedTest
    @ValueSource(strings = {"prod", "former"})
    void aLeaseThatOnlyItsTagRemembersGoesOnToItsOwnEndAndIsGivenBackToWhatItFound(String owner) {
        long until = loop.now + 30 * MINUTE;
        loop.somebodySets(12)
                .somebodyTags(Loop.tagOf(owner, 12, 240, until))
                .passes(2 * MINUTE)
                .wants(9)
                .passes(10 * MINUTE);
        assertThat(loop.aws.value()).isEqualTo(9);
        assertThat(loop.tag().was()).isEqualTo(240);
        assertThat(loop.tag().values()).contains(12);
        assertThat(loop.tag().until()).isEqualTo(until);
        loop.givesBack().passes(10 * MINUTE);
        isGivenBackWhole();
    }

    @Test
    void anEndMoreThanADayAheadMovesNothingLater() {
        loop.somebodySets(12)
                .somebodyTags(Loop.tagOf("prod", 12, 240, loop.now + 400 * HOUR))
                .passes(2 * MINUTE)
                .wants(9);
        long until = loop.limit.intent.until;
        loop.passes(10 * MINUTE);
        assertThat(loop.tag().until()).isEqualTo(until / 1_000 * 1_000);
        loop.givesBack().passes(10 * MINUTE);
        isGivenBackWhole();
    }

    /** A release was not finished. The value is restored, but the tag is still there. */
    @Test
    void aTagThatAReturnLeftBehindIsNoChangeByHand() {
        loop.somebodyTags(Loop.tagOf("prod", 12, 240, loop.now - MINUTE))
                .passes(2 * MINUTE)
                .wants(9)
                .passes(20 * MINUTE);
        assertThat(loop.told()).doesNotContain(Kind.YIELDED, Kind.CANNOT_GIVE_BACK);
        isGivenBackWhole();
    }

    @Test
    void aTagThatCannotBeRemovedIsTriedAgainAndIsNoLimitThatStands() {
        loop.wants(9)
                .passes(MINUTE)
                .always(Call.Kind.UNTAG, Fault.DENIED)
                .givesBack()
                .passes(HOUR);
        assertThat(loop.aws.value()).isEqualTo(240);
        assertThat(loop.told()).containsExactly(Kind.HELD, Kind.GIVEN_BACK);
        assertThat(loop.limit.life).isEqualTo(Life.RETURNING);
        assertThat(loop.limit.stands()).isFalse();
        loop.always(Call.Kind.UNTAG, Fault.NONE).passes(5 * MINUTE);
        isGivenBackWhole();
    }

    @Test
    void whatAnotherInstanceHoldsIsTheirsWhileTheirTagIsMissing() {
        loop.wants(9).passes(MINUTE).givesBack();
        String theirs = new LeaseTag(9, 240, List.of(), loop.now + HOUR, "other", "z1").text();
        loop.somebodyTags(theirs).passes(5 * MINUTE).somebodyTags(null).passes(10 * MINUTE);
        assertThat(loop.aws.value()).as("as they set it").isEqualTo(9);
        assertThat(loop.told()).contains(Kind.TAKEN_OVER);
        loop.passes(2 * HOUR);
        isGivenBackWhole();
    }
}
