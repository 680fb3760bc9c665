package dev.breakwater.connectors.lambda.act;

import static dev.breakwater.connectors.lambda.act.Requests.ACCOUNT;
import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static dev.breakwater.connectors.lambda.act.Requests.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.ControlPlaneRate;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsMemory;
import dev.breakwater.connectors.lambda.lever.Levers;
import dev.breakwater.connectors.lambda.lever.ReservedConcurrencyLever;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.TaggedLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;

/** A fleet of 20,000 functions with 50 expired leases, at the rate that AWS is asked with, on a clock of its own. */
class SweepScaleTest {

    private static final int FUNCTIONS = 20_000;
    private static final int HELD = 50;

    private final FakeClock clock = new FakeClock(NOW);
    private final ControlPlaneRate rate =
            new ControlPlaneRate(() -> clock.millis() * 1_000_000, millis -> clock.advance(millis));
    private final Fleet fleet = new Fleet();

    @Test
    void fiftyLeasesAmongTwentyThousandFunctionsAreEndedWithinAMinute() {
        Tags tags = new Tags();
        PlaceMarks marks = new PlaceMarks(
                ACCOUNT, REGION, new LambdaPlaceDirectory(fleet, new TaggedLimits(tags), ACCOUNT, REGION), clock);
        Levers levers = new Levers((account, region, kind) -> new ReservedConcurrencyLever(fleet, account, region));
        List<Long> ends = new ArrayList<>();

        Sweep.Result result =
                new Sweep(marks, levers, new EffectsMemory(), clock).expired(end -> ends.add(clock.millis() - NOW));

        double seconds = (clock.millis() - NOW) / 1e3;
        System.out.printf(
                "sweep of %d functions, %d expired: %.1f s, first ended after %.1f s, %d calls to Lambda (%.1f a second),"
                        + " %d to the tagging API%n",
                FUNCTIONS, HELD, seconds, ends.get(0) / 1e3, fleet.calls, fleet.calls / seconds, tags.calls);
        assertThat(result.done()).isTrue();
        assertThat(result.ends()).hasSize(HELD).allMatch(e -> e.outcome() == EffectOutcome.RELEASED);
        assertThat(seconds).isLessThan(60);
        assertThat(fleet.calls).isEqualTo(5 * HELD);
        assertThat(fleet.tags.values()).noneMatch(t -> t.containsKey(Mark.UNTIL));
    }

    private String arn(int n) {
        return new FunctionRef(ACCOUNT, REGION, "f-" + n).arn();
    }

    /** What the tagging API finds among all of them. */
    private final class Tags implements ResourceGroupsTaggingApiClient {

        private int calls;

        @Override
        public GetResourcesResponse getResources(GetResourcesRequest request) {
            calls++;
            clock.advance(50);
            String key = request.tagFilters().get(0).key();
            List<ResourceTagMapping> found = fleet.tags.entrySet().stream()
                    .filter(e -> e.getValue().containsKey(key))
                    .map(e -> ResourceTagMapping.builder()
                            .resourceARN(e.getKey())
                            .tags(e.getValue().entrySet().stream()
                                    .map(t -> Tag.builder()
                                            .key(t.getKey())
                                            .value(t.getValue())
                                            .build())
                                    .toList())
                            .build())
                    .toList();
            return GetResourcesResponse.builder()
                    .resourceTagMappingList(found)
                    .paginationToken("")
                    .build();
        }

        @Override
        public String serviceName() {
            return "tagging";
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** Lambda with a turn to be waited for before each call, each of which takes 20 ms. */
    private final class Fleet implements LambdaClient {

        private final Map<String, Map<String, String>> tags = new TreeMap<>();
        private final Map<String, Integer> limits = new HashMap<>();
        private int calls;

        Fleet() {
            Mark mark = new Mark(40, 5, Reservation.NONE, NOW - 1, "bw", "i-1");
            for (int n = 0; n < FUNCTIONS; n++) {
                boolean held = n % (FUNCTIONS / HELD) == 0;
                tags.put(arn(n), new HashMap<>(held ? mark.tags() : Map.of("team", "shop")));
                if (held) limits.put("f-" + n, 5);
            }
        }

        @Override
        public ListTagsResponse listTags(ListTagsRequest request) {
            turn();
            return ListTagsResponse.builder().tags(tags.get(request.resource())).build();
        }

        @Override
        public GetFunctionConcurrencyResponse getFunctionConcurrency(GetFunctionConcurrencyRequest request) {
            turn();
            return GetFunctionConcurrencyResponse.builder()
                    .reservedConcurrentExecutions(limits.get(request.functionName()))
                    .build();
        }

        @Override
        public PutFunctionConcurrencyResponse putFunctionConcurrency(PutFunctionConcurrencyRequest request) {
            turn();
            limits.put(request.functionName(), request.reservedConcurrentExecutions());
            return PutFunctionConcurrencyResponse.builder().build();
        }

        @Override
        public UntagResourceResponse untagResource(UntagResourceRequest request) {
            turn();
            request.tagKeys().forEach(tags.get(request.resource())::remove);
            return UntagResourceResponse.builder().build();
        }

        private void turn() {
            calls++;
            try {
                rate.act();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            clock.advance(20);
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
