package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.ledger.ConfigurationRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The option {@code -c}, which names the configuration that a command reads, and the configuration itself. */
public final class ConfigOption {

    /** The configuration file that the command {@code init} writes. */
    public static final String USUAL = "breakwater.yaml";

    private static final String DEFAULTS = "apiVersion: breakwater.dev/v1";

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
        return places(this::settings);
    }

    List<WatchedPlace> places(Supplier<Settings> configuration) {
        Map<String, String> environment = System.getenv();
        return found().isEmpty()
                ? List.of(WatchedPlace.ambient("", environment))
                : WatchedPlace.asked(configuration.get(), environment);
    }

    /**
     * Returns the configuration or, if the file is not valid, the configuration that the job accepted last. A mistake in
     * the file must not keep a limit at AWS.
     *
     * @param warning gets a text if the accepted configuration is used
     */
    Settings settingsOrAccepted(Consumer<String> warning) {
        Loaded<Settings> now = ConfigLoader.load(file());
        Optional<ConfigFile> accepted = now.problems().isEmpty() ? Optional.empty() : accepted(now.found());
        if (accepted.isEmpty()) return valid(now, file().toString());
        warning.accept(file() + " is not valid, so this uses configuration "
                + accepted.get().id() + ", which the job accepted last. breakwater validate lists the problems");
        return load(accepted.get());
    }

    /** Returns the file that the job accepted last, from its ledger. Relative paths start at the present file's folder. */
    private Optional<ConfigFile> accepted(Settings partlyWrong) {
        String path = file().toAbsolutePath().toString();
        // a file that is no YAML has no values, so the usual folders count
        Settings where = partlyWrong != null
                ? partlyWrong
                : new ConfigFile(path, "", DEFAULTS).load().found();
        try {
            Optional<ConfigurationRow> inForce = RunPlaces.files(where).configuration();
            if (inForce.isEmpty()) return Optional.empty();
            Path book = RunPlaces.book(RunPlaces.books(where), inForce.get().id());
            return Optional.of(new ConfigFile(path, "", Files.readString(book)));
        } catch (IOException | RuntimeException e) {
            // the caller reports the problems of the file itself
            return Optional.empty();
        }
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

    /** Returns the shipped configuration for the demo. */
    static Settings demo() {
        return valid(ConfigLoader.demo(), "the shipped configuration");
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
