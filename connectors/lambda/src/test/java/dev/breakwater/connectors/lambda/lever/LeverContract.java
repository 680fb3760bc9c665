package dev.breakwater.connectors.lambda.lever;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests every lever with a number, with the same cases on the fake and on the emulator. */
public abstract class LeverContract {

    static final String FUNCTION = "checkout";
    private static final String LEASE = "1 set=5 was=none until=2026-11-29T05:10:00Z by=prod/eu id=k3f9 crc=7c";
    /** The time of the test, epoch milliseconds. */
    private static final long UNTIL = 1_764_000_900_000L;

    private LimitApi lever;
    private String target;

    /** Returns a lever without functions. */
    protected abstract LimitApi lever();

    /** Creates and returns the lever's target for the function. */
    protected abstract String create(String function, Map<String, String> tags);

    protected abstract void delete(String target);

    /** Changes the limit by hand; {@link LimitValue#NONE} deletes it. */
    protected abstract void byHand(String target, int value);

    protected abstract Map<String, String> tags(String target);

    /** Returns the lowest value of the lever. */
    protected int least() {
        return 0;
    }

    @BeforeEach
    void arrange() {
        lever = lever();
        target = create(FUNCTION, Map.of("team", "shop"));
    }

    @Test
    void readsATargetThatNobodyTouched() {
        assertStands(LimitValue.NONE, null);
        assertThat(lever.read(target).value().handsOffUntil()).isZero();
    }

    @Test
    void readsBackWhatItSetAndTagged() {
        assertThat(lever.tag(target, LEASE).ok()).isTrue();
        assertStands(LimitValue.NONE, LEASE);
        assertThat(lever.apply(target, 5).ok()).isTrue();

        assertStands(5, LEASE);
        assertThat(tags(target)).containsExactlyInAnyOrderEntriesOf(Map.of("team", "shop", OwnTags.LEASE, LEASE));
    }

    @Test
    void aTagReplacesTheOneBefore() {
        assertThat(lever.tag(target, "1 an older one").ok()).isTrue();
        assertThat(lever.tag(target, LEASE).ok()).isTrue();
        assertStands(LimitValue.NONE, LEASE);
    }

    @Test
    void everyStepMayBeRepeated() {
        for (int i = 0; i < 2; i++) {
            assertThat(lever.tag(target, LEASE).ok()).isTrue();
            assertThat(lever.apply(target, least()).ok()).isTrue();
        }
        assertStands(least(), LEASE);
        for (int i = 0; i < 2; i++) {
            assertThat(lever.restore(target, LimitValue.NONE).ok()).isTrue();
            assertThat(lever.untag(target).ok()).isTrue();
        }
        assertStands(LimitValue.NONE, null);
        assertThat(tags(target)).containsExactly(Map.entry("team", "shop"));
    }

    @Test
    void aMissingTargetIsAStateToReadAndAFailureToChange() {
        delete(target);

        assertThat(lever.read(target).value()).isEqualTo(LimitReading.MISSING);
        assertThat(lever.tag(target, LEASE).failedAs(Outcome.MISSING)).isTrue();
        assertThat(lever.apply(target, 5).failedAs(Outcome.MISSING)).isTrue();
        assertThat(lever.restore(target, LimitValue.NONE).failedAs(Outcome.MISSING))
                .isTrue();
        assertThat(lever.untag(target).failedAs(Outcome.MISSING)).isTrue();
    }

    @Test
    void aReturnTakesTheLimitAwayWhereThereWasNone() {
        assertThat(lever.apply(target, 5).ok()).isTrue();
        assertThat(lever.restore(target, LimitValue.NONE).ok()).isTrue();
        assertStands(LimitValue.NONE, null);
    }

    @Test
    void aReturnPutsBackTheValueThatWasThere() {
        byHand(target, 40);
        assertThat(lever.apply(target, 5).ok()).isTrue();
        assertThat(lever.restore(target, 40).ok()).isTrue();
        assertStands(40, null);
    }

    @Test
    void whatPeopleSetIsReadAsItStands() {
        assertThat(lever.tag(target, LEASE).ok()).isTrue();
        assertThat(lever.apply(target, 5).ok()).isTrue();
        byHand(target, 17);
        assertStands(17, LEASE);
    }

    @Test
    void handsOffIsATagOfTheFunctionByItself() {
        if (!target.equals(FUNCTION)) create(FUNCTION);
        assertThat(lever.letAlone(FUNCTION, UNTIL).ok()).isTrue();
        assertThat(lever.read(target).value().handsOffUntil()).isEqualTo(UNTIL);
        assertThat(lever.read(target).value().tag()).isNull();

        assertThat(lever.removeHandsOff(FUNCTION).ok()).isTrue();
        assertThat(lever.read(target).value().handsOffUntil()).isZero();
    }

    /** Creates the function that a mapping feeds, if it does not exist yet. */
    protected void create(String function) {
        throw new AssertionError("a reservation is on the function itself");
    }

    private void assertStands(int value, String lease) {
        LimitReading state = lever.read(target).value();
        assertThat(state.exists()).isTrue();
        assertThat(state.value()).isEqualTo(value);
        assertThat(state.tag()).isEqualTo(lease);
    }
}
