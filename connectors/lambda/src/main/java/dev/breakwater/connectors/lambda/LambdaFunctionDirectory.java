package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;

/**
 * The directory of the real account: ListFunctions page by page, then ListTags and GetFunctionConcurrency for each
 * function. AWS allows 15 such calls a second in total: 500 functions take a minute or more.
 */
public final class LambdaFunctionDirectory implements FunctionDirectory {

    private static final long CALL_BUDGET_MILLIS = 30_000;
    private static final DateTimeFormatter LAMBDA_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSSSSSSSS][.SSS]XX");

    private final LambdaClient lambda;
    private final String account;
    private final String region;
    private final ActClock clock;

    public LambdaFunctionDirectory(LambdaClient lambda, String account, String region, ActClock clock) {
        this.lambda = lambda;
        this.account = account;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public Listing list() {
        List<FunctionDescription> functions = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        String marker = null;
        do {
            String from = marker;
            Answer<ListFunctionsResponse> page =
                    budget().call(() -> Answer.ask(() -> lambda.listFunctions(r -> r.marker(from))));
            if (!page.ok()) {
                gaps.add("functions of " + account + " " + region + ": "
                        + page.failure().text());
                break;
            }
            page.value().functions().forEach(found -> describe(found, functions, gaps));
            marker = page.value().nextMarker();
        } while (marker != null && !marker.isEmpty());
        return new Listing(functions, gaps);
    }

    private void describe(FunctionConfiguration found, List<FunctionDescription> functions, List<String> gaps) {
        FunctionRef ref = new FunctionRef(account, region, found.functionName());
        Answer<FunctionDescription> description = describe(ref, found);
        if (description.ok()) {
            functions.add(description.value());
        } else if (!description.failedAs(Outcome.MISSING)) {
            // deleted since it was listed is no gap, everything else is
            gaps.add(ref.function() + ": " + description.failure().text());
        }
    }

    private Answer<FunctionDescription> describe(FunctionRef ref, FunctionConfiguration found) {
        Answer<Map<String, String>> tags = budget().call(() ->
                Answer.ask(() -> lambda.listTags(r -> r.resource(ref.arn())).tags()));
        if (!tags.ok()) {
            return Answer.failed(tags.failure());
        }
        Answer<Integer> reservation = budget().call(() -> Answer.ask(() -> {
            Integer value = lambda.getFunctionConcurrency(r -> r.functionName(ref.function()))
                    .reservedConcurrentExecutions();
            return value == null ? Reservation.NONE : value;
        }));
        return reservation.map(value -> new FunctionDescription(
                ref,
                found.memorySize() == null ? 128 : found.memorySize(),
                found.hasArchitectures() && !found.architecturesAsStrings().isEmpty()
                        ? found.architecturesAsStrings().get(0)
                        : "x86_64",
                found.timeout() == null ? 3 : found.timeout(),
                value,
                millis(found.lastModified()),
                Map.copyOf(tags.value())));
    }

    /** Lambda writes offsets without a colon: {@code 2026-08-05T14:20:00.000+0000}. */
    private static long millis(String lastModified) {
        if (lastModified == null) return -1;
        try {
            return LAMBDA_TIME.parse(lastModified, Instant::from).toEpochMilli();
        } catch (DateTimeException e) {
            return -1;
        }
    }

    private CallBudget budget() {
        return new CallBudget(clock, CALL_BUDGET_MILLIS);
    }
}
