package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Loads price tables. */
public final class PriceSheets {
    /** What a setting begins with when it names a table that comes with the program. */
    static final String SHIPPED = "shipped:";

    private static final Pattern SHIPPED_NAME = Pattern.compile("(?:\\./)?(prices/[0-9]{4}-[0-9]{2}\\.yaml)");

    private PriceSheets() {}

    /**
     * Loads the table that the settings name. The discount is not applied.
     *
     * @throws ConfigUnreadable if the file cannot be read at all
     */
    public static PriceResult load(Settings settings) {
        return load(settings.prices().file());
    }

    /**
     * Loads the table that holds for an account: its own, else that of all. The discount is not applied.
     *
     * @throws ConfigUnreadable if the file cannot be read at all
     */
    public static PriceResult load(Settings settings, String account) {
        return settings.prices().accounts().stream()
                .filter(own -> own.id().equals(account) && !own.file().isEmpty())
                .findFirst()
                .map(own -> load(own.file()))
                .orElseGet(() -> load(settings));
    }

    static PriceResult load(String file) {
        return file.startsWith(SHIPPED)
                ? load(Bytes.resource(file.substring(SHIPPED.length())))
                : load(Bytes.of(Path.of(file)));
    }

    static PriceResult load(byte[] bytes) {
        Problems problems = new Problems(RemovedKeys.CURRENT);
        Optional<JsonNode> tree = Yaml.tree(bytes, problems);
        PriceSheet sheet = tree.map(node -> PriceSheetReader.sheet(new Section(node, problems)))
                .orElse(null);
        return new PriceResult(problems.found(), sheet);
    }

    /** The setting for the shipped table that the text names, if there is one. */
    static Optional<String> shipped(String written) {
        return Optional.of(SHIPPED_NAME.matcher(written))
                .filter(name -> name.matches())
                .map(name -> name.group(1))
                .filter(name -> PriceSheets.class.getResource(name) != null)
                .map(name -> SHIPPED + name);
    }
}
