package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.MarkReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks the queues and streams of a function for our marks. The listing they come from may be minutes old by then, so what
 * bears a mark is read anew after its tags: else a limit that we have just set would look like a hand that took it away.
 */
final class MappingMarks {

    /** Makes a call and tells of its failure. */
    interface Caller {
        <T> Answer<T> call(AwsCall call, Supplier<Answer<T>> step);
    }

    private final PlaceDirectory directory;
    private final Caller caller;
    private final Predicate<AwsCall> asked;
    private int calls;

    /** @param asked whether a call is still made in this round */
    MappingMarks(PlaceDirectory directory, Caller caller, Predicate<AwsCall> asked) {
        this.directory = directory;
        this.caller = caller;
        this.asked = asked;
    }

    /** How many calls were made so far. */
    int calls() {
        return calls;
    }

    /**
     * The same with their marks, without those that are gone; null when any cannot be told.
     *
     * @param listed null when unknown
     */
    List<TriggerMapping> of(List<TriggerMapping> listed) {
        if (listed == null) return null;
        List<TriggerMapping> seen = new ArrayList<>();
        for (TriggerMapping mapping : listed) {
            Answer<TriggerMapping> one = mapping.lever() == null ? Answer.of(mapping) : marked(mapping);
            if (one == null || !one.ok() && !one.failedAs(Outcome.MISSING)) return null;
            if (one.ok()) seen.add(one.value());
        }
        return seen;
    }

    private Answer<TriggerMapping> marked(TriggerMapping listed) {
        if (!asked.test(AwsCall.LIST_MAPPING_TAGS)) return null;
        Answer<Map<String, String>> tags = call(AwsCall.LIST_MAPPING_TAGS, () -> directory.mappingTags(listed.uuid()));
        if (!tags.ok()) return Answer.failed(tags.failure());
        TriggerMapping known = listed.with(tags.value());
        if (known.mark().kind() == MarkReading.Kind.ABSENT) return Answer.of(known);
        if (!asked.test(AwsCall.GET_EVENT_SOURCE_MAPPING)) return null;
        return call(AwsCall.GET_EVENT_SOURCE_MAPPING, () -> directory.mapping(listed.uuid()))
                .map(now -> now.with(tags.value()));
    }

    private <T> Answer<T> call(AwsCall call, Supplier<Answer<T>> step) {
        calls++;
        return caller.call(call, step);
    }
}
