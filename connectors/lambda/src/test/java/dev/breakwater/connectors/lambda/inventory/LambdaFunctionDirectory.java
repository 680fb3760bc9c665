package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Reads everything that {@link LambdaPlaceDirectory} reads about an account's functions, at once. */
public final class LambdaFunctionDirectory {

    private static final long CALL_BUDGET_MILLIS = 30_000;

    private final PlaceDirectory place;
    private final String account;
    private final String region;
    private final ActClock clock;

    public LambdaFunctionDirectory(LambdaClient lambda, String account, String region, ActClock clock) {
        this.place = new LambdaPlaceDirectory(
                lambda,
                (key, from) -> Answer.failed(AwsFailure.of(Outcome.DENIED, "NotAsked", "this index has no client")),
                account,
                region);
        this.account = account;
        this.region = region;
        this.clock = clock;
    }

    /**
     * @param functions the functions that could be read
     * @param gaps the unreadable parts, one line each
     */
    public record Listing(List<FunctionFacts> functions, List<String> gaps) {

        public boolean complete() {
            return gaps.isEmpty();
        }
    }

    public Listing list() {
        List<FunctionFacts> functions = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        pages("functions", place::functions, found -> describe(found, functions, gaps), gaps);
        return new Listing(functions, gaps);
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

    private void describe(PlaceDirectory.ListedFunction found, List<FunctionFacts> functions, List<String> gaps) {
        Answer<Map<String, String>> tags = budget().call(() -> place.tags(found.name()));
        Answer<Integer> reservation =
                tags.ok() ? budget().call(() -> place.reservation(found.name())) : Answer.failed(tags.failure());
        Answer<FunctionFacts> description = reservation.map(value -> found.facts()
                .with(
                        tags.value(),
                        ReservationFacts.of(value),
                        TriggerFacts.UNKNOWN,
                        found.facts().capacity()));
        take(description, found.name(), functions, gaps);
    }

    /** Adds a gap, unless the function was deleted after it was listed. */
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
