package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Loaded;
import dev.breakwater.guard.live.RunPlaces;
import java.nio.file.Path;

/** Loads configurations for commands that need a valid one. */
public final class Configurations {

    private static final int ANSWER_IS_NO = 3;

    private Configurations() {}

    public static Settings load(Path file) {
        return valid(ConfigLoader.load(file), file.toString());
    }

    static Settings load(ConfigFile file) {
        return valid(file.load(), file.path());
    }

    /** The ledger's folder in a configuration, whether it exists or not. */
    static Path ledger(Path config) {
        return RunPlaces.chains(load(config));
    }

    /** The configuration that is shipped. */
    public static Settings shipped() {
        return valid(ConfigLoader.shipped(), "the shipped configuration");
    }

    /** The shipped configuration in mode enforce, for recordings without a configuration. */
    public static Settings recording() {
        return valid(ConfigLoader.recording(), "the shipped configuration");
    }

    /** A file as if its mode were enforce, for recordings. */
    public static Settings recording(Path file) {
        return valid(ConfigLoader.recording(file), file.toString());
    }

    /** The result of {@link ConfigLoader#recording(Path, double)} with another page threshold. */
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
