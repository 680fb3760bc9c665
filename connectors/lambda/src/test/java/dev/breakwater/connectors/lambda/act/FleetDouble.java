package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.AccountLimits;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import dev.breakwater.connectors.lambda.lever.FakeLever;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The functions and mappings of a fake lever as a listing shows them, all on one page. */
final class FleetDouble implements PlaceDirectory {

    final List<String> functions = new ArrayList<>();
    final List<LeverRef> mappings = new ArrayList<>();
    private final FakeLever world;
    private final MarkedLimits tagged;
    private Outcome fault;

    FleetDouble(FakeLever world, MarkedLimits tagged) {
        this.world = world;
        this.tagged = tagged;
    }

    void fail(Outcome outcome) {
        fault = outcome;
    }

    @Override
    public Answer<Page<PlaceDirectory.ListedFunction>> functions(String marker) {
        return answer(() -> new Page<>(
                functions.stream()
                        .map(name -> new PlaceDirectory.ListedFunction(name, 512, "arm64", 30, 0, "r1"))
                        .toList(),
                ""));
    }

    @Override
    public Answer<Page<TriggerMapping>> mappings(String marker) {
        return answer(
                () -> new Page<>(mappings.stream().map(FleetDouble::described).toList(), ""));
    }

    @Override
    public Answer<Map<String, String>> tags(String function) {
        return answer(() -> world.tags(function));
    }

    @Override
    public Answer<Map<String, String>> mappingTags(String uuid) {
        return answer(() -> world.tags(uuid));
    }

    @Override
    public Answer<TriggerMapping> mapping(String uuid) {
        return answer(() -> mappings.stream()
                .filter(limit -> limit.mapping().equals(uuid))
                .map(FleetDouble::described)
                .findFirst()
                .orElseThrow());
    }

    @Override
    public Answer<Integer> reservation(String function) {
        return answer(() -> world.reservation(function));
    }

    @Override
    public Answer<AccountLimits> limits() {
        return answer(() -> new AccountLimits(1_000, 1_000));
    }

    @Override
    public Answer<MarkedLimits.Page> tagged(String key, String from) {
        return tagged.page(key, from);
    }

    @Override
    public void close() {
        // holds nothing
    }

    private <T> Answer<T> answer(Supplier<T> found) {
        return fault == null
                ? Answer.of(found.get())
                : Answer.failed(AwsFailure.of(fault, "Ordered", "as the test wants"));
    }

    private static TriggerMapping described(LeverRef limit) {
        String source = limit.kind() == LeverKind.QUEUE ? "arn:aws:sqs:r:1:q" : "arn:aws:kinesis:r:1:stream/s";
        return new TriggerMapping(limit.mapping(), limit.function().function(), source, "Enabled", Reservation.NONE);
    }
}
