package dev.breakwater.cli;

import dev.breakwater.cli.command.BenchCommand;
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
import dev.breakwater.cli.explain.ExplainCommand;
import dev.breakwater.cli.explain.IncidentsCommand;
import dev.breakwater.cli.explain.ReportCommand;
import dev.breakwater.cli.explain.RequestCommand;
import dev.breakwater.cli.exposure.ExposureCommand;
import dev.breakwater.cli.init.InitCommand;
import dev.breakwater.cli.money.MoneyCommand;
import dev.breakwater.cli.policies.PoliciesCommand;
import dev.breakwater.cli.replay.LookbackCommand;
import dev.breakwater.cli.replay.TuneCommand;
import dev.breakwater.config.read.Texts;
import dev.breakwater.connectors.aws.bucket.Folders;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes are 0 for success, 1 for an error, 2 for wrong usage, and 3 for the answer "no". */
@Command(
        name = "breakwater",
        description = "Pages people when the cost of AWS Lambda surges, throttles the functions, and releases "
                + "the throttles.",
        mixinStandardHelpOptions = true,
        versionProvider = Breakwater.Version.class,
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
            RequestCommand.Approve.class,
            RequestCommand.Decline.class,
            RequestCommand.Attack.class,
            RequestCommand.Hold.class,
            RequestCommand.Protect.class,
            RequestCommand.Accept.class,
            ConsoleCommand.class,
            SweepCommand.class,
            DrillCommand.class,
            LedgerCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "The launcher runs these from the sources:",
            "  verify [--full]  runs all tests",
            "  bench            reproduces the figures in README.md and docs/bench.md",
            "Exit codes: 0 for success, 1 for an error, 2 for wrong usage, and 3 if the answer is no."
        })
public final class Breakwater {

    private static final Set<String> REPLAYING = Set.of("demo", "replay", "tune", "lookback");

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean verbose;

    public static void main(String[] args) {
        quiet(args);
        System.exit(run(args));
    }

    /**
     * Silences Flink's log during replays. If a replay fails, the command prints one line. Flink's log would only
     * repeat that error with stack traces.
     */
    private static void quiet(String... args) {
        boolean replays = args.length > 0 && REPLAYING.contains(args[0]);
        if (replays && !List.of(args).contains("--verbose")) System.setProperty("breakwater.flink.level", "OFF");
    }

    static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        Breakwater breakwater = new Breakwater();
        CommandLine commands = new CommandLine(breakwater);
        commands.addSubcommand("completion", new AutoComplete.GenerateCompletion());
        // this class exists only in the source tree, and the launcher adds it to the class path
        if (Breakwater.class.getResource("/dev/breakwater/bench/DetectionBench.class") != null) {
            commands.addSubcommand(new BenchCommand());
        }
        helped(commands);
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                // the path may be in S3
                .registerConverter(Path.class, Folders::of)
                .setParameterExceptionHandler((e, args) -> misused(e))
                .setExecutionExceptionHandler((e, command, parsed) -> breakwater.failed(e, command));
    }

    /** Gives {@code --help} to the command and to all its subcommands. */
    private static void helped(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.findOption("--help") == null) spec.mixinStandardHelpOptions(true);
        command.getSubcommands().values().forEach(Breakwater::helped);
    }

    /** Prints an error as one line that names its subject. The stack trace is printed only with {@code --verbose}. */
    private int failed(Exception e, CommandLine command) {
        if (verbose) e.printStackTrace(command.getErr());
        else command.getErr().println(Colour.RED.of("breakwater:") + " " + line(e));
        return e instanceof Refusal refusal ? refusal.exitCode() : 1;
    }

    private static String line(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root && !ours(root)) root = root.getCause();
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        if (ours(root)) return message;
        if (root instanceof NoSuchFileException) return root.getMessage() + ": no such file or folder";
        if (root instanceof AccessDeniedException) return root.getMessage() + ": permission denied";
        if (root instanceof FileSystemException) return message;
        return message.lines().findFirst().orElse("failed") + " ("
                + root.getClass().getSimpleName() + "; --verbose shows where)";
    }

    /**
     * Returns whether this project wrote the exception's message for the user. For any other exception, the printed
     * line also names the type.
     */
    private static boolean ours(Throwable e) {
        return e.getClass().getName().startsWith("dev.breakwater.") || e instanceof IllegalStateException;
    }

    /** Prints a usage error as one line with the error, a suggestion, and where to find help. */
    private static int misused(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String wrong = e.getMessage().lines().findFirst().orElse("usage");
        List<String> near = e instanceof UnmatchedArgumentException unmatched
                ? near(unmatched, command.subcommands().keySet())
                : List.of();
        String meant = near.isEmpty() ? ";" : "; did you mean " + near.get(0) + "?";
        e.getCommandLine()
                .getErr()
                .println(Colour.RED.of("breakwater:") + " " + wrong + meant + " see " + command.qualifiedName()
                        + " --help");
        return command.exitCodeOnInvalidInput();
    }

    /** Picocli prefers a short command like help to one with two letters exchanged. */
    private static List<String> near(UnmatchedArgumentException e, Set<String> commands) {
        if (commands.isEmpty()) return e.getSuggestions();
        List<String> near = Texts.nearestAmong(e.getUnmatched().get(0), commands, 1);
        return near.isEmpty() ? e.getSuggestions() : near;
    }

    /** The version that the jar's manifest names. */
    public static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"breakwater " + text()};
        }

        /** Returns the version, for example {@code 0.2.0}, or {@code development} outside a jar. */
        public static String text() {
            String version = Breakwater.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }
}
