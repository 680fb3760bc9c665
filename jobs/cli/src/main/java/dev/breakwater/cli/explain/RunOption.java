package dev.breakwater.cli.explain;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.Configurations;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.ledger.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code -c} or {@code --in}: which run's files are read. */
public final class RunOption {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration of the run, whose ledger.path is read.")
    private Path config;

    @Option(names = "--in", paramLabel = "DIR", description = "Folder written by replay or demo.")
    private Path folder;

    /** The files of the named run. Refuses a folder in which no run has written. */
    RunFolder written() {
        RunFolder files = files();
        try {
            if (files.present()) return files;
        } catch (IOException e) {
            throw Refusal.error("the files of the run cannot be read: " + e.getMessage());
        }
        throw Refusal.error("no decisions.jsonl in " + files.path() + ": no run has written there");
    }

    /** The files of the named run, which need not exist. */
    public RunFolder files() {
        if ((config == null) == (folder == null)) {
            throw Refusal.usage(
                    "name the run: -c FILE for its configuration, or --in DIR for a folder of replay or demo");
        }
        return folder != null ? new RunFolder(folder) : RunPlaces.files(Configurations.load(config));
    }
}
