package dev.breakwater.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.cli.Colour;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.OutputOptions.OutputFormat;
import dev.breakwater.cli.doctor.Findings.Verdict;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Loaded;
import dev.breakwater.connectors.lambda.ActClock;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Lists each permission that a configuration lacks, and what you lose without the permission.",
            "It makes every read call and asks IAM about the calls that change something. It changes nothing.",
            "Without a configuration, it checks the shipped configuration, with the ambient credentials.",
            "If a question has no answer, the result is unknown, never fine."
        },
        footer = {
            "",
            "(*) marks a permission that this configuration does not need. It does not change the exit code.",
            "Exit codes: 0 if everything is there, 1 if something is unknown, 2 for wrong usage, and 3 if something "
                    + "is missing."
        })
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--page",
            description = {
                "Send a real test page to each receiver with PagerDuty, Slack, a webhook or Alertmanager, and "
                        + "resolve it at once."
            })
    private boolean page;

    @Option(names = "--problems", description = "Show only what is missing or unknown.")
    private boolean problems;

    @Option(names = "-o", paramLabel = "FORMAT", defaultValue = "text", description = "text (the default) or json.")
    private OutputFormat format;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Findings findings = new Findings(finding -> {
            if (format == OutputFormat.JSON || problems && finding.verdict() == Verdict.THERE) return;
            out.print(FindingsText.line(finding));
            out.flush();
        });
        Optional<Path> file = config.found();
        Loaded<Settings> loaded = file.map(ConfigLoader::load).orElseGet(ConfigLoader::shipped);
        String name = file.map(Path::toString).orElse("the shipped configuration");
        if (loaded.problems().isEmpty()) {
            findings.add(Finding.there("configuration", Where.HERE, name, "valid"));
            Settings settings = loaded.value();
            new Doctor(settings, System.getenv(), ActClock.system(), findings).examine(page);
        } else {
            String cost = "no command can start with this configuration; nothing else was checked";
            loaded.problems()
                    .forEach(p -> findings.add(Finding.missing("configuration", Where.HERE, name, p.toString(), cost)));
        }
        out.print(format == OutputFormat.JSON ? FindingsJson.of(findings) + "\n" : FindingsText.summary(findings));
        if (format == OutputFormat.TEXT && file.isPresent() && findings.exitCode() == 0) {
            out.println("next: breakwater lookback" + config.asGiven()
                    + " says what it would have done in the last two weeks");
        }
        out.flush();
        return findings.exitCode();
    }

    /** Prints the findings as one JSON object. */
    static final class FindingsJson {

        private static final ObjectMapper MAPPER = new ObjectMapper();

        private FindingsJson() {}

        static String of(Findings findings) {
            ObjectNode root = MAPPER.createObjectNode();
            ArrayNode all = root.putArray("findings");
            for (Finding f : findings.all()) {
                all.addObject()
                        .put("area", f.area())
                        .put("what", f.what())
                        .put("account", orNull(f.where().account()))
                        .put("region", orNull(f.where().region()))
                        .put("role", orNull(f.where().role()))
                        .put("verdict", f.verdict().wire())
                        .put("optional", f.optional())
                        .put("detail", f.detail())
                        .put("cost", f.cost());
            }
            for (Verdict verdict : Verdict.values()) root.put(verdict.wire(), findings.count(verdict));
            return root.toString();
        }

        private static String orNull(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    /** Prints findings for people, one line each. A missing item has a second line with its consequence. */
    static final class FindingsText {

        private FindingsText() {}

        static String line(Finding f) {
            StringBuilder text = new StringBuilder();
            text.append(colour(f).of(String.format(Locale.ROOT, "%-12s", word(f))))
                    .append(String.format(Locale.ROOT, " %-13s ", f.area()));
            String where = f.where().text();
            if (!where.isEmpty()) text.append(where).append("  ");
            text.append(plain(f.what()));
            if (!f.detail().isEmpty()) text.append(": ").append(plain(f.detail()));
            text.append('\n');
            if (f.verdict() != Verdict.THERE && !f.cost().isEmpty()) {
                text.append(" ".repeat(27))
                        .append("without it: ")
                        .append(f.cost())
                        .append('\n');
            }
            return text.toString();
        }

        static String summary(Findings findings) {
            long optional = findings.all().stream()
                    .filter(f -> f.optional() && f.verdict() != Verdict.THERE)
                    .count();
            String tail = optional == 0 ? "" : "; of these " + optional + " not needed by this configuration";
            return findings.count(Verdict.THERE) + " there" + counted(findings, Verdict.MISSING, " missing")
                    + counted(findings, Verdict.UNKNOWN, " cannot be told") + tail + "\n";
        }

        private static String counted(Findings findings, Verdict verdict, String words) {
            long count = findings.count(verdict);
            return count == 0 ? "" : ", " + count + words;
        }

        private static Colour colour(Finding f) {
            if (f.verdict() == Verdict.THERE) return Colour.GREEN;
            return f.optional() ? Colour.YELLOW : Colour.RED;
        }

        private static String word(Finding f) {
            return switch (f.verdict()) {
                case THERE -> "ok";
                case MISSING -> f.optional() ? "missing (*)" : "MISSING";
                case UNKNOWN -> f.optional() ? "unknown (*)" : "CANNOT TELL";
            };
        }

        /** Removes control characters, so that text from outside cannot move the cursor. */
        private static String plain(String text) {
            return text.replaceAll("\\p{Cntrl}", " ");
        }
    }
}
