package dev.breakwater.cli.command;

import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerVerdict;
import java.util.List;
import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
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

    /** Prints the lines as they are, of all writers by time. */
    @Command(mixinStandardHelpOptions = true, description = "Prints every act and its outcome, as JSON lines.")
    int show(@Mixin RunLedger ledger) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        LedgerFolder.lines(ledger.chains(), out::println);
        return 0;
    }

    /** Exit 3 when a chain is broken, 1 when a new one begins behind that. */
    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Checks the chain of hashes of each writer; exit 3 when one is broken, 1 when a new one begins behind that.")
    int verify(@Mixin RunLedger ledger) throws IOException {
        int worst = 0;
        for (LedgerFolder.Chain chain : ledger.chains()) worst = Math.max(worst, verify(chain.verify()));
        return worst;
    }

    private int verify(LedgerFolder.Verdict v) {
        PrintWriter out = spec.commandLine().getOut();
        LedgerVerdict verdict = v.verdict();
        if (verdict.whole()) {
            out.printf("%s is whole: %d lines%n", v.writer(), verdict.lines());
            return 0;
        }
        out.printf("%s is broken at line %d of %s: %s%n", v.writer(), v.line(), v.file(), verdict.detail());
        if (verdict.anew().isEmpty()) return ANSWER_IS_NO;
        out.println(verdict.anew());
        return 1;
    }

    /** Leaves word beside the ledger; the job takes it up within half a minute. */
    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Lets new throttles begin again in a chain that began anew, once you know what happened to the old.")
    int accept(@Mixin RunLedger ledger) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean any = false;
        for (LedgerFolder.Chain chain : ledger.chains()) {
            String stopped = chain.accept();
            if (stopped.isEmpty()) continue;
            any = true;
            out.println(chain.writer() + ": accepted, new throttles may begin: " + stopped);
        }
        if (!any) out.println("nothing to accept: no chain began anew since the last time");
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

        List<LedgerFolder.Chain> chains() throws IOException {
            Path folder = Configurations.ledger(config);
            List<LedgerFolder.Chain> chains = LedgerFolder.chains(folder);
            if (chains.isEmpty()) throw Refusal.error("no ledger yet: " + folder);
            return chains;
        }
    }
}
