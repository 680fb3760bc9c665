package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownFunctionsTest {

    private static final long DAY = 1440;

    @Test
    void letsNoMoreFunctionsThroughThanItKeeps() {
        KnownFunctions known = new KnownFunctions(2);
        assertThat(known.admits("a", DAY)).isTrue();
        assertThat(known.admits("b", DAY)).isTrue();
        assertThat(known.admits("c", DAY)).isFalse();
        assertThat(known.admits("a", DAY)).isTrue();
    }

    @Test
    void keepsABoundedNumberOfAccounts() {
        KnownFunctions known = new KnownFunctions(KnownFunctions.MOST);
        for (int account = 0; account < KnownFunctions.MOST_PLACES; account++) {
            assertThat(known.admits(account + "|eu-west-1|f", DAY)).isTrue();
        }
        assertThat(known.admits("another|eu-west-1|f", DAY)).isFalse();
        assertThat(known.admits("7|eu-west-1|g", DAY)).isTrue();
    }

    @Test
    void makesRoomForAFunctionWhenAnotherWasSilentForAMonth() {
        KnownFunctions known = new KnownFunctions(2);
        known.admits("a", DAY);
        known.admits("b", 20 * DAY);
        assertThat(known.admits("c", 33 * DAY)).isTrue();
        assertThat(known.admits("a", 33 * DAY)).isFalse();
    }

    @Test
    void remembersOverARestart() {
        KnownFunctions known = new KnownFunctions(1);
        known.admits("111122223333|eu-west-1|a", DAY);
        KnownFunctions restored = new KnownFunctions(1);
        known.snapshot().forEach(restored::restore);
        assertThat(restored.admits("111122223333|eu-west-1|b", DAY)).isFalse();
        assertThat(restored.admits("111122223333|eu-west-1|a", DAY)).isTrue();
    }
}
