package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.mark.LeaseTags;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds limits with a tag of ours where tag:GetResources is refused: it lists the whole fleet page by page and reads
 * the tags of each function and mapping, which takes minutes to an hour. All that carries any tag of ours comes under
 * the first key.
 */
final class ListedLimits implements MarkedLimits {

    private static final String MAPPINGS = "mappings ";
    private static final long CALL_BUDGET_MILLIS = 30_000;

    private final PlaceDirectory directory;
    private final ActClock clock;

    ListedLimits(PlaceDirectory directory, ActClock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public Answer<Page> page(String key, String from) {
        if (!key.equals(KEYS.get(0))) {
            return Answer.of(new Page(List.of(), ""));
        }
        return from.startsWith(MAPPINGS)
                ? page(directory.mappings(from.substring(MAPPINGS.length())), this::mapping, MAPPINGS, "")
                : page(directory.functions(from), this::function, "", MAPPINGS);
    }

    private <T> Answer<Page> page(
            Answer<PlaceDirectory.Page<T>> listed, Function<T, Answer<Marked>> tags, String prefix, String then) {
        if (!listed.ok()) {
            return Answer.failed(listed.failure());
        }
        List<Marked> found = new ArrayList<>();
        for (T item : listed.value().items()) {
            Answer<Marked> marked = tags.apply(item);
            if (marked.ok()) {
                found.add(marked.value());
            } else if (!marked.failedAs(Outcome.MISSING)) {
                return Answer.failed(marked.failure());
            }
        }
        found.removeIf(marked -> !LeaseTags.areIn(marked.tags()));
        String next = listed.value().next();
        return Answer.of(new Page(found, next.isEmpty() ? then : prefix + next));
    }

    private Answer<Marked> function(PlaceDirectory.ListedFunction listed) {
        return retried(() -> directory.tags(listed.name())).map(tags -> new Marked(true, listed.name(), tags));
    }

    private Answer<Marked> mapping(TriggerMapping listed) {
        Answer<Map<String, String>> tags =
                listed.lever() == null ? Answer.of(Map.of()) : retried(() -> directory.mappingTags(listed.uuid()));
        return tags.map(all -> new Marked(false, listed.uuid(), all));
    }

    private <T> Answer<T> retried(Supplier<Answer<T>> call) {
        return new CallBudget(clock, CALL_BUDGET_MILLIS).call(call);
    }
}
