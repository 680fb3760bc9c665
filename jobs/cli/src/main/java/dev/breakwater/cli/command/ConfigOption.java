package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.guard.live.WatchedPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code -c}, which names the configuration that a command reads, and the configuration itself. */
public final class ConfigOption {

    /** The configuration file that the command {@code init} writes. */
    public static final String USUAL = "breakwater.yaml";

    static final String VARIABLE = "BREAKWATER_CONFIG";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration; default: $" + VARIABLE + ", otherwise ./" + USUAL + ".")
    private Path named;

    /** Returns whether the option was given. */
    public boolean isGiven() {
        return named != null;
    }

    /** Returns a space and the option as the user gave it. A hint that names another command ends with this text. */
    public String asGiven() {
        return named == null ? "" : " -c " + named;
    }

    /** Returns the file. Fails if no file is named and the usual file does not exist. */
    public Path file() {
        return found().orElseThrow(ConfigOption::nowhere);
    }

    /**
     * Returns the file that is named or, if no file is named, the usual file. The result is empty if there is neither.
     */
    public Optional<Path> found() {
        return named != null ? Optional.of(named) : usual(System.getenv(), Path.of(""));
    }

    /** Returns the configuration. If the configuration is not valid, fails and names all its problems. */
    public Settings settings() {
        return load(file());
    }

    /** Returns the configured accounts and regions or, without a configuration, those of the ambient credentials. */
    public List<WatchedPlace> places() {
        Map<String, String> environment = System.getenv();
        return found().isEmpty()
                ? List.of(WatchedPlace.ambient("", environment))
                : WatchedPlace.asked(settings(), environment);
    }

    /** Returns the configuration as if its mode were enforce, for replays. */
    public Settings recording() {
        return valid(ConfigLoader.recording(file()), file().toString());
    }

    /** Returns the same configuration with another page threshold. If there is no file, the shipped one is used. */
    public Settings recording(double pageUsdPerHour) {
        if (found().isEmpty()) return valid(ConfigLoader.recording(pageUsdPerHour), "the shipped configuration");
        return valid(ConfigLoader.recording(file(), pageUsdPerHour), file().toString());
    }

    public static Settings load(Path file) {
        return valid(ConfigLoader.load(file), file.toString());
    }

    static Settings load(ConfigFile file) {
        return valid(file.load(), file.path());
    }

    /** Returns the shipped configuration. */
    public static Settings shipped() {
        return valid(ConfigLoader.shipped(), "the shipped configuration");
    }

    /** Returns the shipped configuration in mode enforce, for replays without a configuration. */
    public static Settings shippedRecording() {
        return valid(ConfigLoader.recording(), "the shipped configuration");
    }

    private static Settings valid(Loaded<Settings> result, String name) {
        if (result.problems().isEmpty()) return result.value();
        StringBuilder lines =
                new StringBuilder(name + " has " + result.problems().size() + " problem(s):");
        result.problems().forEach(p -> lines.append("\n  ").append(p));
        throw new Refusal(Refusal.ANSWER_IS_NO, lines.toString());
    }

    static Refusal nowhere() {
        return Refusal.usage("there is no configuration: " + VARIABLE + " is not set, and ./" + USUAL
                + " does not exist. Name a file, or run breakwater init to write one");
    }

    /**
     * Returns the file that the environment variable names. If the variable is not set, returns the usual file, but
     * only if the folder contains that file.
     */
    static Optional<Path> usual(Map<String, String> environment, Path folder) {
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isBlank()) return Optional.of(Path.of(variable));
        return Optional.of(folder.resolve(USUAL)).filter(Files::exists);
    }
}
