package dev.breakwater.cli.explain;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.ledger.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The option {@code -c} or {@code --input}, which names the run whose files are read. */
public final class RunOption {

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--input",
            paramLabel = "DIR",
            description = "Folder written by replay or demo, instead of the configuration's ledger.path.")
    private Path folder;

    /** Returns the files of the named run. Refuses a folder that no run has written to. */
    RunFolder written() {
        RunFolder files = files();
        try {
            if (files.present()) return files;
        } catch (IOException e) {
            throw Refusal.error("the files of the run cannot be read: " + e.getMessage());
        }
        throw Refusal.error("no decisions.jsonl in " + files.path() + ": no run has written there");
    }

    /** Returns the files of the named run. The run's files need not exist. */
    public RunFolder files() {
        if (folder == null) return RunPlaces.files(config.settings());
        if (config.isGiven()) throw Refusal.usage("name one run: -c FILE or --input DIR, not both");
        return new RunFolder(folder);
    }
}
