package dev.breakwater.connectors.cloudwatch.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.ApiReply;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.fault.MissingApi;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.budgets.BudgetsClient;
import software.amazon.awssdk.services.budgets.model.Budget;
import software.amazon.awssdk.services.budgets.model.Spend;

/** Budgets read from the emulator, and from pages and expressions that the emulator does not have. */
class AwsBudgetsIT {
    private static final Instant NOW = Instant.parse("2026-08-14T10:00:00Z");
    private static final long USD = 1_000_000_000L;

    private static MotoServer server;
    private static FaultProxy proxy;
    private static AwsClients writing;
    private static BudgetsClient writer;
    /** Pages that stand in for the emulator's answer, if there are any. */
    private static final List<String> PAGES = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = MotoServer.start();
        proxy = FaultProxy.before(server.endpoint()).answering(pages());
        writing = clients(server.endpoint().toString());
        writer = writing.build(BudgetsClient.builder());
    }

    @AfterAll
    static void stop() {
        writing.close();
        proxy.close();
        server.close();
    }

    @AfterEach
    void clear() {
        PAGES.clear();
        proxy.clear();
        read().value()
                .forEach(b ->
                        writer.deleteBudget(r -> r.accountId(MotoServer.ACCOUNT).budgetName(b.name())));
    }

    @Test
    void readsWhatWasCreatedAndWhatAwsSaysWasSpent() {
        create(b -> b.budgetName("month")
                .timeUnit("MONTHLY")
                .budgetLimit(usd("100.5"))
                .calculatedSpend(c -> c.actualSpend(usd("12.34")).forecastedSpend(usd("56"))));
        assertThat(read().value()).singleElement().satisfies(b -> {
            assertThat(b.name()).isEqualTo("month");
            assertThat(b.type()).isEqualTo("COST");
            assertThat(b.timeUnit()).isEqualTo("MONTHLY");
            assertThat(b.unit()).isEqualTo("USD");
            assertThat(b.amount()).isEqualTo(100_500_000_000L);
            assertThat(b.actual()).isEqualTo(12_340_000_000L);
            assertThat(b.forecast()).isEqualTo(56 * USD);
            assertThat(b.filters()).isEmpty();
            assertThat(b.odd()).isEmpty();
            assertThat(b.to()).isGreaterThan(NOW.getEpochSecond());
        });
        assertThat(proxy.calls("budgets:DescribeBudgets")).isNotEmpty();
    }

    @Test
    @SuppressWarnings("deprecation")
    void readsFiltersInTheOrderOfTheirKeys() {
        create(b -> b.budgetName("web")
                .timeUnit("DAILY")
                .budgetLimit(usd("5"))
                .costFilters(Map.of(
                        "TagKeyValue",
                        List.of("user:team$web"),
                        "Service",
                        List.of("AWS Lambda"),
                        "Region",
                        List.of())));
        assertThat(read().value())
                .singleElement()
                .satisfies(b -> assertThat(b.filters())
                        .containsExactly(
                                new AwsBudget.Filter("Service", List.of("AWS Lambda")),
                                new AwsBudget.Filter("TagKeyValue", List.of("user:team$web"))));
    }

    @Test
    void ofPlannedLimitsThatOfTheCurrentPeriodIsInForce() {
        create(b -> b.budgetName("planned")
                .timeUnit("MONTHLY")
                .plannedBudgetLimits(Map.of(
                        second("2026-07-01T00:00:00Z"), usd("7"),
                        second("2026-08-01T00:00:00Z"), usd("8"),
                        second("2026-09-01T00:00:00Z"), usd("9"))));
        assertThat(read().value()).extracting(AwsBudget::amount).containsExactly(8 * USD);
    }

    @Test
    void readsAllPages() {
        PAGES.add("{\"Budgets\":[" + budget("b", "") + "],\"NextToken\":\"1\"}");
        PAGES.add("{\"Budgets\":[],\"NextToken\":\"2\"}");
        PAGES.add("{\"Budgets\":[" + budget("a", "") + "]}");
        assertThat(read().value()).extracting(AwsBudget::name).containsExactly("a", "b");
    }

    @Test
    void anExpressionOfServiceAccountAndTagIsThoseFilters() {
        page("\"FilterExpression\":{\"And\":[{\"Dimensions\":{\"Key\":\"SERVICE\",\"Values\":[\"AWS Lambda\"]}},"
                + "{\"Dimensions\":{\"Key\":\"LINKED_ACCOUNT\",\"Values\":[\"111122223333\"]}},"
                + "{\"Tags\":{\"Key\":\"team\",\"Values\":[\"web\"]}},"
                + "{\"Not\":{\"Dimensions\":{\"Key\":\"RECORD_TYPE\",\"Values\":[\"Credit\",\"Refund\"]}}}]}");
        assertThat(read().value()).singleElement().satisfies(b -> {
            assertThat(b.odd()).isEmpty();
            assertThat(b.filters())
                    .containsExactly(
                            new AwsBudget.Filter("Service", List.of("AWS Lambda")),
                            new AwsBudget.Filter("LinkedAccount", List.of("111122223333")),
                            new AwsBudget.Filter("TagKeyValue", List.of("user:team$web")));
        });
    }

    @Test
    void anExpressionThatSaysNothingDoesNotHideCostFilters() {
        page("\"FilterExpression\":{},\"CostFilters\":{\"Service\":[\"Amazon S3\"]}");
        assertThat(read().value())
                .singleElement()
                .satisfies(b ->
                        assertThat(b.filters()).containsExactly(new AwsBudget.Filter("Service", List.of("Amazon S3"))));
    }

    @Test
    void anExpressionThatIsMoreIsNotTakenForNoFilter() {
        page("\"FilterExpression\":{\"Not\":{\"Dimensions\":{\"Key\":\"SERVICE\",\"Values\":[\"AWS Lambda\"]}}}");
        assertThat(read().value()).extracting(AwsBudget::odd).containsExactly("filter expression with Not");
    }

    @Test
    void aBillingViewIsNotTakenForTheAccount() {
        page("\"BillingViewArn\":\"arn:aws:billing::111122223333:billingview/custom-1\"");
        assertThat(read().value())
                .extracting(AwsBudget::odd)
                .containsExactly("billing view arn:aws:billing::111122223333:billingview/custom-1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"TOO_MANY", "SERVER_ERROR", "DENIED", "RESET_BEFORE", "TRUNCATE", "REDIRECT"})
    void aFaultIsAnAnswerAndNeverAPart(Fault.Kind kind) {
        create(b -> b.budgetName("month").timeUnit("MONTHLY").budgetLimit(usd("1")));
        proxy.always("budgets:DescribeBudgets", Fault.of(kind));
        Answer<List<AwsBudget>> answer = read();
        assertThat(answer.ok()).isFalse();
        assertThat(answer.failedAs(Outcome.DENIED)).isEqualTo(kind == Fault.Kind.DENIED);
        assertThat(proxy.wasFollowed()).isFalse();
        proxy.clear();
        assertThat(read().value()).hasSize(1);
    }

    private static Answer<List<AwsBudget>> read() {
        try (AwsBudgets budgets = new AwsBudgets(clients(proxy.endpoint().toString()), MotoServer.ACCOUNT)) {
            return budgets.read(NOW);
        }
    }

    private static void create(Consumer<Budget.Builder> budget) {
        writer.createBudget(r -> r.accountId(MotoServer.ACCOUNT).budget(b -> {
            b.budgetType("COST");
            budget.accept(b);
        }));
    }

    private static Spend usd(String amount) {
        return Spend.builder().amount(new BigDecimal(amount)).unit("USD").build();
    }

    private static String second(String time) {
        return Long.toString(Instant.parse(time).getEpochSecond());
    }

    private static void page(String more) {
        PAGES.add("{\"Budgets\":[" + budget("b", "," + more) + "]}");
    }

    private static String budget(String name, String more) {
        return "{\"BudgetName\":\"" + name + "\",\"BudgetType\":\"COST\",\"TimeUnit\":\"MONTHLY\","
                + "\"BudgetLimit\":{\"Amount\":\"1\",\"Unit\":\"USD\"}" + more + "}";
    }

    private static MissingApi pages() {
        return (request, upstream) -> {
            if (PAGES.isEmpty() || !request.operation().equals("budgets:DescribeBudgets")) return Optional.empty();
            int page = request.text().contains("\"NextToken\":\"") ? token(request.text()) : 0;
            return Optional.of(new ApiReply(
                    200,
                    Map.of("Content-Type", "application/x-amz-json-1.1"),
                    PAGES.get(page).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        };
    }

    private static int token(String body) {
        return Integer.parseInt(body.replaceAll("(?s).*\"NextToken\":\"(\\d+)\".*", "$1"));
    }

    private static AwsClients clients(String endpoint) {
        AwsSettings settings = new AwsSettings("us-east-1", endpoint, "", 5_000);
        return new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
    }
}
