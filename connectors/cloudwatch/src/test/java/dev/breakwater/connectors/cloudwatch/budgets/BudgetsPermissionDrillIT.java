package dev.breakwater.connectors.cloudwatch.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.drill.PermissionRow;
import dev.breakwater.connectors.testkit.drill.PermissionTable;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.budgets.BudgetsClient;

/**
 * Reads budgets with and without the permission. After a change write the line of {@code docs/permissions.md} again
 * with {@code -Dbreakwater.write=true}.
 */
class BudgetsPermissionDrillIT {

    @Test
    void theDocumentSaysWhatHappensWithoutThePermission() {
        try (MotoServer server = MotoServer.start();
                FaultProxy proxy = FaultProxy.before(server.endpoint());
                AwsClients clients = clients(proxy)) {
            clients.build(BudgetsClient.builder())
                    .createBudget(r -> r.accountId(MotoServer.ACCOUNT)
                            .budget(b -> b.budgetName("month")
                                    .budgetType("COST")
                                    .timeUnit("MONTHLY")
                                    .budgetLimit(l -> l.amount(BigDecimal.TEN).unit("USD"))));
            assertThat(read(proxy)).isEqualTo("budgets: 1 read");
            proxy.always("budgets:DescribeBudgets", Fault.denied());
            AwsCall call = AwsCall.VIEW_BUDGET;
            List<PermissionRow> rows =
                    List.of(new PermissionRow(call.subject(), call.role().shown(), call.withoutIt(), read(proxy)));
            PermissionTable.writeWhereAsked(rows);
            assertThat(PermissionTable.linesOf(rows))
                    .containsExactly(rows.get(0).text());
        }
    }

    private static String read(FaultProxy proxy) {
        try (AwsBudgets budgets = new AwsBudgets(clients(proxy), MotoServer.ACCOUNT)) {
            Answer<List<AwsBudget>> answer = budgets.read(Instant.now());
            return "budgets: "
                    + (answer.ok()
                            ? answer.value().size() + " read"
                            : "none read, " + answer.failure().code());
        }
    }

    private static AwsClients clients(FaultProxy proxy) {
        AwsSettings settings = new AwsSettings("us-east-1", proxy.endpoint().toString(), "", 30_000);
        return new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
    }
}
