package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The act role must not set one kind of limit. People see AWS's error, and the other kinds still work. */
class LeverDeniedTest {

    private static final String WORDS = "not authorized to perform: lambda:UpdateEventSourceMapping";
    private static final Lever QUEUE = new Lever(LeverKind.QUEUE, "m-mail");

    private final Rig rig = new Rig().knows("shop", 40);

    @BeforeEach
    void aQueueFeedsOneOfThem() {
        rig.restateEvery = Duration.ofMinutes(1);
        Trigger queue = new Trigger(QUEUE.mapping(), LeverKind.QUEUE, true, -1, false);
        rig.facts.add(new FunctionFacts(
                Minute.ACCOUNT,
                Minute.REGION,
                "mail",
                1024,
                "x86_64",
                60,
                new ReservationFacts(-1, false, 0),
                -1,
                Map.of(),
                new TriggerFacts(List.of(queue), 0),
                Capacity.NONE));
    }

    @Test
    void aQueueThatMayNotBeLimitedIsToldAndTheReservationOfAnotherFunctionIsSetAndGivenBack() {
        rig.aws.denies(LeverKind.QUEUE, WORDS);
        rig.minute(Minute.of("mail", 99).page(20));
        flood(100);
        assertThat(rig.aws.value("shop", Lever.RESERVATION)).isEqualTo(12);
        // AWS may be late to see a tag that a condition requires
        for (long minute = 101; minute < 106; minute++) flood(minute);
        assertThat(rig.said()).contains("held above-throttle-line").containsOnlyOnce("could-not could-not");
        assertThat(newest("mail").limits().couldNot()).isEqualTo(WORDS);
        assertThat(newest("mail").hold()).isEqualTo(Hold.NONE);
        assertThat(newest("shop").limits().couldNot()).isEmpty();
        assertThat(newest("shop").hold().stage()).isEqualTo(Hold.Stage.HELD);
        assertThat(rig.aws.tag("mail", QUEUE)).as("nothing of ours stays").isNull();

        calm(106);
        rig.follows(5 * Duration.ofHours(1).toMillis());
        assertThat(rig.aws.value("shop", Lever.RESERVATION)).isEqualTo(40);
        assertThat(rig.all.troubles).as("nothing waits to be given back").isEmpty();
    }

    @Test
    void whereReservationsMayNotBeSetAQueueIsLimitedAllTheSame() {
        rig.aws.denies(LeverKind.RESERVATION, "not authorized to perform: lambda:PutFunctionConcurrency");
        rig.minute(Minute.of("mail", 99).page(20));
        for (long minute = 100; minute < 106; minute++) flood(minute);
        assertThat(newest("mail").hold().stage()).isEqualTo(Hold.Stage.HELD);
        assertThat(rig.aws.value("mail", QUEUE)).isEqualTo(12);
        assertThat(newest("shop").limits().couldNot()).contains("PutFunctionConcurrency");
        assertThat(rig.aws.value("shop", Lever.RESERVATION)).isEqualTo(40);
    }

    private void flood(long minute) {
        rig.minute(Minute.of("shop", minute).page(20), Minute.of("mail", minute).page(20));
        rig.follows(Rig.MINUTE - 1);
    }

    private void calm(long minute) {
        var calm = Reason.CALM;
        rig.minute(
                Minute.of("shop", minute).closed(calm),
                Minute.of("mail", minute).closed(calm));
    }

    /** The latest report about the failure. */
    private IncidentSnapshot newest(String function) {
        return rig.all.events.stream()
                .filter(e -> e.scope().key().equals(function))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }
}
