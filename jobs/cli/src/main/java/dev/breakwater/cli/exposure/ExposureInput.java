package dev.breakwater.cli.exposure;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.exposure.AccountSurface;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.SurfaceGap;
import dev.breakwater.connectors.lambda.exposure.CallPace.Paces;
import dev.breakwater.connectors.lambda.exposure.SurfaceReader;
import dev.breakwater.exposure.model.AccountReading;
import dev.breakwater.exposure.model.AccountReading.EntryPoints;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.AccountReading.FunctionReading.Outputs;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.exposure.read.Surfaces;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.function.FunctionFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The accounts and functions as they were read, from which the worst case is computed.
 *
 * @param whole whether the list of functions is complete in every account and region
 * @param gaps  the unreadable parts
 */
record ExposureInput(List<AccountReading> accounts, List<FunctionReading> functions, boolean whole, List<Gap> gaps) {

    private static final int NAMES_SHOWN = 3;

    private static final Set<Fact> UNTOLD = Set.of(
            Fact.URLS,
            Fact.POLICY,
            Fact.ALIASES,
            Fact.VERSIONS,
            Fact.APIS,
            Fact.MAPPINGS,
            Fact.DESTINATIONS,
            Fact.ROLE,
            Fact.ENVIRONMENT);

    /** Reads all accounts and regions from AWS, with the observe role. */
    static ExposureInput ofAccounts(List<WatchedPlace> places, Map<String, String> environment, ActClock clock) {
        List<AccountReading> accounts = new ArrayList<>();
        List<FunctionReading> functions = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        boolean whole = true;
        for (WatchedPlace place : places) {
            AccountSurface surface = read(place, environment, clock);
            whole &= surface.listed();
            accounts.add(new AccountReading(
                    surface.account(), surface.region(), surface.concurrent(), surface.unreserved()));
            surface.gaps().forEach(gap -> gaps.add(gap(gap)));
            functions.addAll(Surfaces.of(surface, gaps));
        }
        return new ExposureInput(accounts, functions, whole, gaps);
    }

    private static AccountSurface read(WatchedPlace place, Map<String, String> environment, ActClock clock) {
        try (AwsClients clients = new AwsClients(place.observing(), environment)) {
            return new SurfaceReader(clients, place.account(), clock, Paces.besidesActs(clock)).read();
        }
    }

    private static Gap gap(SurfaceGap gap) {
        return new Gap(
                gap.permission() + " of " + names(gap.of()),
                why(gap.failure()),
                gap.failure().outcome() == Outcome.DENIED ? gap.permission() : "",
                without(gap));
    }

    private static String without(SurfaceGap gap) {
        if (gap.part() != null) return gap.part().without();
        return gap.permission().equals("lambda:ListFunctions")
                ? "functions are missing here"
                : "the account's limit is assumed";
    }

    private static String names(List<String> of) {
        if (of.size() <= NAMES_SHOWN) return String.join(", ", of);
        return String.join(", ", of.subList(0, NAMES_SHOWN)) + " and " + (of.size() - NAMES_SHOWN) + " more";
    }

    /** Shortens an error message if it is a whole web page. */
    private static String why(AwsFailure failure) {
        return failure.detail().startsWith("<") ? failure.code() : failure.text();
    }

    /**
     * Reads an inventory file, for people who have no AWS account. The file has sizes and limits, but does not show who
     * can start the functions.
     */
    static ExposureInput ofInventory(Path file) {
        List<FunctionReading> functions = new ArrayList<>();
        Set<AccountReading> accounts = new LinkedHashSet<>();
        for (FunctionFacts f : InventoryFile.read(file).values()) {
            functions.add(function(f));
            accounts.add(new AccountReading(f.account(), f.region(), -1, -1));
        }
        Gap gap = new Gap(
                file.toString(),
                "an inventory file",
                "",
                "the inventory contains neither the account's limit nor who can start the functions. Read the "
                        + "account to learn both");
        return new ExposureInput(List.copyOf(accounts), functions, true, List.of(gap));
    }

    private static FunctionReading function(FunctionFacts f) {
        Set<Fact> unread = EnumSet.copyOf(UNTOLD);
        if (f.modifiedMillis() < 0) unread.add(Fact.MODIFIED);
        return new FunctionReading(f, EntryPoints.none(), Outputs.unknown(), unread);
    }
}
