package dev.breakwater.engine.control.decide;

import static dev.breakwater.model.Reason.ABOVE_THROTTLE_LINE;
import static dev.breakwater.model.Reason.NO_EFFECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which kind of limit is used, and how the kinds differ in their effect on the account, after changes by people and
 * when a function is deleted.
 */
class LeversTest {

    private static final Lever QUEUE = new Lever(LeverKind.QUEUE, "m-1");
    private static final Lever STREAM = new Lever(LeverKind.STREAM, "m-1");
    private static final int TIMEOUT_MINUTES = 1;

    private final Rig rig = new Rig();

    /**
     * The triggers: "queue", "queue=20" with a limit, "queue-" if disabled, "stream", "other". Several triggers are
     * joined by "+".
     */
    @ParameterizedTest
    @CsvSource({
        "AUTO, '', 8, reservation",
        "AUTO, queue, 8, queue",
        "AUTO, queue=20, 8, queue",
        "AUTO, queue=12, 8, reservation",
        "AUTO, queue-, 8, reservation",
        "AUTO, queue, 666.5, queue",
        "AUTO, queue, 667, reservation",
        "AUTO, queue+queue, 8, reservation",
        "AUTO, queue+stream, 8, reservation",
        "AUTO, stream, 8, reservation",
        "AUTO, other, 8, reservation",
        "RESERVATION, queue, 8, reservation",
        "RESERVATION, stream, 8, reservation",
        "PAUSE, stream, 8, stream",
        "PAUSE, stream-, 8, reservation",
        "PAUSE, stream+stream, 8, reservation",
        "PAUSE, queue, 8, queue",
    })
    void theLeverFitsWhatFeedsTheFunction(LeverRule rule, String triggers, double peak, LeverKind lever) {
        rig.accountConcurrency = 3_000;
        lever(rule);
        knows(-1, triggers.isEmpty() ? List.of() : triggers(triggers, false));
        rig.minute(Minute.of("shop", 100).page(20).peak(peak).cost(Minute.USD, 2_000));
        assertThat(rig.asked())
                .singleElement()
                .satisfies(d -> assertThat(d.lever().kind()).isEqualTo(lever));
    }

    @ParameterizedTest
    @CsvSource({"AUTO, queue, 1", "AUTO, stream, 0", "AUTO, '', 0", "PAUSE, stream, 0", "RESERVATION, queue, 0"})
    void aLimitThatDoesNotWorkOnTheKindOfResourceIsNeverSet(LeverRule rule, String triggers, int asked) {
        lever(rule);
        knows("pump:well", -1, triggers.isEmpty() ? List.of() : triggers(triggers, false));
        rig.minute(Minute.of("pump:well", 100).page(20));
        assertThat(rig.asked())
                .hasSize(asked)
                .allSatisfy(d -> assertThat(d.lever()).isEqualTo(QUEUE));
        assertThat(rig.last.decisions).anyMatch(d -> d.reason() == (asked == 0 ? NO_EFFECT : ABOVE_THROTTLE_LINE));
    }

    @ParameterizedTest
    @CsvSource({"queue, 0, 2", "queue, 8, 12", "queue=20, 8, 12", "stream, 8, 0"})
    void aQueueKeepsAtLeastTwoAndAStreamIsPaused(String triggers, double peak, int limit) {
        lever(LeverRule.PAUSE);
        knows(-1, triggers(triggers, false));
        rig.minute(Minute.of("shop", 100).page(20).peak(peak));
        assertThat(rig.lastAsked().limit()).isEqualTo(limit);
        assertThat(rig.last.decisions)
                .last()
                .satisfies(d -> assertThat(d.lever().mapping()).isEqualTo("m-1"));
    }

    @Test
    void aQueueTakesNothingFromTheOthersSoItNeedsNoHeadroom() {
        rig.accountConcurrency = 101;
        knows(-1, triggers("queue", false));
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.state.limits.leases.get("shop").lever).isEqualTo(QUEUE);
    }

    @Test
    void releasesAQueueByStepsAndToTheValueThatWasFound() {
        knows(-1, triggers("queue=40", false));
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("shop", 101).closed(dev.breakwater.model.Reason.CALM));
        rig.quietUntil(200);
        assertThat(rig.limits()).containsExactly(12, 24, -1);
        Decision release = rig.asked().get(2);
        assertThat(release.previous()).isEqualTo(40);
        assertThat(release.lever()).isEqualTo(QUEUE);
        assertThat(rig.all.incidents.get(0).limits().actions())
                .extracting(IncidentSnapshot.Action::lever)
                .containsExactly(QUEUE, QUEUE, QUEUE);
    }

    /** AWS accepts at most 1,000 for a queue, and a limit as high as the account's is no limit. */
    @ParameterizedTest
    @CsvSource({"3000, 333, 1000", "3000, 334, 501", "1001, 333, 1000", "1000, 333, 500"})
    void aQueueStepsUpWhileItBinds(int concurrency, double peak, int highest) {
        rig.accountConcurrency = concurrency;
        knows(-1, triggers("queue", false));
        rig.minute(Minute.of("shop", 100).page(20).peak(peak).cost(Minute.USD, 2_000));
        rig.quietUntil(160);
        assertThat(rig.limits()).endsWith(highest, -1).doesNotContain(2 * highest);
    }

    @Test
    void resumesAPausedStreamAtOnce() {
        lever(LeverRule.PAUSE);
        knows(-1, triggers("stream", false));
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("shop", 101).closed(dev.breakwater.model.Reason.CALM));
        rig.quietUntil(200);
        assertThat(rig.limits()).containsExactly(0, -1);
        assertThat(rig.asked().get(1).lever()).isEqualTo(STREAM);
    }

    @Test
    void aHumansHandOnTheQueueIsLeftAloneOverAllLevers() {
        hold();
        rig.handsOff("shop");
        assertThat(rig.said()).contains("override overridden");
        rig.minute(Minute.of("shop", 102).page(20));
        assertThat(rig.said()).endsWith("refuse left-alone");
        assertThat(rig.state.limits.leases).isEmpty();
    }

    @Test
    void whatTheInventoryReadsOfALimitIsNoHand() {
        hold();
        rig.now += 2 * 5 * Rig.MINUTE;
        knows(33, List.of());
        tick();
        assertThat(rig.state.limits.leases).containsKey("shop");
    }

    @Test
    void aMappingOutlivesItsFunctionSoItsLimitIsPutBack() {
        hold();
        rig.gone.add("shop");
        rig.facts.clear();
        rig.quietUntil(160);
        assertThat(rig.said()).contains("release hold-over", "given-back hold-over");
        assertThat(rig.aws.value("shop", QUEUE)).isEqualTo(-1);
    }

    @Test
    void whereMoreRunsThanTheQueueLetsThroughTheReservationTakesOver() {
        hold();
        // earlier calls may still run: 5 minutes for setting the limit, and one for the longest call
        long settled = 101 + 5 + TIMEOUT_MINUTES;
        rig.minute(Minute.of("shop", settled - 1).page(20));
        assertThat(rig.state.limits.leases.get("shop").lever).isEqualTo(QUEUE);

        rig.minute(Minute.of("shop", settled).page(20));

        assertThat(rig.said()).containsSubsequence("release not-binding", "throttle above-throttle-line");
        assertThat(rig.asked())
                .extracting(d -> d.type().wire() + " " + d.lever().kind().wire())
                .endsWith("release queue", "throttle reservation");
    }

    /** A restart first has to exclude that an earlier run still sets the value, so it takes minutes to know a person's. */
    @Test
    void noOtherLeverIsUsedWhileAPersonMayHaveChangedTheQueue() {
        hold();
        rig.minute(Minute.of("shop", 106).page(20));
        rig.aws.set("shop", QUEUE, 43);
        rig.state.begins(rig.state.run.began, rig.now);
        rig.minute(Minute.of("shop", 107).page(20));
        assertThat(rig.said()).contains("release not-binding").endsWith("refuse not-given-back");
        rig.minute(Minute.of("shop", 108).page(20));
        assertThat(rig.said()).endsWith("refuse not-given-back");
        rig.follows(3 * Rig.MINUTE);
        rig.minute(Minute.of("shop", 112).page(20));
        assertThat(rig.said()).endsWith("refuse left-alone");
    }

    @Test
    void aQueueThatBindsIsHeldOn() {
        hold();
        for (long minute = 101; minute < 120; minute++) {
            rig.minute(Minute.of("shop", minute).page(20).cost(Minute.USD, 12));
        }
        assertThat(rig.state.limits.leases.get("shop").lever).isEqualTo(QUEUE);
    }

    private void hold() {
        rig.restateEvery = Duration.ofMinutes(1);
        knows(-1, triggers("queue", false));
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.state.limits.leases.get("shop").lever).isEqualTo(QUEUE);
    }

    private void tick() {
        rig.took(rig.control().onTick(rig.state, rig.now));
    }

    private void lever(LeverRule lever) {
        ThrottleRule r = rig.rule;
        rig.rule = new ThrottleRule(
                r.minNanoPerHour(),
                r.floor(),
                r.headroom(),
                r.hold(),
                r.maxHold(),
                r.cooldown(),
                lever,
                false,
                Worth.ANY);
    }

    /** Sets the inventory's present readings. */
    private void knows(int reserved, List<Trigger> triggers) {
        knows("shop", reserved, triggers);
    }

    private void knows(String function, int reserved, List<Trigger> triggers) {
        rig.facts.clear();
        rig.facts.add(new FunctionFacts(
                Minute.ACCOUNT,
                Minute.REGION,
                function,
                1024,
                "x86_64",
                60 * TIMEOUT_MINUTES,
                new ReservationFacts(reserved, false, rig.now),
                -1,
                Map.of(),
                new TriggerFacts(triggers, rig.now),
                Capacity.NONE));
    }

    private static List<Trigger> triggers(String words, boolean held) {
        return Arrays.stream(words.split("\\+")).map(w -> trigger(w, held)).toList();
    }

    private static Trigger trigger(String word, boolean held) {
        LeverKind kind = switch (word.replaceAll("[^a-z]", "")) {
            case "queue" -> LeverKind.QUEUE;
            case "stream" -> LeverKind.STREAM;
            default -> null;
        };
        int previous = word.contains("=") ? Integer.parseInt(word.replaceAll(".*=", "")) : -1;
        return new Trigger("m-1", kind, !word.endsWith("-"), previous, held);
    }
}
