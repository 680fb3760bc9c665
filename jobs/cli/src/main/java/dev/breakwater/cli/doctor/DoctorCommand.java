package dev.breakwater.cli.doctor;

import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.connectors.lambda.ActClock;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater doctor}. */
@Command(
        name = "doctor",
        description = {
            "Lists each permission that a configuration lacks, and what you lose without the permission.",
            "It makes every call that only reads, and asks IAM about the calls that change something. It "
                    + "changes nothing.",
            "Without a configuration, it checks the shipped configuration, with the ambient credentials.",
            "If a question has no answer, the result is \"unknown\"."
        },
        footer = {
            "",
            "(*) marks a permission that this configuration does not need. Such a permission does not change "
                    + "the exit code.",
            "Exit codes: 0 if everything is there, 1 if something is unknown, 2 for wrong usage, and 3 if something "
                    + "is missing."
        })
public final class DoctorCommand extends TerminalCommand.OfData {

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

    @Override
    public Integer call() {
        Findings findings = new Findings(finding -> {
            if (json() || problems && !finding.verdict().isProblem()) return;
            out().print(finding.text());
            out().flush();
        });
        Optional<Path> file = config.found();
        Loaded<Settings> loaded = file.map(ConfigLoader::load).orElseGet(ConfigLoader::shipped);
        String name = file.map(Path::toString).orElse("the shipped configuration");
        if (loaded.problems().isEmpty()) {
            findings.add(Finding.there("configuration", Where.HERE, name, "valid"));
            Settings settings = loaded.value();
            new Doctor(settings, System.getenv(), ActClock.system(), findings).examine(page);
        } else {
            String cost = "no command can start with this configuration, so nothing else was checked";
            loaded.problems()
                    .forEach(p -> findings.add(Finding.missing("configuration", Where.HERE, name, p.toString(), cost)));
        }
        out().print(json() ? findings.json() + "\n" : findings.summary());
        if (!json() && file.isPresent() && findings.exitCode() == 0) {
            out().println("next: breakwater lookback" + config.asGiven()
                    + " says what it would have done in the last two weeks");
        }
        out().flush();
        return findings.exitCode();
    }
}
