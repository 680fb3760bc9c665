package dev.breakwater.cli.console;

import dev.breakwater.cli.console.Standing.LimitDecisions;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.file.RequestFiles.Read;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.ledger.BudgetRow;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.ledger.InventoryRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.Followed;
import dev.breakwater.ledger.folder.IncidentList;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.report.console.ConsoleState;
import dev.breakwater.report.console.JobState;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The content of a run's files. Each call reads only what was added since the last call. One thread uses this class.
 */
final class ConsoleFiles {

    private final Path chains;
    private final Path pages;
    private final Path requests;
    private final RunFolder run;
    private final Clock clock;

    private IncidentList incidents;
    private LimitDecisions limits;
    private Map<String, BudgetRow> budgets;
    private Map<String, FleetRow> deployed;
    private List<Followed<?>> followed = List.of();
    private final Map<String, FleetRow> fleet = new LinkedHashMap<>();
    private LedgerMemory ledger = LedgerMemory.of(List.of());
    /** The version of each rewritten file when it was last read. */
    private final Map<Path, String> seen = new HashMap<>();

    ConsoleFiles(Settings settings, Clock clock) {
        chains = RunPlaces.chains(settings);
        pages = RunPlaces.pages(settings);
        requests = RunPlaces.requests(settings);
        run = RunPlaces.files(settings);
        this.clock = clock;
        anew();
    }

    private void anew() {
        incidents = new IncidentList();
        seen.remove(LedgerFile.OPEN.in(run.path()));
        limits = new LimitDecisions();
        budgets = new TreeMap<>();
        deployed = new HashMap<>();
        followed = List.of(
                new Followed<>(run, LedgerFile.INCIDENTS, incidents::take),
                new Followed<>(run, LedgerFile.DECISIONS, limits::take),
                new Followed<>(run, LedgerFile.BUDGETS, this::stands),
                new Followed<>(run, LedgerFile.INVENTORY, this::inventory));
    }

    private void stands(BudgetRow b) {
        if (b.at() != null) budgets.put(b.figures().name() + '|' + b.where().account(), b);
    }

    private void inventory(InventoryRow i) {
        if (i.function() == null) return;
        FleetRow unheard = FleetRow.unheard(i.account(), i.region(), i.function());
        switch (i.kind()) {
            case "found" -> deployed.put(unheard.id(), unheard);
            case "gone" -> deployed.remove(unheard.id());
            default -> {
                // a file that cannot be read does not count as missing
            }
        }
    }

    /** Returns the present content of all files. */
    ConsoleState read() throws IOException {
        for (Followed<?> file : followed) {
            if (file.cut()) {
                anew();
                break;
            }
        }
        for (Followed<?> file : followed) file.read();
        if (changed(LedgerFile.FLEET.in(run.path()))) {
            fleet.clear();
            run.each(LedgerFile.FLEET, row -> fleet.put(row.id(), row));
        }
        if (changed(LedgerFile.OPEN.in(run.path()))) incidents.readOpen(run);
        boolean written = false;
        for (LedgerFolder.Chain chain : LedgerFolder.chains(chains)) written |= changed(chain.newest());
        if (written) ledger = LedgerMemory.read(chains);
        HeartbeatRow beat = run.heartbeat().orElse(null);
        Instant now = clock.instant();
        List<Read> asked = RequestFiles.all(requests);
        return new Standing(now, kept(), limits)
                .of(
                        new Standing.Told(
                                List.copyOf(fleet.values()), deployed, incidents.all(), List.copyOf(budgets.values())),
                        ledger,
                        asked.stream().filter(Read::readable).map(Read::request).toList(),
                        protectedNow(asked, now),
                        JobState.of(run.heardAt(beat), proven(asked), beat, now)
                                .with(run.configuration().orElse(null)));
    }

    private boolean changed(Path file) throws IOException {
        String looks = Files.exists(file) ? Files.getLastModifiedTime(file) + " " + Files.size(file) : "";
        return !looks.equals(seen.put(file, looks));
    }

    /** Returns the ids of incidents that have a page. */
    private Set<String> kept() throws IOException {
        Set<String> ids = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(pages, "*.html")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                ids.add(name.substring(0, name.length() - ".html".length()));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return ids;
        }
        return ids;
    }

    /** Returns the functions that a person has protected from throttles for a time. */
    private static Set<String> protectedNow(List<Read> asked, Instant now) {
        Set<String> ids = new HashSet<>();
        for (Read read : asked) {
            Request r = read.request();
            if (r == null || r.kind() != Request.Kind.PROTECT || r.until() <= now.toEpochMilli()) continue;
            ids.add(String.join(
                    "|", r.scope().account(), r.scope().region(), r.scope().key()));
        }
        return ids;
    }

    /** Returns the time at which a drill last passed, or null. */
    private static Instant proven(List<Read> asked) {
        return asked.stream()
                .filter(r -> r.drill() != null && r.drill().passed())
                .map(Read::at)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
