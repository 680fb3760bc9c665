package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.ListedFunction;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The directory of the real account, all at once: ListFunctions page by page, then ListTags and GetFunctionConcurrency
 * for each function. AWS allows 15 such calls a second in total: 500 functions take a minute or more.
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
        List<String> gaps = new ArrayList<>();
        String marker = "";
        do {
            String from = marker;
            Answer<PlaceDirectory.Page<ListedFunction>> page = budget().call(() -> place.functions(from));
            if (!page.ok()) {
                gaps.add("functions of " + account + " " + region + ": "
                        + page.failure().text());
                break;
            }
            page.value().items().forEach(found -> describe(found, functions, gaps));
            marker = page.value().next();
        } while (!marker.isEmpty());
        return new Listing(functions, gaps);
    }

    private void describe(ListedFunction found, List<FunctionDescription> functions, List<String> gaps) {
        Answer<FunctionDescription> description = describe(found);
        if (description.ok()) {
            functions.add(description.value());
        } else if (!description.failedAs(Outcome.MISSING)) {
            // deleted since it was listed is no gap, everything else is
            gaps.add(found.name() + ": " + description.failure().text());
        }
    }

    private Answer<FunctionDescription> describe(ListedFunction found) {
        Answer<Map<String, String>> tags = budget().call(() -> place.tags(found.name()));
        if (!tags.ok()) {
            return Answer.failed(tags.failure());
        }
        Answer<Integer> reservation = budget().call(() -> place.reservation(found.name()));
        return reservation.map(value -> new FunctionDescription(
                new FunctionRef(account, region, found.name()),
                found.memoryMb(),
                found.architecture(),
                found.timeoutSeconds(),
                value,
                found.lastModifiedMillis(),
                tags.value()));
    }

    private CallBudget budget() {
        return new CallBudget(clock, CALL_BUDGET_MILLIS);
    }
}
