package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Loaded;
import dev.breakwater.guard.live.RunPlaces;
import java.nio.file.Path;

/** Loads configurations for commands that need a valid configuration. */
public final class Configurations {

    private static final int ANSWER_IS_NO = 3;

    private Configurations() {}

    public static Settings load(Path file) {
        return valid(ConfigLoader.load(file), file.toString());
    }

    static Settings load(ConfigFile file) {
        return valid(file.load(), file.path());
    }

    /** Returns the ledger's folder in a configuration, whether it exists or not. */
    static Path ledger(Path config) {
        return RunPlaces.chains(load(config));
    }

    /** Returns the shipped configuration. */
    public static Settings shipped() {
        return valid(ConfigLoader.shipped(), "the shipped configuration");
    }

    /** Returns the shipped configuration in mode enforce, for replays without a configuration. */
    public static Settings recording() {
        return valid(ConfigLoader.recording(), "the shipped configuration");
    }

    /** Loads a file as if its mode were enforce, for replays. */
    public static Settings recording(Path file) {
        return valid(ConfigLoader.recording(file), file.toString());
    }

    /** Does the same as {@link ConfigLoader#recording(Path, double)}, with another page threshold. */
    public static Settings recording(Path file, double pageUsdPerHour) {
        return valid(ConfigLoader.recording(file, pageUsdPerHour), file.toString());
    }

    private static Settings valid(Loaded<Settings> result, String name) {
        if (result.problems().isEmpty()) return result.value();
        StringBuilder lines =
                new StringBuilder(name + " has " + result.problems().size() + " problem(s):");
        result.problems().forEach(p -> lines.append("\n  ").append(p));
        throw new Refusal(ANSWER_IS_NO, lines.toString());
    }
}
