package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes the calls of one round, reports failed calls, and stops repeating denied calls. */
final class RoundCalls {

    private static final int DENIALS_BEFORE_STOP = 3;
    private static final long CALL_BUDGET_MILLIS = 10_000;

    private final ActClock clock;
    private final Consumer<PlaceFact> facts;
    private final Map<AwsCall, Integer> denials = new EnumMap<>(AwsCall.class);
    private final Set<AwsCall> worked = EnumSet.noneOf(AwsCall.class);
    private final Set<AwsCall> failed = EnumSet.noneOf(AwsCall.class);
    private int made;

    RoundCalls(ActClock clock, Consumer<PlaceFact> facts) {
        this.clock = clock;
        this.facts = facts;
    }

    <T> Answer<T> call(AwsCall call, Supplier<Answer<T>> step) {
        made++;
        Answer<T> answer = new CallBudget(clock, CALL_BUDGET_MILLIS).call(step);
        if (answer.ok() || answer.failedAs(Outcome.MISSING) && call.target() != AwsCall.Target.ANY) {
            // the function was deleted after it was listed, so the missing function counts as an answer
            worked.add(call);
            denials.remove(call);
            return answer;
        }
        failed.add(call);
        facts.accept(new PlaceFact.Failed(call, answer.failure()));
        if (answer.failedAs(Outcome.DENIED)) denials.merge(call, 1, Integer::sum);
        return answer;
    }

    /**
     * After this many denied functions in a row, the call is not made again in the round. Without this rule, an account
     * that refuses the call would be flooded with calls.
     */
    boolean asked(AwsCall call) {
        return denials.getOrDefault(call, 0) < DENIALS_BEFORE_STOP;
    }

    /** Counts these calls as successful if they do not fail, because some rounds do not make them. */
    void needless(Collection<AwsCall> calls) {
        worked.addAll(calls);
    }

    /** Returns the names of calls that did not fail in this round, including calls that were not needed. */
    Set<AwsCall> worked() {
        Set<AwsCall> all = EnumSet.copyOf(worked);
        all.removeAll(failed);
        return all;
    }

    /** Returns the number of calls so far. */
    int made() {
        return made;
    }

    /**
     * Reads the value and the tags of a limit in a way that guarantees that they belong together. The reader reads the
     * tags, then the value, then the tags again. A limit is changed by two calls, and a reading between these calls
     * would be wrong. If Breakwater's tags differ between the two readings, the result is ignored.
     */
    record LimitReader(PlaceDirectory directory, RoundCalls calls) {

        /** A value and its tags, including other people's tags. */
        record Settled<T>(Map<String, String> tags, T value) {}

        private static final AwsFailure UNSETTLED =
                AwsFailure.of(Outcome.TRANSIENT, "Unsettled", "it changed while it was being read");

        Answer<Settled<Integer>> function(String name) {
            return settled(() -> tags(name), () -> reservation(name));
        }

        Answer<Settled<TriggerMapping>> mapping(String uuid) {
            Answer<Settled<TriggerMapping>> read = settled(
                    () -> mappingTags(uuid),
                    () -> ask(AwsCall.GET_EVENT_SOURCE_MAPPING, () -> directory.mapping(uuid)));
            boolean changing = read.ok() && read.value().value().value() == LimitValue.UNREADABLE;
            return changing ? Answer.failed(UNSETTLED) : read;
        }

        /**
         * Returns the same mappings with their tags, but without deleted mappings. Returns null if any mapping's tags
         * are unknown.
         *
         * @param listed the queues and streams of a function, or null if they are unknown
         */
        List<TriggerMapping> mappings(List<TriggerMapping> listed) {
            if (listed == null) return null;
            List<TriggerMapping> seen = new ArrayList<>();
            for (TriggerMapping mapping : listed) {
                Answer<TriggerMapping> one = mapping.lever() == null ? Answer.of(mapping) : marked(mapping);
                if (!one.ok() && !one.failedAs(Outcome.MISSING)) return null;
                if (one.ok()) seen.add(one.value());
            }
            return seen;
        }

        /**
         * Reads a mapping's tags. The listing may be minutes old, so a mapping with Breakwater's tag is read again
         * together with its tags. Without this second reading, a limit that Breakwater has just set would look as if a
         * person had removed it.
         */
        private Answer<TriggerMapping> marked(TriggerMapping listed) {
            Answer<Map<String, String>> tags = mappingTags(listed.uuid());
            if (!tags.ok()) return Answer.failed(tags.failure());
            TriggerMapping known = listed.with(tags.value());
            if (known.lease() == null) return Answer.of(known);
            return mapping(listed.uuid()).map(now -> now.value().with(now.tags()));
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
            boolean same = OwnTags.of(before.value()).equals(OwnTags.of(after.value()));
            return same ? Answer.of(new Settled<>(after.value(), found.value())) : Answer.failed(UNSETTLED);
        }
    }
}
