package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.connectors.lambda.HashChainedLedger;
import dev.breakwater.connectors.lambda.LedgerVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater ledger}: what was done to Lambda, and whether anybody changed the record of it. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "The record of every act: show prints it, verify finds the first line that was changed or lost.",
        synopsisSubcommandLabel = "show|verify")
public final class LedgerCommand implements VerboseOption.Has {

    private static final int ANSWER_IS_NO = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private VerboseOption verbose;

    /** Prints the lines as they are. */
    @Command(mixinStandardHelpOptions = true, description = "Prints every act and its outcome, as JSON lines.")
    int show(
            @Option(
                            names = {"-c", "--config"},
                            required = true,
                            paramLabel = "FILE",
                            description = "Configuration of the run.")
                    Path config)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Stream<String> lines = Files.lines(file(config))) {
            lines.forEach(out::println);
        }
        return 0;
    }

    /** Exit 3 when the chain is broken. */
    @Command(mixinStandardHelpOptions = true, description = "Checks the chain of hashes; exit 3 when it is broken.")
    int verify(
            @Option(
                            names = {"-c", "--config"},
                            required = true,
                            paramLabel = "FILE",
                            description = "Configuration of the run.")
                    Path config)
            throws IOException {
        Path file = file(config);
        LedgerVerdict verdict = HashChainedLedger.verify(file);
        PrintWriter out = spec.commandLine().getOut();
        if (verdict.whole()) {
            out.printf("%s is whole: %d lines%n", file, verdict.lines());
            return 0;
        }
        out.printf("%s is broken at line %d: %s%n", file, verdict.brokenLine(), verdict.detail());
        return ANSWER_IS_NO;
    }

    private static Path file(Path config) {
        Path file = Path.of(Configurations.load(config).ledger().path(), "ledger.jsonl");
        if (!Files.isRegularFile(file)) throw Refusal.error("no ledger yet: " + file);
        return file;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
