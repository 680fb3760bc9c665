package dev.breakwater.cli.policies;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.inventory.EveryKind;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import dev.breakwater.guard.convert.InventoryFacts;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.guard.live.FirstInventory;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code breakwater policies}. */
@Command(
        name = "policies",
        description = {
            "Shows each function's policy, thresholds (USD an hour above normal) and lever, and who is alerted.",
            "It reads the functions from the configured accounts or an inventory file, or takes the names that you "
                    + "give. If the functions cannot be read, it shows only the patterns and says so."
        })
public final class PoliciesCommand extends TerminalCommand.OfData {

    /** Reads all limits, no matter who set them. */
    private static final InventoryFacts FACTS = new InventoryFacts(Set.of());

    private static final int SHOWN = 8;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--functions",
            paramLabel = "FILE",
            description = "Read the functions from this inventory (JSON lines) instead of from the accounts.")
    private Path functions;

    @Parameters(
            arity = "0..*",
            paramLabel = "FUNCTION",
            description = "Show functions with these names, without tags, in the first configured account and region. "
                    + "Reads no function.")
    private List<String> names = List.of();

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "The account of the named functions. Needed if an organisation has several accounts.")
    private String account;

    @Override
    public Integer call() {
        Settings settings = config.settings();
        PolicyTable table = read(settings);
        out().println(json() ? LedgerJson.line(table) : table.text());
        return 0;
    }

    private PolicyTable read(Settings settings) {
        if (!names.isEmpty()) return PolicyTable.of(settings, named(settings), List.of(), Map.of());
        if (functions != null)
            return PolicyTable.of(settings, InventoryFile.read(functions).values(), List.of(), Map.of());
        Map<String, String> environment = System.getenv();
        try {
            WatchedPlace.requireCredentials();
            Settings known = WatchedPlace.withAccounts(settings, environment);
            List<WatchedPlace> places = WatchedPlace.all(known, environment);
            FirstInventory inventory = FirstInventory.read(places, environment);
            Map<String, FunctionFacts> fleet = inventory.fleet();
            List<String> gaps = new ArrayList<>(inventory.gaps());
            Map<String, List<Trigger>> triggers = fleet.isEmpty() ? Map.of() : triggers(places, environment, gaps);
            return PolicyTable.of(known, fleet.values(), gaps, triggers);
        } catch (IllegalStateException e) {
            return PolicyTable.of(settings, List.of(), List.of(e.getMessage()), Map.of());
        }
    }

    private List<FunctionFacts> named(Settings settings) {
        Settings.Account first = ofTheNames(settings);
        return names.stream()
                .map(name -> FunctionFacts.listed(
                                Scope.function(first.id(), first.regions().get(0), name),
                                settings.prices().assumedMemoryMb(),
                                "x86_64",
                                900,
                                -1,
                                Capacity.FREE_MB)
                        .with(Map.of(), ReservationFacts.UNKNOWN, TriggerFacts.UNKNOWN, Capacity.NONE))
                .toList();
    }

    /** Returns the account in which the named functions are. */
    private Settings.Account ofTheNames(Settings settings) {
        Settings.Organization organization = settings.organization();
        if (account != null) {
            Optional<Settings.Account> own = settings.accounts().stream()
                    .filter(a -> a.id().equals(account))
                    .findFirst();
            if (own.isEmpty() && !organization.enabled()) throw whichOf(settings.accounts());
            return own.orElseGet(() -> organization.account(account));
        }
        List<Settings.Account> all = organization.enabled() ? members(settings) : settings.accounts();
        boolean clear = organization.enabled() ? all.size() == 1 : !all.isEmpty();
        if (!clear) throw whichOf(all);
        return all.get(0);
    }

    private static List<Settings.Account> members(Settings settings) {
        try {
            return WatchedPlace.withAccounts(settings, System.getenv()).accounts();
        } catch (IllegalStateException e) {
            throw Refusal.usage("FUNCTION needs --account ID: " + e.getMessage());
        }
    }

    private static Refusal whichOf(List<Settings.Account> all) {
        if (all.isEmpty()) {
            return Refusal.usage("FUNCTION needs an account in the configuration; or use --functions FILE");
        }
        String known = all.stream().map(Settings.Account::id).limit(SHOWN).collect(Collectors.joining(", "));
        String more = all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "";
        return Refusal.usage("FUNCTION needs --account with one of the accounts " + known + more);
    }

    /**
     * Returns the queues and streams that feed functions, by {@code account|region|function}.
     *
     * @param gaps gets the unreadable parts
     */
    private static Map<String, List<Trigger>> triggers(
            List<WatchedPlace> places, Map<String, String> environment, List<String> gaps) {
        Map<String, List<Trigger>> all = new HashMap<>();
        for (WatchedPlace place : places) {
            try (PlaceDirectory directory = EveryKind.open(place.inventory(), environment)) {
                triggers(place, directory, all, gaps);
            }
        }
        return all;
    }

    private static void triggers(
            WatchedPlace place, PlaceDirectory directory, Map<String, List<Trigger>> all, List<String> gaps) {
        String marker = "";
        do {
            Answer<PlaceDirectory.Page<TriggerMapping>> page = directory.mappings(marker);
            if (!page.ok()) {
                gaps.add("queues and streams of " + place.account() + ' ' + place.region() + ": "
                        + page.failure().text());
                return;
            }
            for (TriggerMapping m : page.value().items()) {
                all.computeIfAbsent(place.account() + '|' + place.region() + '|' + m.function(), k -> new ArrayList<>())
                        .add(FACTS.trigger(m));
            }
            marker = page.value().next();
        } while (!marker.isEmpty());
    }
}
