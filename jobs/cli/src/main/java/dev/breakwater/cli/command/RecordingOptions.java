package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.recording.CsvRecording;
import dev.breakwater.cli.replay.ScratchFolder;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.read.Texts;
import dev.breakwater.connectors.aws.AwsNames;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.model.function.FunctionFacts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Selects the recorded samples for a replay, and the inventory of their functions. */
public final class RecordingOptions {

    @ArgGroup(multiplicity = "1")
    private Samples samples;

    @Option(
            names = "--functions",
            paramLabel = "FILE",
            description = "An inventory of the functions as JSON lines, with memory, architecture and tags.")
    private Path functions;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The region of the rows of --csv that name none, like eu-west-1.")
    private String region;

    /** The input, which is either samples or a table. */
    static final class Samples {
        @Option(
                names = "--input",
                arity = "1..*",
                paramLabel = "PATH",
                description = "Files or folders of CloudWatch Metric Streams JSON, plain or gzip.")
        private List<Path> inputs;

        @Option(
                names = "--csv",
                paramLabel = "FILE",
                description = "A table with the columns minute, function, calls and milliseconds. Columns account and "
                        + "region, or else accounts in the configuration, say where the functions run. Their price is that "
                        + "of x86_64 unless --functions says otherwise. docs/files.md lists the other columns.")
        private Path csv;
    }

    /** The work to do with the samples and the inventory. An unknown inventory is passed as an empty one. */
    public interface Work<T> {
        T with(List<Path> inputs, Map<String, FunctionFacts> fleet) throws Exception;
    }

    /**
     * Reads the samples and runs the work with them.
     *
     * @param settings the configuration, whose account and region apply to a table that names none. If the configuration
     *                 names none either, those of the inventory's first function apply
     * @param tell receives the assumptions about missing values in a table
     */
    public <T> T read(Settings settings, Consumer<String> tell, Work<T> work) throws Exception {
        if (region != null && samples.csv == null) {
            throw Refusal.usage("--region needs --csv, because recorded samples name their region");
        }
        if (region != null && !AwsNames.isRegion(region)) {
            throw Refusal.usage("--region: " + Texts.shown(region) + " is not a region; write a region like eu-west-1");
        }
        Map<String, FunctionFacts> fleet = functions == null ? Map.of() : InventoryFile.read(functions);
        if (samples.csv == null) return work.with(samples.inputs, fleet);
        return ScratchFolder.with("breakwater-csv", folder -> {
            Settings.Account place = settings.accounts().stream()
                    .filter(a -> !a.regions().isEmpty())
                    .findFirst()
                    .orElse(null);
            // the inventory's functions match the table's rows only in the same account and region
            FunctionFacts known = fleet.values().stream().findFirst().orElse(null);
            if (region != null
                    && known != null
                    && fleet.values().stream().noneMatch(f -> f.region().equals(region))) {
                throw Refusal.usage("--region: no function of " + functions + " is in " + region
                        + ", so no row would find its memory; write " + known.region() + ", or change the file");
            }
            String account = place != null ? place.id() : known != null ? known.account() : "000000000000";
            String around = place != null ? place.regions().get(0) : known != null ? known.region() : "us-east-1";
            CsvRecording.Written table = CsvRecording.write(
                    samples.csv,
                    folder,
                    account,
                    region != null ? region : around,
                    PriceSheet.load(settings).value());
            Map<String, FunctionFacts> all = new HashMap<>(table.fleet());
            all.putAll(fleet);
            String memory = all.isEmpty()
                    ? "; each function has " + settings.prices().assumedMemoryMb() + " MB (prices.assumedMemoryMb)"
                    : "";
            tell.accept("assumed, because " + samples.csv + " does not say it: " + table.assumed() + memory);
            return work.with(List.of(table.samples()), all);
        });
    }
}
