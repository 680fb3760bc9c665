package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import dev.breakwater.core.control.Wish;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ThrottleRequestsTest {

    @Test
    void theLeversOfCoreAndOfTheConnectorHaveTheSameNames() {
        assertThat(LeverKind.values())
                .extracting(Enum::name)
                .containsExactly(Arrays.stream(dev.breakwater.connectors.lambda.LeverKind.values())
                        .map(Enum::name)
                        .toArray(String[]::new));
    }

    @Test
    void aThrottleKeepsItsLimitItsEndAndHowLongItMayBeActedOn() {
        Wish wish = new Wish(
                "abc:1",
                "111122223333",
                "eu-west-1",
                "shop",
                true,
                12,
                24,
                40,
                true,
                2_000,
                1_000,
                "abc",
                "above-throttle-line",
                Lever.RESERVATION,
                "");
        assertThat(ThrottleRequests.of(wish))
                .isEqualTo(new ThrottleRequest(
                        "abc:1",
                        "111122223333",
                        "eu-west-1",
                        "shop",
                        true,
                        12,
                        40,
                        2_000,
                        1_000,
                        "abc",
                        "above-throttle-line",
                        dev.breakwater.connectors.lambda.LeverKind.RESERVATION,
                        "",
                        24,
                        true,
                        "",
                        ""));
    }

    @Test
    void aReleaseNeverExpires() {
        Wish wish = new Wish(
                "abc:2",
                "111122223333",
                "eu-west-1",
                "shop",
                false,
                12,
                -1,
                -1,
                true,
                2_000,
                Long.MAX_VALUE,
                "abc",
                "hold-over",
                new Lever(LeverKind.QUEUE, "4f1c"),
                "");
        ThrottleRequest request = ThrottleRequests.of(wish);
        assertThat(request.throttle()).isFalse();
        assertThat(request.limit()).as("the last that was asked for").isEqualTo(12);
        assertThat(request.previous()).isEqualTo(-1);
        assertThat(request.notAfterMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(request.lever()).isEqualTo(dev.breakwater.connectors.lambda.LeverKind.QUEUE);
        assertThat(request.mapping()).isEqualTo("4f1c");
    }
}
