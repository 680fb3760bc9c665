package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.ListedFunction;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The directory of the real account, all at once: ListFunctions page by page, then ListTags and GetFunctionConcurrency
 * for each function; ListEventSourceMappings page by page, then ListTags for each mapping of a queue or stream. AWS
 * allows 15 such calls a second in total: 500 functions take a minute or more.
 */
public final class LambdaFunctionDirectory implements FunctionDirectory {

    private static final long CALL_BUDGET_MILLIS = 30_000;

    private final PlaceDirectory place;
    private final String account;
    private final String region;
    private final ActClock clock;

    public LambdaFunctionDirectory(LambdaClient lambda, String account, String region, ActClock clock) {
        this.place = new LambdaPlaceDirectory(lambda, account, region);
        this.account = account;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public Listing list() {
        List<FunctionDescription> functions = new ArrayList<>();
        List<MappingDescription> mappings = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        pages("functions", place::functions, found -> describe(found, functions, gaps), gaps);
        int before = gaps.size();
        pages("event source mappings", place::mappings, found -> describe(found, mappings, gaps), gaps);
        return new Listing(functions, mappings, gaps.size() == before, gaps);
    }

    @Override
    public Listing mappings(String function) {
        List<MappingDescription> mappings = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        Consumer<TriggerMapping> its = found -> {
            if (found.function().equals(function)) describe(found, mappings, gaps);
        };
        pages("event source mappings", place::mappings, its, gaps);
        return new Listing(List.of(), mappings, gaps.isEmpty(), gaps);
    }

    private <T> void pages(
            String what, Function<String, Answer<PlaceDirectory.Page<T>>> call, Consumer<T> each, List<String> gaps) {
        String marker = "";
        do {
            String from = marker;
            Answer<PlaceDirectory.Page<T>> page = budget().call(() -> call.apply(from));
            if (!page.ok()) {
                gaps.add(what + " of " + account + " " + region + ": "
                        + page.failure().text());
                break;
            }
            page.value().items().forEach(each);
            marker = page.value().next();
        } while (!marker.isEmpty());
    }

    private void describe(ListedFunction found, List<FunctionDescription> functions, List<String> gaps) {
        Answer<Map<String, String>> tags = budget().call(() -> place.tags(found.name()));
        Answer<Integer> reservation =
                tags.ok() ? budget().call(() -> place.reservation(found.name())) : Answer.failed(tags.failure());
        Answer<FunctionDescription> description = reservation.map(value -> new FunctionDescription(
                new FunctionRef(account, region, found.name()),
                found.memoryMb(),
                found.architecture(),
                found.timeoutSeconds(),
                value,
                found.lastModifiedMillis(),
                tags.value()));
        take(description, found.name(), functions, gaps);
    }

    private void describe(TriggerMapping found, List<MappingDescription> mappings, List<String> gaps) {
        FunctionRef function = new FunctionRef(account, region, found.function());
        Answer<Map<String, String>> tags =
                found.lever() == null ? Answer.of(Map.of()) : budget().call(() -> place.mappingTags(found.uuid()));
        take(
                tags.map(value -> new MappingDescription(function, found.with(value))),
                found.function() + ", mapping " + found.uuid(),
                mappings,
                gaps);
    }

    /** Deleted since it was listed is no gap, everything else is. */
    private static <T> void take(Answer<T> description, String name, List<T> into, List<String> gaps) {
        if (description.ok()) {
            into.add(description.value());
        } else if (!description.failedAs(Outcome.MISSING)) {
            gaps.add(name + ": " + description.failure().text());
        }
    }

    private CallBudget budget() {
        return new CallBudget(clock, CALL_BUDGET_MILLIS);
    }
}
