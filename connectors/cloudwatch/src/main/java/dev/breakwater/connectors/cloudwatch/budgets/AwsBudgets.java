package dev.breakwater.connectors.cloudwatch.budgets;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.Outcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.budgets.BudgetsClient;
import software.amazon.awssdk.services.budgets.model.Budget;
import software.amazon.awssdk.services.budgets.model.CalculatedSpend;
import software.amazon.awssdk.services.budgets.model.DescribeBudgetsResponse;
import software.amazon.awssdk.services.budgets.model.Spend;

/** Budgets by the SDK. */
final class AwsBudgets implements BudgetsApi {
    /** The region that requests are signed for. */
    static final String REGION = "us-east-1";

    private static final int CALL_TIMEOUT_MILLIS = 20_000;
    private static final int PAGE = 100;
    /** An account may have 20,000 budgets. */
    private static final int MOST_PAGES = 1_000;

    private final AwsClients clients;
    private final BudgetsClient client;
    private final String account;

    /** @param clients for {@link #REGION}; closed with this */
    AwsBudgets(AwsClients clients, String account) {
        this.clients = clients;
        this.client = clients.build(BudgetsClient.builder());
        this.account = account;
    }

    /**
     * AWS Budgets, which is in no region; its requests are signed for us-east-1.
     *
     * @param endpoint replaces the service's endpoint, or empty (then {@code AWS_ENDPOINT_URL} counts)
     */
    static BudgetsApi.Factory at(String endpoint) {
        return targets -> {
            List<BudgetsApi> apis = new ArrayList<>();
            for (BudgetsSource.Target target : targets) {
                AwsSettings settings = new AwsSettings(REGION, endpoint, target.roleArn(), CALL_TIMEOUT_MILLIS);
                apis.add(new AwsBudgets(new AwsClients(settings, System.getenv()), target.account()));
            }
            return apis;
        };
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public Answer<List<AwsBudget>> read(Instant now) {
        List<AwsBudget> all = new ArrayList<>();
        String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            String at = token;
            Answer<DescribeBudgetsResponse> answer = Answer.ask(() -> client.describeBudgets(r -> r.accountId(account)
                    .maxResults(PAGE)
                    .showFilterExpression(true)
                    .nextToken(at)));
            if (!answer.ok()) return Answer.failed(answer.failure());
            answer.value().budgets().forEach(b -> all.add(budget(b, now)));
            token = answer.value().nextToken();
            if (token == null || token.isEmpty()) {
                all.sort(Comparator.comparing(AwsBudget::name));
                return Answer.of(all);
            }
        }
        return Answer.failed(AwsFailure.of(Outcome.UNKNOWN, "TooManyPages", "more than " + MOST_PAGES + " pages"));
    }

    private static AwsBudget budget(Budget b, Instant now) {
        Spend limit = limit(b, now);
        Filters filters = Filters.of(b);
        CalculatedSpend spent = b.calculatedSpend();
        return new AwsBudget(
                b.budgetName(),
                b.budgetTypeAsString(),
                b.timeUnitAsString(),
                limit == null || limit.unit() == null ? "" : limit.unit(),
                limit == null || limit.amount() == null ? 0 : billionths(limit),
                filters.simple(),
                odd(b, filters),
                b.timePeriod() == null ? 0 : second(b.timePeriod().start(), 0),
                b.timePeriod() == null ? Long.MAX_VALUE : second(b.timePeriod().end(), Long.MAX_VALUE),
                spent == null ? -1 : told(spent.actualSpend()),
                spent == null ? -1 : told(spent.forecastedSpend()));
    }

    /** If limits are planned, with the periods' first seconds as keys, the limit of the period that began last. */
    private static Spend limit(Budget b, Instant now) {
        TreeMap<Long, Spend> planned = new TreeMap<>();
        b.plannedBudgetLimits().forEach((start, limit) -> {
            if (start.matches("[0-9]{1,12}")) planned.put(Long.parseLong(start), limit);
        });
        var current = planned.floorEntry(now.getEpochSecond());
        return current == null ? b.budgetLimit() : current.getValue();
    }

    private static String odd(Budget b, Filters filters) {
        String view = b.billingViewArn() == null ? "" : b.billingViewArn();
        return view.isEmpty() || view.endsWith("/primary") ? filters.odd() : "billing view " + view;
    }

    private static long second(Instant at, long otherwise) {
        return at == null ? otherwise : at.getEpochSecond();
    }

    private static long told(Spend spend) {
        return spend == null || spend.amount() == null ? -1 : billionths(spend);
    }

    /** More credit than cost counts as no spend; an amount beyond a long is cut off. */
    private static long billionths(Spend spend) {
        BigDecimal value = spend.amount().movePointRight(9);
        return value.max(BigDecimal.ZERO)
                .min(BigDecimal.valueOf(Long.MAX_VALUE / 4))
                .longValue();
    }

    @Override
    public void close() {
        clients.close();
    }
}
