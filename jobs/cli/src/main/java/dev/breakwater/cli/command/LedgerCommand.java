package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.connectors.lambda.ledger.LedgerChain.LedgerVerdict;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.report.Wording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command {@code breakwater ledger}. The ledger shows every change of a limit, and whether anybody edited the
 * ledger.
 */
@Command(
        name = "ledger",
        description = {
            "Shows and checks the ledger, which records every change of a limit in one chain of lines per writer.",
            "\"show\" prints the ledger. \"verify\" finds the first changed or lost line of each chain.",
            "After you have found out what happened, \"accept\" allows new throttles again."
        },
        subcommands = LedgerCommand.Show.class,
        synopsisSubcommandLabel = "show|verify|accept")
public final class LedgerCommand {

    @Spec
    private CommandSpec spec;

    /** The exit code is 3 if a chain is broken, and 1 if a new chain begins after the broken part. */
    @Command(
            description = {
                "Checks the hashes of each chain.",
                "Exits with 3 if a chain is broken, or with 1 if a new chain follows each broken chain."
            })
    int verify(@Mixin RunLedger ledger) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        int exit = 0;
        for (LedgerFolder.Chain chain : ledger.chains()) {
            LedgerFolder.Verdict found = chain.verify();
            LedgerVerdict verdict = found.verdict();
            if (verdict.whole()) {
                out.printf("%s is intact: %d lines%n", found.file(), verdict.lines());
                continue;
            }
            out.printf("%s is broken at line %d: %s%n", found.file(), found.line(), verdict.detail());
            if (!verdict.restart().isEmpty()) out.println(verdict.restart());
            exit = Math.max(exit, verdict.restart().isEmpty() ? Refusal.ANSWER_IS_NO : 1);
        }
        return exit;
    }

    /**
     * Accepts each broken chain by writing a file next to it. The chain's writer reads the file before it writes its
     * next line.
     */
    @Command(
            description = "Allows new throttles again after a chain was broken. First find out what happened to the "
                    + "chain.")
    int accept(@Mixin RunLedger ledger) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean any = false;
        for (LedgerFolder.Chain chain : ledger.chains()) {
            String stopped = chain.accept();
            if (!stopped.isEmpty())
                out.printf("accepted, so new throttles may begin: %s: %s%n", chain.newest(), stopped);
            any |= !stopped.isEmpty();
        }
        if (!any) out.println("nothing to accept: no chain has broken since the last time");
        return 0;
    }

    /** Returns the ledger that the configuration names. */
    static final class RunLedger {

        @Mixin
        private ConfigOption config;

        List<LedgerFolder.Chain> chains() throws IOException {
            List<LedgerFolder.Chain> chains = LedgerFolder.chains(folder());
            if (chains.isEmpty()) throw Refusal.error("no ledger yet: " + folder());
            return chains;
        }

        Path folder() {
            return RunPlaces.chains(config.settings());
        }
    }

    /** {@code breakwater ledger show}. */
    @Command(
            name = "show",
            description =
                    "Prints the entries of all chains by time, with each call and its result. With -o json, prints "
                            + "the lines as they are.")
    static final class Show extends TerminalCommand.OfData {

        @Mixin
        private RunLedger ledger;

        @Override
        public Integer call() throws IOException {
            List<LedgerFolder.Chain> chains = ledger.chains();
            if (json()) LedgerFolder.lines(chains, out()::println);
            else LedgerFolder.entries(ledger.folder(), entry -> out().println(text(entry)));
            return 0;
        }

        private static String text(LedgerEntry e) {
            LedgerEntry.LimitKey of = e.limit();
            boolean first = e.is(Kind.INTENT) || e.is(Kind.HELD);
            String end = e.term().until() == null ? "" : e.term().until().toString();
            String facts = Stream.of(
                            of.mapping().isEmpty() ? "" : of.lever() + ' ' + of.mapping(),
                            named("limit ", e.change().value()),
                            named(first ? "before " : "read ", e.change().found()),
                            e.change().outcome(),
                            named("until ", end),
                            e.detail(),
                            named("by ", e.cause().by()),
                            named("incident ", e.cause().incident()),
                            named("key ", e.cause().key()))
                    .filter(fact -> !fact.isEmpty())
                    .collect(Collectors.joining(", "));
            String name = Stream.of(of.account(), of.region(), of.function())
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining("/"));
            return Wording.visible(String.format(Locale.ROOT, "%-24s %-13s %-40s %s", e.at(), e.kind(), name, facts));
        }

        private static String named(String name, String value) {
            return value.isEmpty() ? "" : name + value;
        }
    }
}
