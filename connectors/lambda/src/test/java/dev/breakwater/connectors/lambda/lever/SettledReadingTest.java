package dev.breakwater.connectors.lambda.lever;

import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.LeverWork;
import dev.breakwater.connectors.lambda.act.Requests;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;

class SettledReadingTest {

    private static final Mark OLD = new Mark(40, 5, Reservation.NONE, NOW + 60_000, "bw", "i-1");
    private static final Mark NEW = new Mark(40, 8, 5, NOW + 60_000, "bw", "i-2");

    private final Told told = new Told();

    @Test
    void aMarkThatChangesWhileTheValueIsReadIsNoReadingAndIsReadAgain() {
        told.tags.addAll(List.of(OLD.tags(), NEW.tags(), NEW.tags(), NEW.tags()));
        Lever lever = new ReservedConcurrencyLever(told, Requests.ACCOUNT, Requests.REGION);

        Answer<LeverState> straddling = lever.read("shop");
        assertThat(straddling.failedAs(Outcome.TRANSIENT)).isTrue();
        assertThat(straddling.failure().text()).contains("changed while it was read");

        assertThat(lever.read("shop").value()).isEqualTo(LeverState.of(5, MarkReading.of(NEW)));
        assertThat(told.calls).startsWith("TAGS shop", "VALUE", "TAGS shop");
    }

    @Test
    void isTriedAgainWithinTheBudget() {
        told.tags.addAll(List.of(OLD.tags(), NEW.tags(), NEW.tags(), NEW.tags()));
        Lever lever = new ReservedConcurrencyLever(told, Requests.ACCOUNT, Requests.REGION);
        LeverWork work = new LeverWork(lever, new CallBudget(new FakeClock(NOW), 10_000));
        assertThat(work.read("shop").value().mark().mark()).isEqualTo(NEW);
    }

    @Test
    void othersTagsMayChangeMeanwhile() {
        told.tags.addAll(List.of(Map.of("team", "a"), Map.of("team", "b")));
        Lever lever = new ReservedConcurrencyLever(told, Requests.ACCOUNT, Requests.REGION);
        assertThat(lever.read("shop").value()).isEqualTo(LeverState.of(5, MarkReading.absent()));
    }

    @Test
    void whetherAMappingIsLeftAloneStandsOnItsFunction() {
        told.tags.addAll(List.of(OLD.tags(), OLD.tags(), HandsOff.tags(NOW + 5_000)));
        Lever lever = new QueueConcurrencyLever(told, Requests.ACCOUNT, Requests.REGION);
        assertThat(lever.read("4f1c").value().handsOffUntil()).isEqualTo(NOW + 5_000);
        assertThat(told.calls).containsExactly("TAGS 4f1c", "MAPPING", "TAGS 4f1c", "TAGS shop");
    }

    /** Says what it is told to say. */
    private static final class Told implements LambdaClient {

        private final Deque<Map<String, String>> tags = new ArrayDeque<>();
        private final List<String> calls = new ArrayList<>();

        @Override
        public ListTagsResponse listTags(ListTagsRequest request) {
            calls.add("TAGS " + request.resource().replaceAll(".*:", ""));
            return ListTagsResponse.builder().tags(tags.removeFirst()).build();
        }

        @Override
        public GetFunctionConcurrencyResponse getFunctionConcurrency(GetFunctionConcurrencyRequest request) {
            calls.add("VALUE");
            return GetFunctionConcurrencyResponse.builder()
                    .reservedConcurrentExecutions(5)
                    .build();
        }

        @Override
        public GetEventSourceMappingResponse getEventSourceMapping(GetEventSourceMappingRequest request) {
            calls.add("MAPPING");
            return GetEventSourceMappingResponse.builder()
                    .functionArn(Requests.REF.arn().replace(Requests.FUNCTION, "shop"))
                    .scalingConfig(s -> s.maximumConcurrency(5))
                    .build();
        }

        @Override
        public String serviceName() {
            return "lambda";
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
