package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.model.FunctionKey;
import org.junit.jupiter.api.Test;

class KnownFunctionsTest {

    private static final long DAY = 1440;

    @Test
    void letsNoMoreFunctionsThroughThanItKeeps() {
        KnownFunctions known = new KnownFunctions(2);
        assertThat(known.admits(key("a"), DAY)).isTrue();
        assertThat(known.admits(key("b"), DAY)).isTrue();
        assertThat(known.admits(key("c"), DAY)).isFalse();
        assertThat(known.admits(key("a"), DAY)).isTrue();
    }

    @Test
    void keepsABoundedNumberOfAccounts() {
        KnownFunctions known = new KnownFunctions(KnownFunctions.MOST);
        for (int account = 0; account < KnownFunctions.MOST_PLACES; account++) {
            assertThat(known.admits(FunctionKey.parse(account + "|eu-west-1|f"), DAY))
                    .isTrue();
        }
        assertThat(known.admits(FunctionKey.parse("another|eu-west-1|f"), DAY)).isFalse();
        assertThat(known.admits(FunctionKey.parse("7|eu-west-1|g"), DAY)).isTrue();
    }

    @Test
    void makesRoomForAFunctionWhenAnotherWasSilentForAMonth() {
        KnownFunctions known = new KnownFunctions(2);
        known.admits(key("a"), DAY);
        known.admits(key("b"), 20 * DAY);
        assertThat(known.admits(key("c"), 33 * DAY)).isTrue();
        assertThat(known.admits(key("a"), 33 * DAY)).isFalse();
    }

    @Test
    void remembersOverARestart() {
        KnownFunctions known = new KnownFunctions(1);
        known.admits(FunctionKey.parse("111122223333|eu-west-1|a"), DAY);
        KnownFunctions restored = new KnownFunctions(1);
        known.snapshot().forEach(restored::restore);
        assertThat(restored.admits(FunctionKey.parse("111122223333|eu-west-1|b"), DAY))
                .isFalse();
        assertThat(restored.admits(FunctionKey.parse("111122223333|eu-west-1|a"), DAY))
                .isTrue();
    }

    private static FunctionKey key(String name) {
        return new FunctionKey("111122223333", "eu-west-1", name);
    }
}
