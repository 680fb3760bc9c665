package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Steps of a release in a pool of 1,000, of which 100 must stay free. The usual peak is 100, so the limit is 150, then
 * 300 and 600.
 */
class RoomForStepTest {

    private final Rig rig = new Rig().knows("shop", -1);

    /**
     * If the limit is 150 and other functions use 450, 300 are free. Half of them are enough for the step to 300. -1 is
     * an unknown value.
     */
    @ParameterizedTest
    @CsvSource({"-1, 150 300 600 -1", "200, 150 300 -1", "450, 150 300 -1", "451, 150 -1", "700, 150 -1"})
    void takesHalfOfWhatFunctionsWithoutAReservationLeaveFree(int used, String limits) {
        rig.restateEvery = Duration.ofMinutes(1);
        surge();
        for (long minute = 101; minute < 140; minute++) {
            if (used >= 0) rig.state.limits.unreservedUsed(minute, used);
            rig.follows(Rig.MINUTE);
        }
        assertThat(rig.limits()).isEqualTo(numbers(limits));
    }

    @Test
    void countsTheMostOfTheLastQuarterOfAnHourAndNothingOlder() {
        rig.restateEvery = Duration.ofMinutes(1);
        surge();
        rig.state.limits.unreservedUsed(100, 700);
        for (long minute = 101; minute < 122; minute++) {
            rig.state.limits.unreservedUsed(minute, minute == 118 ? 700 : 100);
            rig.follows(Rig.MINUTE);
        }
        assertThat(rig.limits())
                .as("700 were used too long ago, and then just now")
                .containsExactly(150, 300, -1);
    }

    @Test
    void aStepThatAwsHasRefusedForMinutesIsNotSetOnceOtherFunctionsNeedTheRoom() {
        rig.restateEvery = Duration.ofMinutes(1);
        surge();
        long minute = 101;
        for (; rig.limits().size() < 2; minute++) {
            rig.state.limits.unreservedUsed(minute, 0);
            rig.aws.fails(Call.Kind.SET, Call.Result.FAILED, "Rate exceeded");
            rig.follows(Rig.MINUTE);
        }
        assertThat(rig.limits()).as("the step is asked for, and cannot be set").containsExactly(150, 300);
        rig.state.limits.unreservedUsed(minute, 700);
        rig.follows(Rig.MINUTE);
        rig.aws.works();
        rig.follows(15 * Rig.MINUTE);
        assertThat(rig.limits()).containsExactly(150, 300, -1);
        assertThat(rig.aws.value("shop")).isEqualTo(LimitValue.NONE);
        assertThat(rig.all.lines).noneMatch(line -> line.event().value() == 300);
    }

    /** Of 700 unreserved, 301 are used and 100 must stay free, so half of the rest is not enough for 150 more. */
    @Test
    void countsAReservationOfAPersonThatEqualsAnEarlierLimit() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.knows("cart", 150).aws.set("cart", Lever.RESERVATION, 150);
        LimitState left = new LimitState();
        left.function = "cart";
        left.life = LimitState.Life.YIELDED;
        left.since = rig.now;
        left.intent.ours.add(150);
        left.intent.found = LimitValue.NONE;
        left.readings.shown = 150;
        left.readings.readAt = rig.now + 1;
        rig.state.limits.all.put("cart", left);
        surge();
        for (long minute = 101; minute < 140; minute++) {
            rig.state.limits.unreservedUsed(minute, 301);
            rig.follows(Rig.MINUTE);
        }
        assertThat(rig.limits()).containsExactly(150, -1);
    }

    @Test
    void aRecordingStepsByItsReservationsAlone() {
        surge();
        for (long minute = 101; minute < 140; minute++) {
            rig.state.limits.unreservedUsed(minute, 700);
            rig.quietUntil(minute);
        }
        assertThat(rig.limits()).containsExactly(150, 300, 600, -1);
    }

    private void surge() {
        rig.minute(Minute.of("shop", 100).page(20).peak(100).cost(Minute.USD, 900));
        assertThat(rig.limits()).containsExactly(150);
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }
}
