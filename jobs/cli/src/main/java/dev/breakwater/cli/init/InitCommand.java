package dev.breakwater.cli.init;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.cli.doctor.Simulation;
import dev.breakwater.connectors.aws.AwsNames;
import dev.breakwater.connectors.cloudwatch.charges.ChargesSource;
import dev.breakwater.guard.live.FirstInventory;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.model.function.FunctionFacts;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code breakwater init}. */
@Command(
        name = "init",
        description = {
            "Writes a first configuration, in mode observe, from your account.",
            "With the ambient credentials, it reads functions, tags, Lambda's cost, and roles with their trust "
                    + "policies.",
            "On a terminal, it asks for missing options. It changes nothing in AWS, and never overwrites a file."
        })
public final class InitCommand extends TerminalCommand {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = ConfigOption.USUAL,
            description = "The file; default: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(
            names = "--regions",
            paramLabel = "REGION",
            split = ",",
            description = "Regions to watch, separated by commas; default: AWS_REGION.")
    private List<String> regions;

    @Option(
            names = "--pagerduty",
            paramLabel = "REF",
            description = "Reference to PagerDuty's routing key: env:NAME, file:PATH or aws-secret:ID.")
    private String pagerduty;

    @Option(
            names = "--landing",
            paramLabel = "PATH",
            description = "Read deliveries from this folder or s3://bucket/prefix/ instead of polling.")
    private String landing;

    @Option(names = "--endpoint", paramLabel = "URL", description = "One URL for all services, like aws.endpoint.")
    private String endpoint = "";

    @Option(names = "--yes", description = "Ask nothing.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(out)) throw Refusal.error(out + " already exists: name another file with --out");
        Map<String, String> environment = System.getenv();
        WatchedPlace ambient = WatchedPlace.ambient(endpoint, withRegion(environment));
        ask(ambient);
        List<WatchedPlace> places = regions.stream()
                .map(region -> new WatchedPlace(ambient.account(), region, "", "", "", endpoint))
                .toList();
        FirstInventory inventory = FirstInventory.read(places, environment);
        inventory.gaps().forEach(gap -> note("not read: " + gap));
        Collection<FunctionFacts> fleet = inventory.fleet().values();
        Instant now = Instant.now();
        OptionalDouble month =
                ChargesSource.monthToDate(new ChargesSource.Target(ambient.account(), ""), endpoint, now);
        String principal = Simulation.principal(WatchedPlace.callerArn(ambient, environment));
        Proposal proposal = new Proposal(
                new Proposal.Place(ambient.account(), regions, endpoint, principal),
                landing,
                pagerduty,
                fleet,
                month,
                now);
        write(proposal.yaml());
        conclude(fleet.size());
        return 0;
    }

    /** If the user names no region, the ambient region is used. */
    private Map<String, String> withRegion(Map<String, String> environment) {
        if (regions != null) {
            for (String region : regions) {
                if (!AwsNames.isRegion(region)) throw Refusal.usage("--regions: " + region + " is not a region");
            }
            Map<String, String> with = new HashMap<>(environment);
            with.putIfAbsent("AWS_REGION", regions.get(0));
            return with;
        }
        return environment;
    }

    private void ask(WatchedPlace ambient) {
        Console console = yes ? null : System.console();
        if (regions == null) {
            String said = answer(console, "Regions to watch, separated by commas", ambient.region());
            regions =
                    Arrays.stream(said.split("[, ]+")).filter(r -> !r.isEmpty()).toList();
            withRegion(Map.of());
        }
        if (pagerduty == null) {
            String said = answer(
                    console,
                    "PagerDuty routing key, as env:NAME, file:PATH or aws-secret:ID (leave empty to page nobody)",
                    "");
            pagerduty = said.isEmpty() ? null : said;
        }
    }

    private static String answer(Console console, String question, String usual) {
        if (console == null) return usual;
        String said = console.readLine("%s%s: ", question, usual.isEmpty() ? "" : " [" + usual + "]");
        return said == null || said.isBlank() ? usual : said.strip();
    }

    private void write(String yaml) throws IOException {
        Path folder = out.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        try {
            Files.writeString(out, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw Refusal.error(out + " already exists: name another file with --out");
        }
        try {
            ConfigOption.load(out);
        } catch (Refusal e) {
            Files.delete(out);
            throw e;
        }
    }

    private void conclude(int functions) {
        PrintWriter console = out();
        String config = out.equals(Path.of(ConfigOption.USUAL)) ? "" : " -c " + out;
        console.printf(
                "wrote %s: %d functions in %s, mode observe. The comments in the file say what to decide. Then run%n"
                        + "  breakwater doctor%s      what is missing%n"
                        + "  breakwater lookback%s    what it would have done in the last two weeks%n"
                        + "  breakwater run%s%n",
                out, functions, String.join(", ", regions), config, config, config);
    }
}
