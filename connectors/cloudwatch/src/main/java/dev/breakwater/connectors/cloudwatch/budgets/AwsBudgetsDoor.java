package dev.breakwater.connectors.cloudwatch.budgets;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * AWS Budgets, which is in no region; its requests are signed for us-east-1.
 *
 * @param endpoint replaces the service's endpoint, or empty (then {@code AWS_ENDPOINT_URL} counts)
 */
record AwsBudgetsDoor(String endpoint) implements BudgetsDoor {
    private static final int CALL_TIMEOUT_MILLIS = 20_000;

    @Override
    public List<BudgetsApi> open(List<BudgetsTarget> targets) {
        List<BudgetsApi> apis = new ArrayList<>();
        for (BudgetsTarget target : targets) {
            AwsSettings settings = new AwsSettings(AwsBudgets.REGION, endpoint, target.roleArn(), CALL_TIMEOUT_MILLIS);
            apis.add(new AwsBudgets(new AwsClients(settings, System.getenv()), target.account()));
        }
        return apis;
    }
}
