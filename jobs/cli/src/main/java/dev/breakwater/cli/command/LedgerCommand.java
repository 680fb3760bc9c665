package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.connectors.lambda.ledger.HashChainedLedger;
import dev.breakwater.connectors.lambda.ledger.LedgerFiles;
import dev.breakwater.connectors.lambda.ledger.LedgerVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater ledger}: what was done to Lambda, and whether anybody changed the record of it. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = {
            "The record of every act: show prints it, verify finds the first line that was changed or lost.",
            "accept lets new throttles begin again after that was looked into."
        },
        synopsisSubcommandLabel = "show|verify|accept")
public final class LedgerCommand implements VerboseOption.Has {

    private static final int ANSWER_IS_NO = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private VerboseOption verbose;

    /** Prints the lines as they are. */
    @Command(mixinStandardHelpOptions = true, description = "Prints every act and its outcome, as JSON lines.")
    int show(@Mixin RunLedger ledger) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        LedgerFiles.lines(ledger.file(), out::println);
        return 0;
    }

    /** Exit 3 when the chain is broken, 1 when a new one begins behind that. */
    @Command(
            mixinStandardHelpOptions = true,
            description = "Checks the chain of hashes; exit 3 when it is broken, 1 when a new one begins behind that.")
    int verify(@Mixin RunLedger ledger) throws IOException {
        Path file = ledger.file();
        LedgerVerdict verdict = HashChainedLedger.verify(file);
        PrintWriter out = spec.commandLine().getOut();
        if (verdict.whole()) {
            out.printf("%s is whole: %d lines%n", file, verdict.lines());
            return 0;
        }
        out.printf("%s is broken at line %d: %s%n", file, verdict.brokenLine(), verdict.detail());
        if (verdict.anew().isEmpty()) return ANSWER_IS_NO;
        out.println(verdict.anew());
        return 1;
    }

    /** Leaves word beside the ledger; the job takes it up with its next act. */
    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Lets new throttles begin again in a chain that began anew, once you know what happened to the old.")
    int accept(@Mixin RunLedger ledger) throws IOException {
        String stopped = LedgerFiles.accept(ledger.file());
        PrintWriter out = spec.commandLine().getOut();
        if (stopped.isEmpty()) out.println("nothing to accept: no chain began anew since the last time");
        else out.println("accepted, new throttles may begin: " + stopped);
        return 0;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }

    /** The ledger of the run whose configuration is named. */
    static final class RunLedger {

        @Option(
                names = {"-c", "--config"},
                required = true,
                paramLabel = "FILE",
                description = "Configuration of the run.")
        private Path config;

        Path file() throws IOException {
            Path file = Configurations.ledger(config);
            if (!LedgerFiles.exists(file)) throw Refusal.error("no ledger yet: " + file);
            return file;
        }
    }
}
