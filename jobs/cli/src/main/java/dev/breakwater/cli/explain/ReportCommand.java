package dev.breakwater.cli.explain;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.Options;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.report.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater report}. */
@Command(
        name = "report",
        description = {
            "Writes the report of a run as one self-contained HTML page.",
            "Works at any time for a live run, and for a folder that \"replay\" or \"demo\" wrote."
        })
public final class ReportCommand extends TerminalCommand {

    @Mixin
    private Options.Run run;

    @Mixin
    private Options.Period period;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "out/report.html",
            description = "The page; default: ${DEFAULT-VALUE}.")
    private Path out;

    @Mixin
    private Options.Open open;

    @Override
    public Integer call() throws IOException {
        RunFolder files = run.written();
        if (Files.isDirectory(out)) throw Refusal.usage("--out " + out + " is a folder; name a file");
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        RunReport.write(files.path(), out, period::wants, period::has);
        out().println("report: " + out);
        open.show(out);
        return 0;
    }
}
