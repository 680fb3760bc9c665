package dev.breakwater.cli.explain;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.cli.command.Configurations;
import dev.breakwater.core.control.Acceptance;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.guard.file.AcceptanceFiles;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.RunFolder;
import dev.breakwater.ledger.Where;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code breakwater accept}. */
@Command(
        name = "accept",
        mixinStandardHelpOptions = true,
        description = {
            "Says that what an incident tells of is the new normal: its alert ends, what is throttled for it is given back, and",
            "until the time is over its function, group or account is neither paged nor throttled, only warned of.",
            "What is learned stays as it is. The job hears of it within seconds, or when it is started.",
            "Accept it again to make the time longer or shorter: the newest word counts."
        })
public final class AcceptCommand implements Callable<Integer>, VerboseOption.Has {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,4})([hd])");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "INCIDENT", description = "The incident's id: 12 hex digits, as alarms and pages have it.")
    private String incident;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "For how long: 1h to 90d (30d by default).")
    private String time;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "Configuration of the job; the word is left beside its ledger (ledger.path).")
    private Path config;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException {
        if (incident.startsWith("fleet-")) {
            throw Refusal.usage(incident + " is the page of many incidents: accept those that it lists, one by one");
        }
        if (!incident.matches("[0-9a-f]{12}")) {
            throw Refusal.usage("INCIDENT is 12 hex digits, as in 3f9c2a71b0de; this is " + incident);
        }
        Duration length = length();
        Path folder = Path.of(Configurations.load(config).ledger().path());
        List<DecisionRow> decisions =
                new RunFolder(folder).rows(LedgerFile.DECISIONS, d -> incident.equals(d.incident()));
        if (decisions.isEmpty()) throw Refusal.error("no incident " + incident + " in " + folder);
        Scope scope = scope(decisions);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Acceptance said = new Acceptance(scope, incident, now.plus(length).toEpochMilli());
        PrintWriter out = spec.commandLine().getOut();
        if (isThrottled(decisions)) out.println("its throttle is given back by this");
        write(folder, said, now);
        out.printf(
                "accepted until %s: no page and no throttle for %s; a job that runs hears of it within seconds%n",
                now.plus(length), name(scope));
        return 0;
    }

    private Duration length() {
        Matcher m = DURATION.matcher(time);
        Duration length = !m.matches()
                ? Duration.ZERO
                : m.group(2).equals("h")
                        ? Duration.ofHours(Long.parseLong(m.group(1)))
                        : Duration.ofDays(Long.parseLong(m.group(1)));
        boolean bounded =
                length.compareTo(AcceptanceFiles.SHORTEST) >= 0 && length.compareTo(AcceptanceFiles.LONGEST) <= 0;
        if (!bounded)
            throw Refusal.usage("--for takes hours or days from 1h to 90d, as in 12h or 30d; this is " + time);
        return length;
    }

    private Scope scope(List<DecisionRow> decisions) {
        DecisionRow about = new Explanation(incident, null, decisions).any();
        Where where = about.where();
        if (about.budget() != null || "*".equals(where.region())) {
            throw Refusal.usage(incident + " is about a budget: raise the budget in the configuration");
        }
        return ScopeKind.of(String.valueOf(where.scope()))
                .map(kind -> new Scope(kind, where.account(), where.region(), where.key()))
                .orElseThrow(
                        () -> Refusal.error("the decisions of " + incident + " name nothing that can be accepted"));
    }

    /** By what was decided; the job gives back what it holds in any case. */
    private static boolean isThrottled(List<DecisionRow> decisions) {
        boolean throttled = false;
        for (DecisionRow d : decisions) {
            switch (d.type()) {
                case "throttle", "held", "raise", "lower", "prolong" -> throttled = true;
                case "release", "given-back", "override", "could-not" -> throttled = false;
                default -> {
                    // says nothing of a limit
                }
            }
        }
        return throttled;
    }

    private static void write(Path folder, Acceptance said, Instant now) {
        try {
            AcceptanceFiles.write(folder, said, now);
        } catch (IOException e) {
            throw Refusal.error("cannot write into " + folder + ", where the job looks for it: " + e);
        }
    }

    static String name(Scope scope) {
        String what =
                scope.kind() == ScopeKind.ACCOUNT ? "account" : scope.kind().wire() + ' ' + scope.key();
        return what + " (" + scope.account() + ' ' + scope.region() + ')';
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
