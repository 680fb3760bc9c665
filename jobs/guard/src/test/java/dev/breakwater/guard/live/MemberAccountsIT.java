package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.ledger.AccountRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.organizations.OrganizationsClient;

/** Tests the accounts and regions of a configuration that uses an emulated organisation. */
@ExtendWith(AwsKeys.class)
class MemberAccountsIT {

    private static MotoServer server;
    private static FaultProxy proxy;
    private static OrganizationsClient client;
    private static String root;
    private static String shops;
    private static String web;
    private static final Map<String, String> IDS = new TreeMap<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void found() {
        server = MotoServer.start();
        proxy = FaultProxy.before(server.endpoint());
        AwsSettings settings = AwsSettings.of("eu-west-1", server.endpoint().toString(), "");
        try (AwsClients clients = new AwsClients(settings, Map.of(), EmulatedFunctions.credentials())) {
            client = clients.build(OrganizationsClient.builder());
            client.createOrganization(r -> r.featureSet("ALL"));
            root = client.listRoots(r -> {}).roots().get(0).id();
            shops = unit(root, "shops");
            web = unit(shops, "web");
            for (String name : List.of("desk", "till")) account(shops, name);
            for (String name : List.of("cart", "search", "closed")) account(web, name);
            client.closeAccount(r -> r.accountId(IDS.get("closed")));
        }
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    @AfterEach
    void clear() {
        proxy.clear();
    }

    @Test
    void watchesTheActiveAccountsOfTheUnitsByTheirOwnRoles() throws IOException {
        List<WatchedPlace> places = places("units: [" + shops + ", " + web + "]", "");
        assertThat(names(places)).containsExactlyInAnyOrder("desk", "till", "cart", "search");
        assertThat(places).hasSize(8).allSatisfy(p -> {
            assertThat(p.observeRole()).isEqualTo("arn:aws:iam::" + p.account() + ":role/breakwater-observe");
            assertThat(p.actRole()).isEqualTo("arn:aws:iam::" + p.account() + ":role/breakwater-act");
        });
    }

    @Test
    void leavesOutWhatIsExcludedAndTakesOnlyWhatIsIncluded() throws IOException {
        String till = IDS.get("till");
        String cart = IDS.get("cart");
        assertThat(names(places("units: [" + root + "], exclude: [\"" + till + "\"]", "")))
                .containsExactlyInAnyOrder("desk", "cart", "search", MotoServer.ACCOUNT);
        String only = "units: [" + shops + "], include: [\"" + cart + "\", \"" + IDS.get("closed") + "\"]";
        assertThat(names(places(only, ""))).containsExactly("cart");
        Settings settings = settings(only, "");
        assertThat(MemberAccounts.find(settings, Map.of()).notes(settings))
                .containsExactly(
                        "organization.include: " + IDS.get("closed") + " is not an active account of the units");
    }

    @Test
    void anAccountThatIsWrittenDownKeepsItsOwnEntry() throws IOException {
        String own = "accounts: [ { id: \"" + IDS.get("desk") + "\", regions: [us-east-1] } ]\n";
        List<WatchedPlace> places = places("units: [" + shops + "]", own);
        assertThat(names(places)).containsExactlyInAnyOrder("desk", "till", "cart", "search");
        assertThat(places)
                .filteredOn(p -> p.account().equals(IDS.get("desk")))
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.region()).isEqualTo("us-east-1");
                    assertThat(p.observeRole()).isEmpty();
                });
    }

    @Test
    void whereNothingIsLeftItSaysSoInsteadOfWatchingItsOwnAccount() {
        assertThatThrownBy(() -> places("units: [" + web + "], include: [\"" + IDS.get("desk") + "\"]", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("organization: no active account is left in 2 below " + web);
    }

    @Test
    void withoutAnAnswerTheFirstStartIsRefusedAndALaterOneGoesOnWithTheAccountsOfTheLast() throws IOException {
        Settings settings = settings("units: [" + web + "]", "");
        proxy.always("organizations:ListAccountsForParent", Fault.DENIED);
        assertThatThrownBy(() -> WatchedPlace.all(settings, Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("organizations:ListAccountsForParent of " + web)
                .hasMessageContaining("management account");

        proxy.clear();
        MemberAccounts first = MemberAccounts.find(settings, Map.of());
        first.remember(settings);
        assertThat(MemberAccounts.joined(settings, List.of(IDS.get("cart"), "999988887777")))
                .containsExactly("999988887777");
        proxy.always("organizations:ListAccountsForParent", Fault.DENIED);
        MemberAccounts later = MemberAccounts.find(settings, Map.of());
        assertThat(later.rows())
                .isEqualTo(first.rows())
                .extracting(AccountRow::unit)
                .containsOnly(web);
        assertThat(later.notes(settings))
                .singleElement()
                .asString()
                .startsWith(
                        "the list of accounts is from " + first.rows().get(0).at());
        assertThat(names(WatchedPlace.all(settings, Map.of()))).containsExactlyInAnyOrder("cart", "search");
        // the stored accounts are those of the units that were requested
        assertThatThrownBy(() -> WatchedPlace.all(settings("units: [" + shops + "]", ""), Map.of()))
                .hasMessageContaining("cannot be listed");
    }

    private List<WatchedPlace> places(String organization, String more) throws IOException {
        return WatchedPlace.all(settings(organization, more), Map.of());
    }

    private Settings settings(String organization, String more) throws IOException {
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                aws: { endpoint: "%s" }
                source: { landing: { path: ./landing } }
                ledger: { path: . }
                organization:
                  { %s, regions: [eu-west-1, eu-central-1],
                    observeRole: "arn:aws:iam::{account}:role/breakwater-observe",
                    actRole: "arn:aws:iam::{account}:role/breakwater-act" }
                %s""".formatted(proxy.endpoint(), organization, more));
        Loaded<Settings> loaded = ConfigLoader.load(file);
        assertThat(loaded.problems()).isEmpty();
        return loaded.value();
    }

    private static List<String> names(List<WatchedPlace> places) {
        Map<String, String> byId =
                IDS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        return places.stream()
                .map(p -> byId.getOrDefault(p.account(), p.account()))
                .distinct()
                .toList();
    }

    private static String unit(String parent, String name) {
        return client.createOrganizationalUnit(r -> r.parentId(parent).name(name))
                .organizationalUnit()
                .id();
    }

    private static void account(String unit, String name) {
        String id = client.createAccount(r -> r.accountName(name).email(name + "@example.org"))
                .createAccountStatus()
                .accountId();
        client.moveAccount(r -> r.accountId(id).sourceParentId(root).destinationParentId(unit));
        IDS.put(name, id);
    }
}
