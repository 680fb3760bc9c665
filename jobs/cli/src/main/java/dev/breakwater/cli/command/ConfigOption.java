package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code -c}, which names the configuration that a command reads. */
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

    /** Returns the option as the user gave it, after a space, for a hint that names another command. */
    public String asGiven() {
        return named == null ? "" : " -c " + named;
    }

    /** Returns the file. Fails if no file is named and the usual file does not exist. */
    public Path file() {
        return found().orElseThrow(ConfigOption::nowhere);
    }

    /** Returns the file, if a file is named or the usual file exists. */
    public Optional<Path> found() {
        return named != null ? Optional.of(named) : usual(System.getenv(), Path.of(""));
    }

    static Refusal nowhere() {
        return Refusal.usage("there is no configuration: " + VARIABLE + " is not set, and ./" + USUAL
                + " is not there; name a file, or write one with breakwater init");
    }

    /**
     * Returns the file that the environment variable names. Without the variable, returns the usual file if the folder
     * contains that file.
     */
    static Optional<Path> usual(Map<String, String> environment, Path folder) {
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isBlank()) return Optional.of(Path.of(variable));
        return Optional.of(folder.resolve(USUAL)).filter(Files::exists);
    }
}
