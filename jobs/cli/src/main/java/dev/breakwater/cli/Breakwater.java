package dev.breakwater.cli;

import dev.breakwater.cli.command.BenchCommand;
import dev.breakwater.cli.command.CompletionCommand;
import dev.breakwater.cli.command.DemoCommand;
import dev.breakwater.cli.command.LedgerCommand;
import dev.breakwater.cli.command.ReceiveCommand;
import dev.breakwater.cli.command.ReleaseCommand;
import dev.breakwater.cli.command.ReplayCommand;
import dev.breakwater.cli.command.RunCommand;
import dev.breakwater.cli.command.StatusCommand;
import dev.breakwater.cli.command.SweepCommand;
import dev.breakwater.cli.command.ValidateCommand;
import dev.breakwater.cli.console.ConsoleCommand;
import dev.breakwater.cli.doctor.DoctorCommand;
import dev.breakwater.cli.drill.DrillCommand;
import dev.breakwater.cli.explain.AcceptCommand;
import dev.breakwater.cli.explain.ExplainCommand;
import dev.breakwater.cli.explain.IncidentsCommand;
import dev.breakwater.cli.explain.ReportCommand;
import dev.breakwater.cli.explain.RequestCommands;
import dev.breakwater.cli.exposure.ExposureCommand;
import dev.breakwater.cli.init.InitCommand;
import dev.breakwater.cli.money.MoneyCommand;
import dev.breakwater.cli.policies.PoliciesCommand;
import dev.breakwater.cli.replay.LookbackCommand;
import dev.breakwater.cli.replay.TuneCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 ok, 1 error, 2 usage, 3 "the answer is no". */
@Command(
        name = "breakwater",
        description = "Pages on surges of cost on AWS Lambda, throttles them and releases the throttles.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            RunCommand.class,
            ReplayCommand.class,
            ReceiveCommand.class,
            ValidateCommand.class,
            PoliciesCommand.class,
            LookbackCommand.class,
            TuneCommand.class,
            IncidentsCommand.class,
            ExplainCommand.class,
            ReportCommand.class,
            ExposureCommand.class,
            MoneyCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            ReleaseCommand.class,
            RequestCommands.Approve.class,
            RequestCommands.Attack.class,
            RequestCommands.Hold.class,
            RequestCommands.Protect.class,
            AcceptCommand.class,
            ConsoleCommand.class,
            SweepCommand.class,
            DrillCommand.class,
            LedgerCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "The launcher runs these from the sources:",
            "  verify [--full]  runs all tests",
            "  bench            reproduces the figures in README.md and docs/bench.md",
            "Exit codes: 0 ok, 1 error, 2 usage, 3 the answer is no."
        })
public final class Breakwater {

    private Breakwater() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new Breakwater());
        // only from the sources: the launcher adds its parts to the class path
        if (Breakwater.class.getResource("/dev/breakwater/bench/DetectionBench.class") != null) {
            commands.addSubcommand(new BenchCommand());
        }
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new OneLineErrors());
    }
}
