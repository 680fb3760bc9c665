package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code -c}: the configuration that a command reads. */
public final class ConfigOption {

    /** The file that {@code init} writes. */
    public static final String USUAL = "breakwater.yaml";

    static final String VARIABLE = "BREAKWATER_CONFIG";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration; default: $" + VARIABLE + ", otherwise ./" + USUAL + ".")
    private Path named;

    /** Whether the option was given. */
    public boolean isGiven() {
        return named != null;
    }

    /** The option as it was given, with a space before it, for a hint that names another command. */
    public String asGiven() {
        return named == null ? "" : " -c " + named;
    }

    /** The file. It is an error if no file is named and the usual one does not exist. */
    public Path file() {
        return found().orElseThrow(ConfigOption::nowhere);
    }

    /** The file, if one is named or the usual one exists. */
    public Optional<Path> found() {
        return named != null ? Optional.of(named) : usual(System.getenv(), Path.of(""));
    }

    static Refusal nowhere() {
        return Refusal.usage("there is no configuration: " + VARIABLE + " is not set, and ./" + USUAL
                + " is not there; name a file, or write one with breakwater init");
    }

    /** The file that the variable names; without the variable, the usual file if it is in the folder. */
    static Optional<Path> usual(Map<String, String> environment, Path folder) {
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isBlank()) return Optional.of(Path.of(variable));
        return Optional.of(folder.resolve(USUAL)).filter(Files::exists);
    }
}
