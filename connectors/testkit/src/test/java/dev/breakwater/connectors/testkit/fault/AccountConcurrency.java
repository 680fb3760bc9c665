package dev.breakwater.connectors.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.connectors.testkit.fault.ApiReply.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The account's concurrency. Answers GetAccountSettings. The proxy also refuses, with AWS's error, a
 * PutFunctionConcurrency that would leave too little unreserved. No function has provisioned concurrency. Reservations
 * are read from the server behind the proxy each time, so manual changes count.
 *
 * <p>A reservation that leaves more unreserved than before is never refused, even if the rest is below the minimum. AWS
 * does not document this case.
 */
public final class AccountConcurrency implements MissingApi {

    /**
     * The minimum that AWS keeps unreserved in an account of the usual size. Accounts with limits of 50 and 10 exist.
     */
    public static final int USUAL_MINIMUM = 100;

    private static final Pattern PUT = Pattern.compile("/[0-9-]+/functions/([^/]+)/concurrency/?");

    private final int limit;
    private final int minimum;

    /**
     * @param limit the concurrent executions of an account in each region
     * @param minimum the concurrency that must stay unreserved
     */
    public AccountConcurrency(int limit, int minimum) {
        this.limit = limit;
        this.minimum = minimum;
    }

    /** Creates the usual account, with the values 1,000 and 100. */
    public static AccountConcurrency usual() {
        return new AccountConcurrency(1_000, USUAL_MINIMUM);
    }

    @Override
    public Optional<ApiReply> answer(ApiRequest request, Upstream upstream) {
        return switch (request.operation()) {
            case "lambda:GetAccountSettings" -> Optional.of(settings(request, upstream));
            case "lambda:PutFunctionConcurrency" -> refusal(request, upstream);
            case "lambda:ListProvisionedConcurrencyConfigs" ->
                Optional.of(ApiReply.json(200, "{\"ProvisionedConcurrencyConfigs\":[]}"));
            default -> Optional.empty();
        };
    }

    private ApiReply settings(ApiRequest request, Upstream upstream) {
        JsonNode functions = functions(request, upstream);
        int unreserved = limit - reserved(request, upstream, functions, "");
        return ApiReply.json(
                200,
                "{\"AccountLimit\":{\"TotalCodeSize\":80530636800,\"CodeSizeUnzipped\":262144000,"
                        + "\"CodeSizeZipped\":52428800,\"ConcurrentExecutions\":" + limit
                        + ",\"UnreservedConcurrentExecutions\":" + unreserved
                        + "},\"AccountUsage\":{\"TotalCodeSize\":0,\"FunctionCount\":" + functions.size() + "}}");
    }

    private Optional<ApiReply> refusal(ApiRequest request, Upstream upstream) {
        Matcher path = PUT.matcher(request.path());
        String function = path.matches() ? ApiRequest.decode(path.group(1)) : "";
        function = function.substring(function.lastIndexOf(':') + 1);
        int wanted =
                Json.read(request.text()).path("ReservedConcurrentExecutions").asInt(-1);
        if (wanted < 0) {
            return Optional.empty();
        }
        int others = reserved(request, upstream, functions(request, upstream), function);
        int before = of(request, upstream, function);
        boolean takesMore = wanted > before;
        if (!takesMore || limit - others - wanted >= minimum) {
            return Optional.empty();
        }
        return Optional.of(ServiceErrors.error(
                request,
                400,
                "InvalidParameterValueException",
                "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution"
                        + " below its minimum value of [" + minimum + "]."));
    }

    private static JsonNode functions(ApiRequest request, Upstream upstream) {
        return Json.read(upstream.get(request, "/2015-03-31/functions/").text()).path("Functions");
    }

    private static int reserved(ApiRequest request, Upstream upstream, JsonNode functions, String exceptFor) {
        int sum = 0;
        for (JsonNode function : functions) {
            String name = function.path("FunctionName").asText();
            sum += name.equals(exceptFor) ? 0 : of(request, upstream, name);
        }
        return sum;
    }

    private static int of(ApiRequest request, Upstream upstream, String function) {
        ApiReply reply = upstream.get(request, "/2019-09-30/functions/" + function + "/concurrency");
        return reply.ok()
                ? Json.read(reply.text()).path("ReservedConcurrentExecutions").asInt(0)
                : 0;
    }
}
