package dev.breakwater.cli.money;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.Options;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater money}. */
@Command(
        name = "money",
        description = {
            "Shows what a month cost, by function, group and account, and the state of budgets.",
            "It compares the spend that Breakwater counted with the bill. It shows what incidents cost, what throttles "
                    + "averted, and how many good calls they refused.",
            "Without --month, it shows the newest month. Reads the files of a run, and needs no job."
        })
public final class MoneyCommand extends TerminalCommand.OfData {

    @Mixin
    private Options.Month month;

    @Mixin
    private Options.Run run;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many functions the text shows; default: 20.")
    private int top;

    @Override
    public Integer call() throws IOException {
        if (top < 1) throw Refusal.usage("--top " + top + ": write 1 or more");
        RunFolder files = run.files();
        TreeSet<String> months = MonthLedger.months(files);
        if (months.isEmpty()) {
            run.written();
            throw Refusal.error("spend.jsonl has no day yet in " + files.path() + ", because a day appears only "
                    + "when it is over");
        }
        String chosen = month.chosen().orElseGet(months::last);
        if (!months.contains(chosen)) {
            throw Refusal.error("no spend was counted in " + chosen + "; there is " + String.join(", ", months));
        }
        MonthLedger ledger = MonthLedger.of(files, chosen);
        if (json()) out().println(ledger.json());
        else out().print(MoneyText.of(ledger, top));
        months.remove(chosen);
        if (!json() && !months.isEmpty()) {
            out().printf("%nother months: %s (--month)%n", String.join(", ", months));
        }
        out().flush();
        return 0;
    }
}
