package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.LimitKind;
import dev.breakwater.connectors.lambda.mark.Marked.LeaseTags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads the value and the tags of a limit in a way that guarantees that they belong together. The reader reads the
 * tags, then the value, then the tags again. A limit is changed by two calls, and a reading between these calls would
 * be wrong. If Breakwater's tags differ between the two readings, the result is ignored.
 */
final class LimitReader {

    /** A value and its tags, including other people's tags. */
    record Settled<T>(Map<String, String> tags, T value) {}

    private static final AwsFailure UNSETTLED =
            AwsFailure.of(Outcome.TRANSIENT, "Unsettled", "it changed while it was being read");

    private final PlaceDirectory directory;
    private final RoundCalls calls;

    LimitReader(PlaceDirectory directory, RoundCalls calls) {
        this.directory = directory;
        this.calls = calls;
    }

    Answer<Settled<Integer>> function(String name) {
        return settled(() -> tags(name), () -> reservation(name));
    }

    Answer<Settled<TriggerMapping>> mapping(String uuid) {
        Answer<Settled<TriggerMapping>> read = settled(() -> mappingTags(uuid), () -> mappingNow(uuid));
        boolean changing = read.ok() && read.value().value().value() == LimitKind.UNCERTAIN;
        return changing ? Answer.failed(UNSETTLED) : read;
    }

    Answer<Map<String, String>> tags(String function) {
        return ask(AwsCall.LIST_TAGS, () -> directory.tags(function));
    }

    Answer<Integer> reservation(String function) {
        return ask(AwsCall.GET_FUNCTION_CONCURRENCY, () -> directory.reservation(function));
    }

    Answer<Integer> provisioned(String function) {
        return ask(AwsCall.LIST_PROVISIONED_CONCURRENCY_CONFIGS, () -> directory.provisioned(function));
    }

    Answer<Map<String, String>> mappingTags(String uuid) {
        return ask(AwsCall.LIST_MAPPING_TAGS, () -> directory.mappingTags(uuid));
    }

    private Answer<TriggerMapping> mappingNow(String uuid) {
        return ask(AwsCall.GET_EVENT_SOURCE_MAPPING, () -> directory.mapping(uuid));
    }

    /** Returns only Breakwater's tags. */
    static Map<String, String> ours(Map<String, String> tags) {
        Map<String, String> ours = new HashMap<>(tags);
        ours.keySet().retainAll(LeaseTags.KEYS);
        return Map.copyOf(ours);
    }

    private <T> Answer<T> ask(AwsCall call, Supplier<Answer<T>> step) {
        if (calls.asked(call)) return calls.call(call, step);
        return Answer.failed(AwsFailure.of(Outcome.DENIED, "NotAsked", "denied before"));
    }

    private static <T> Answer<Settled<T>> settled(
            Supplier<Answer<Map<String, String>>> tags, Supplier<Answer<T>> value) {
        Answer<Map<String, String>> before = tags.get();
        if (!before.ok()) return Answer.failed(before.failure());
        Answer<T> found = value.get();
        if (!found.ok()) return Answer.failed(found.failure());
        Answer<Map<String, String>> after = tags.get();
        if (!after.ok()) return Answer.failed(after.failure());
        boolean same = ours(before.value()).equals(ours(after.value()));
        return same ? Answer.of(new Settled<>(after.value(), found.value())) : Answer.failed(UNSETTLED);
    }
}
