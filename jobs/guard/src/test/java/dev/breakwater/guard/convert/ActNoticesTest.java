package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.Lever;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActNoticesTest {

    @Test
    void tellsOfALimitThatWasObservedSet() {
        assertThat(of(DecisionType.HELD, 12)).singleElement().satisfies(e -> {
            assertThat(e.action()).isEqualTo(AlarmAction.NOTICE);
            assertThat(e.summary())
                    .isEqualTo("held shop to 12: the excess cost is above the policy's throttle threshold");
            assertThat(e.source()).isEqualTo("111122223333/eu-west-1");
            assertThat(e.details())
                    .containsEntry("incident", "0123456789ab")
                    .containsEntry("limit", "12")
                    .containsEntry("before", "40")
                    .containsEntry("until", "2026-03-02T04:00:00Z");
        });
    }

    @Test
    void aChangeByAPersonNamesTheLimitThatTheySet() {
        assertThat(of(DecisionType.OVERRIDE, 17).get(0).details()).containsEntry("limit", "17");
    }

    @Test
    void whatWasSeenOfAReturnIsSaidInTheWordsOfItsOutcome() {
        assertThat(of(DecisionType.GIVEN_BACK, -1, "somebody else set 50, and Breakwater leaves it")
                        .get(0)
                        .summary())
                .isEqualTo("shop: somebody else set 50, and Breakwater leaves it: the excess cost is above the policy's"
                        + " throttle threshold");
        assertThat(of(DecisionType.GIVEN_BACK, -1, "").get(0).summary())
                .startsWith("given back shop to reserved concurrency 40: ");
        assertThat(of(DecisionType.COULD_NOT, 12, "denied").get(0).summary())
                .startsWith("could not hold shop to 12: ")
                .endsWith(": denied");
    }

    @Test
    void eachActHasAKeyOfItsOwn() {
        assertThat(of(DecisionType.HELD, 12).get(0).dedupKey())
                .isNotEqualTo(of(DecisionType.GIVEN_BACK, -1).get(0).dedupKey());
    }

    @ParameterizedTest
    @EnumSource(
            value = DecisionType.class,
            names = {"OPEN", "PAGE", "CLOSE", "PROLONG", "PROPOSE", "REFUSE", "THROTTLE", "LOWER", "RAISE", "RELEASE"})
    void saysNothingOfWhatIsOnlyAskedFor(DecisionType type) {
        assertThat(of(type, -1)).isEmpty();
    }

    private static List<AlarmEvent> of(DecisionType type, int limit) {
        return of(type, limit, "");
    }

    private static List<AlarmEvent> of(DecisionType type, int limit, String words) {
        long minute = 29_540_160;
        Decision decided = new Decision(
                new Decision.Made(minute * 60_000, minute, type.ordinal(), ""),
                Scope.function("111122223333", "eu-west-1", "shop"),
                type,
                new Decision.Why(Reason.ABOVE_THROTTLE_LINE, words),
                "0123456789ab",
                "default",
                new Decision.Limits(limit, 40, (minute + 240) * 60_000, Lever.RESERVATION),
                20.5,
                Finding.NONE,
                null);
        return ActNotices.is(decided) ? List.of(ActNotices.of(decided)) : List.of();
    }
}
