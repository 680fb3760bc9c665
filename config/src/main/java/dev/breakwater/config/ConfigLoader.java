package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;

/** Loads a configuration file and finds everything that is wrong with it. */
public final class ConfigLoader {
    private static final String SHIPPED = "breakwater.yaml";

    private ConfigLoader() {}

    /**
     * Loads a file; relative paths in it are relative to its folder.
     *
     * @throws ConfigUnreadable if the file cannot be read at all
     */
    public static LoadResult load(Path file) {
        Path absolute = file.toAbsolutePath();
        return load(Bytes.of(file), absolute.getParent(), RemovedKeys.CURRENT);
    }

    /** Loads the file that comes with the program; relative paths in it are relative to the working directory. */
    public static LoadResult shipped() {
        return load(Bytes.resource(SHIPPED), Path.of("").toAbsolutePath(), RemovedKeys.CURRENT);
    }

    static LoadResult load(byte[] bytes, Path base, RemovedKeys removed) {
        Problems problems = new Problems(removed);
        Optional<JsonNode> tree = Yaml.tree(bytes, problems);
        if (tree.isEmpty()) {
            return LoadResult.refused(problems.found());
        }
        Settings settings = SettingsReader.settings(new Section(tree.get(), problems), new Places(base));
        if (problems.count() == 0) {
            PriceCheck.check(settings, problems);
        }
        return problems.count() == 0 ? LoadResult.of(settings) : LoadResult.refused(problems.found());
    }
}
