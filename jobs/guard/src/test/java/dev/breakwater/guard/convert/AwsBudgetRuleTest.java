package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.budgets.AwsBudget;
import dev.breakwater.core.policy.Match;
import dev.breakwater.core.policy.PolicyBook.Group;
import dev.breakwater.guard.wire.AwsTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsBudgetRuleTest {

    private static final String OWNER = "111122223333";
    private static final long NOW = 1_000;

    private final AwsBudgetRule rule = new AwsBudgetRule(List.of(
            new Group("web", new Match("*", Map.of("team", "web"))),
            new Group("web-api", new Match("api-*", Map.of("team", "api"))),
            new Group("two", new Match("*", Map.of("team", "two", "stage", "prod")))));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "; aws:account|111122223333; aws:b",
                "Service=AWS Lambda; aws:account|111122223333; aws:b",
                "Service=Amazon S3,AWS Lambda; aws:account|111122223333; aws:b",
                "LinkedAccount=444455556666; aws:account|444455556666; aws:111122223333:b",
                "TagKeyValue=user:team$web; aws:group:web|111122223333; aws:b",
                "LinkedAccount=444455556666 TagKeyValue=user:team$web; aws:group:web|444455556666; aws:111122223333:b",
            })
    void metersWhatCountsLambdaInAnAccountOrUnderATag(String filters, String scope, String name) {
        AwsBudgetRule.Sorted sorted = rule.sort(budget("COST", "MONTHLY", "USD", 5, "", filters), OWNER, NOW);
        assertThat(sorted.reason()).isEmpty();
        assertThat(sorted.scope()).isEqualTo(scope);
        assertThat(sorted.term()).isEqualTo(new AwsTerm(name, 5, 0, 2, -1));
    }

    @Test
    void aDailyBudgetIsOneOfTheDay() {
        AwsBudgetRule.Sorted sorted = rule.sort(budget("COST", "DAILY", "USD", 5, "", null), OWNER, NOW);
        assertThat(sorted.term()).isEqualTo(new AwsTerm("aws:b", 0, 5, 2, -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Service=Amazon S3; it does not count AWS Lambda",
                "LinkedAccount=1,2; it is for several accounts",
                "LinkedAccount=*; its linked account is no account number",
                "LinkedAccount=1|2; its linked account is no account number",
                "LinkedAccount=* TagKeyValue=user:team$web; its linked account is no account number",
                "TagKeyValue=user:team$web,user:team$two; it is for several tags",
                "Region=eu-west-1; it is filtered by Region, which function metrics do not show",
                "TagKeyValue=user:team$api; no group has exactly the functions with tag team",
                "TagKeyValue=user:team$two; no group has exactly the functions with tag team",
            })
    void saysWhyAFilterCannotBeMetered(String filters, String reason) {
        AwsBudgetRule.Sorted sorted = rule.sort(budget("COST", "MONTHLY", "USD", 5, "", filters), OWNER, NOW);
        assertThat(sorted.term()).isNull();
        assertThat(sorted.reason()).startsWith(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "USAGE; MONTHLY; USD; 5; ''; its type is USAGE, not COST",
                "COST; QUARTERLY; USD; 5; ''; it is QUARTERLY, not MONTHLY or DAILY",
                "COST; MONTHLY; CNY; 5; ''; its amount is in CNY, not in USD",
                "COST; MONTHLY; USD; 0; ''; it has no amount above 0",
                "COST; MONTHLY; USD; 5; filter expression with Or; it has a filter expression with Or",
            })
    void saysWhyABudgetIsNoneOfOurs(String type, String unit, String currency, long amount, String odd, String reason) {
        assertThat(rule.sort(budget(type, unit, currency, amount, odd, null), OWNER, NOW))
                .isEqualTo(new AwsBudgetRule.Sorted("", null, reason));
    }

    @Test
    void namesTheGroupThatATagWants() {
        assertThat(rule.sort(budget("COST", "MONTHLY", "USD", 5, "", "TagKeyValue=user:cost$a b"), OWNER, NOW)
                        .reason())
                .isEqualTo("no group has exactly the functions with tag cost; write groups: [ { name: NAME,"
                        + " match: { tags: { \"cost\": \"a b\" } } } ]");
    }

    @Test
    void onlyWhatIsInItsTimeCounts() {
        AwsBudget b = budget("COST", "MONTHLY", "USD", 5, "", null);
        assertThat(rule.sort(b, OWNER, 2_000).reason()).isEqualTo("it has ended");
        assertThat(rule.sort(b, OWNER, 99).reason()).isEqualTo("it has not begun");
    }

    private static AwsBudget budget(
            String type, String timeUnit, String currency, long amount, String odd, String filters) {
        List<AwsBudget.Filter> all = new ArrayList<>();
        if (filters != null) {
            for (String f : filters.split(" (?=[A-Z][A-Za-z]+=)")) {
                String[] parts = f.split("=", 2);
                all.add(new AwsBudget.Filter(parts[0], List.of(parts[1].split(","))));
            }
        }
        return new AwsBudget("b", type, timeUnit, currency, amount, all, odd, 6_000, 120_000, 2, -1);
    }
}
