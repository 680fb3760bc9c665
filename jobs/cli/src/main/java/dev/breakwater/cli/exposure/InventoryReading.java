package dev.breakwater.cli.exposure;

import dev.breakwater.cli.exposure.AccountReader.ExposureInput;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.exposure.model.AccountReading;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.exposure.model.EntryPoints;
import dev.breakwater.exposure.model.Fact;
import dev.breakwater.exposure.model.FunctionId;
import dev.breakwater.exposure.model.FunctionReading;
import dev.breakwater.exposure.model.FunctionReading.Capacity;
import dev.breakwater.exposure.model.FunctionReading.Outputs;
import dev.breakwater.exposure.model.FunctionReading.Upkeep;
import dev.breakwater.guard.convert.InventoryFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The content of an inventory file, for people who have no AWS account. The file has sizes and limits, but does not
 * show who can start the functions.
 */
final class InventoryReading {

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

    private InventoryReading() {}

    static ExposureInput read(Path file) {
        List<FunctionReading> functions = new ArrayList<>();
        Set<AccountReading> accounts = new LinkedHashSet<>();
        for (FunctionFacts f : InventoryFile.read(file).values()) {
            functions.add(function(f));
            accounts.add(new AccountReading(f.account(), f.region(), Capacity.NONE, Capacity.NONE));
        }
        Gap gap = new Gap(
                file.toString(),
                "an inventory file",
                "",
                "the inventory does not say who can start the functions, or the account's limit; read the account "
                        + "to learn these");
        return new ExposureInput(List.copyOf(accounts), functions, true, List.of(gap));
    }

    private static FunctionReading function(FunctionFacts f) {
        Set<Fact> unread = EnumSet.copyOf(UNTOLD);
        if (f.modifiedMinute() < 0) unread.add(Fact.MODIFIED);
        return new FunctionReading(
                new FunctionId(f.account(), f.region(), f.function()),
                new Capacity(
                        f.memoryMb(),
                        f.architecture(),
                        f.timeoutSeconds(),
                        f.reservation().previous()),
                new Upkeep(f.modifiedMinute() < 0 ? Upkeep.UNKNOWN : f.modifiedMinute() * 60_000, f.tags()),
                EntryPoints.none(),
                Outputs.unknown(),
                unread);
    }
}
