package dev.breakwater.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.drill.PermissionTable;
import dev.breakwater.connectors.testkit.drill.PermissionTable.PermissionRow;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.organizations.OrganizationsClient;

/**
 * Lists the accounts of an emulated organisation, with all permissions and without each of them. After a change,
 * rewrite the lines of {@code docs/permissions.md} with {@code -Dbreakwater.write=true}.
 */
class OrganizationPermissionDrillIT {

    private static MotoServer server;
    private static FaultProxy proxy;
    private static AwsClients clients;
    private static OrganizationsClient client;
    private static String root;
    private static String shops;

    private final List<Long> pauses = new ArrayList<>();

    /**
     * Builds an organisation: the root has the management account and the unit shops. Below shops, the unit web has 25
     * accounts, one of them closed.
     */
    @BeforeAll
    static void found() {
        server = MotoServer.start();
        proxy = FaultProxy.before(server.endpoint());
        AwsSettings settings = new AwsSettings("eu-west-1", proxy.endpoint().toString(), "", 30_000);
        clients = new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
        client = clients.build(OrganizationsClient.builder());
        client.createOrganization(r -> r.featureSet("ALL"));
        root = client.listRoots(r -> {}).roots().get(0).id();
        shops = unit(root, "shops");
        String web = unit(shops, "web");
        account(shops, "desk");
        for (int i = 0; i < 25; i++) account(web, "web-" + i);
        client.closeAccount(r -> r.accountId(account(web, "closed")));
        account(unit(root, "others"), "elsewhere");
    }

    @AfterAll
    static void stop() {
        clients.close();
        proxy.close();
        server.close();
    }

    @BeforeEach
    void clear() {
        proxy.clear();
    }

    @Test
    void findsTheActiveAccountsOfAllUnitsBelow() {
        Map<String, String> found = under(shops).value();
        assertThat(found).hasSize(26).containsValues("desk", "web-0", "web-24").doesNotContainValue("closed");
        assertThat(proxy.calls("organizations:ListAccountsForParent"))
                .as("one page of shops, two of web")
                .hasSize(3);
        assertThat(under(root).value())
                .hasSize(28)
                .containsKey(MotoServer.ACCOUNT)
                .containsValue("elsewhere");
    }

    @Test
    void waitsBetweenCallsAndLongerWhereAsked() {
        proxy.script("organizations:ListAccountsForParent", Fault.TOO_MANY, Fault.SERVER_ERROR);
        assertThat(under(shops).value()).hasSize(26);
        assertThat(pauses).startsWith(250L, 2_000L, 2_000L, 250L).allMatch(millis -> millis >= 250);
    }

    @Test
    void saysWhichCallFailedAboutWhichUnit() {
        proxy.always("organizations:ListOrganizationalUnitsForParent", Fault.SERVER_ERROR);
        assertThat(under(shops).failure().outcome()).isEqualTo(Outcome.TRANSIENT);
        assertThat(under(shops).failure().detail())
                .startsWith("organizations:ListOrganizationalUnitsForParent of " + shops + ": ");
        assertThat(pauses).hasSize(2 * (1 + 4));
        proxy.clear();
        assertThat(under("ou-ab12-cdefgh34").failedAs(Outcome.MISSING)).isTrue();
    }

    @Test
    void theDocumentSaysWhatHappensWithoutEachPermission() {
        List<PermissionRow> rows = Stream.of(
                        AwsCall.LIST_ACCOUNTS_FOR_PARENT, AwsCall.LIST_ORGANIZATIONAL_UNITS_FOR_PARENT)
                .map(this::row)
                .toList();
        PermissionTable.writeWhereAsked(rows);
        assertThat(PermissionTable.linesOf(rows))
                .containsExactlyElementsOf(
                        rows.stream().map(PermissionRow::text).toList());
    }

    private PermissionRow row(AwsCall call) {
        proxy.clear();
        proxy.always(call.permission(), Fault.DENIED);
        String seen = "accounts: none, " + under(shops).failure().code();
        return new PermissionRow(call.permission(), call.role().shown(), call.withoutIt(), seen);
    }

    private Answer<Map<String, String>> under(String unit) {
        return OrganizationAccounts.under(unit, client, pauses::add);
    }

    private static String unit(String parent, String name) {
        return client.createOrganizationalUnit(r -> r.parentId(parent).name(name))
                .organizationalUnit()
                .id();
    }

    private static String account(String unit, String name) {
        String id = client.createAccount(r -> r.accountName(name).email(name + "@example.org"))
                .createAccountStatus()
                .accountId();
        client.moveAccount(r -> r.accountId(id).sourceParentId(root).destinationParentId(unit));
        return id;
    }
}
