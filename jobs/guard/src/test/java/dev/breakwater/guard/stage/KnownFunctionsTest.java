package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.wire.Unwatched;
import dev.breakwater.model.FunctionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownFunctionsTest {

    private static final long DAY = 1440;

    @Test
    void letsNoMoreFunctionsThroughThanItKeeps() {
        KnownFunctions known = new KnownFunctions(2, (key, day) -> {});
        assertThat(known.admits(key("a"), DAY)).isTrue();
        assertThat(known.admits(key("b"), DAY)).isTrue();
        assertThat(known.admits(key("c"), DAY)).isFalse();
        assertThat(known.admits(key("a"), DAY)).isTrue();
    }

    @Test
    void keepsABoundedNumberOfAccounts() {
        KnownFunctions known = new KnownFunctions(50_000, (key, day) -> {});
        for (int account = 0; account < KnownFunctions.MOST_PLACES; account++) {
            assertThat(known.admits(FunctionKey.parse(account + "|eu-west-1|f"), DAY))
                    .isTrue();
        }
        assertThat(known.admits(FunctionKey.parse("another|eu-west-1|f"), DAY)).isFalse();
        assertThat(known.admits(FunctionKey.parse("7|eu-west-1|g"), DAY)).isTrue();
    }

    @Test
    void makesRoomForAFunctionWhenAnotherWasSilentForAMonth() {
        KnownFunctions known = new KnownFunctions(2, (key, day) -> {});
        known.admits(key("a"), DAY);
        known.admits(key("b"), 20 * DAY);
        assertThat(known.admits(key("c"), 33 * DAY)).isTrue();
        assertThat(known.admits(key("a"), 33 * DAY)).isFalse();
    }

    @Test
    void storesAFunctionOnceADayUntilItIsForgotten() {
        List<String> stored = new ArrayList<>();
        KnownFunctions known =
                new KnownFunctions(2, (key, day) -> stored.add(key.scope().key() + ' ' + day));
        known.admits(key("a"), DAY);
        known.admits(key("a"), DAY + 1);
        known.admits(key("a"), 2 * DAY);
        known.admits(key("b"), 40 * DAY);
        assertThat(stored).containsExactly("a 1", "a 2", "a null", "b 40");
    }

    @Test
    void peopleHearHowManyFunctionsAreNotWatchedAndThatNoneIsLeftOutAnyMore() {
        KnownFunctions known = new KnownFunctions(1, (key, day) -> {});
        long minute = 10 * DAY;
        assertThat(known.news(minute)).as("one may be open from before").isEmpty();
        known.admits(key("a"), minute);
        known.admits(key("b"), minute);
        assertThat(known.news(minute + 1)).hasValue(new Unwatched(true, 1, 1, (minute + 2) * 60_000));
        known.admits(key("b"), minute + 1);
        assertThat(known.news(minute + 2)).as("told already").isEmpty();
        known.admits(key("c"), minute + 2);
        assertThat(known.news(minute + 3)).map(Unwatched::functions).hasValue(2);
        assertThat(known.news(minute + 60)).as("they were met in this hour").isEmpty();
        assertThat(known.unwatched()).as("of the last hour").isEqualTo(2);
        assertThat(known.news(minute + 120)).map(Unwatched::raised).hasValue(false);
        assertThat(known.unwatched()).isZero();
        assertThat(known.news(minute + 180)).isEmpty();
    }

    @Test
    void remembersOverARestart() {
        Map<FunctionKey, Long> stored = new HashMap<>();
        KnownFunctions known = new KnownFunctions(1, (key, day) -> stored.merge(key, day, (before, now) -> now));
        known.admits(key("a"), DAY);
        KnownFunctions restored = new KnownFunctions(1, (key, day) -> {});
        stored.forEach(restored::restore);
        assertThat(restored.admits(key("b"), DAY)).isFalse();
        assertThat(restored.admits(key("a"), DAY)).isTrue();
    }

    private static FunctionKey key(String name) {
        return new FunctionKey("111122223333", "eu-west-1", name);
    }
}
