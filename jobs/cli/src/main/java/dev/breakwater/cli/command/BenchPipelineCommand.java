package dev.breakwater.cli.command;

import dev.breakwater.bench.report.BenchDocs;
import dev.breakwater.bench.report.PipelineResult;
import dev.breakwater.bench.report.PipelineTable;
import dev.breakwater.bench.report.Stored;
import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.cli.recording.DemoRecording;
import dev.breakwater.cli.replay.PipelineBench;
import dev.breakwater.cli.replay.ReplayRequest;
import dev.breakwater.cli.replay.ScratchFolder;
import dev.breakwater.guard.convert.InventoryFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater bench pipeline}. */
@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the whole job over the demo's recording.",
            "In the same run, it measures two upper bounds: the same source without processing, and parsing "
                    + "alone. Takes some minutes."
        })
public final class BenchPipelineCommand implements Callable<Integer>, VerboseOption.Has {

    /** Long enough that to start a cluster, to compile and to write the report are a small part of a round. */
    private static final int TIMES = 4;

    @Spec
    private CommandSpec spec;

    @Option(names = "--docs", paramLabel = "DIR", description = "Rewrite the tables in docs/bench.md of this "
            + "checkout.")
    private Path docs;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often to measure each; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private JobOptions job;

    @Mixin
    private OutputOptions output;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws Exception {
        if (rounds < 1) throw Refusal.usage("--rounds is " + rounds + ": 1 or more");
        if (docs != null) BenchDocs.requireCheckout(docs);
        PipelineResult result = ScratchFolder.with("breakwater-bench", this::time);
        if (docs != null) BenchDocs.remakePipeline(docs, result);
        spec.commandLine().getOut().println(output.json() ? Stored.json(result) : PipelineTable.full(result));
        return 0;
    }

    private PipelineResult time(Path folder) throws Exception {
        DemoRecording.Written written = DemoRecording.load().writeTo(folder.resolve("in"), TIMES);
        ReplayRequest request = new ReplayRequest(
                List.of(written.samples()),
                Configurations.recording(),
                InventoryFile.read(written.functions()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                folder.resolve("out"),
                job.parallelism());
        return new PipelineBench(request, written.lines())
                .run(rounds, told -> spec.commandLine().getErr().println(told));
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
