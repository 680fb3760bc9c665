package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Loads configurations from text and from test resources, as if they lay in {@link #BASE}. */
final class Loading {
    static final Path BASE = Path.of("/etc/breakwater");

    /** What a file needs at least. */
    static final String MINIMAL = "apiVersion: breakwater.dev/v1\nsource: { landing: { path: ./in } }\n";

    private Loading() {}

    static LoadResult text(String yaml) {
        return ConfigLoader.load(yaml.getBytes(StandardCharsets.UTF_8), BASE, RemovedKeys.CURRENT);
    }

    /** A minimal file with more lines. */
    static LoadResult minimalAnd(String yaml) {
        return text(MINIMAL + yaml);
    }

    static LoadResult resource(String name) {
        return ConfigLoader.load(Bytes.resource(name), BASE, RemovedKeys.CURRENT);
    }

    static LoadResult withRemoved(String yaml, Map<String, String> newByOld) {
        return ConfigLoader.load(yaml.getBytes(StandardCharsets.UTF_8), BASE, new RemovedKeys(newByOld));
    }

    static Settings valid(LoadResult result) {
        assertThat(result.problems()).isEmpty();
        return result.settings();
    }

    static List<String> lines(LoadResult result) {
        return result.problems().stream().map(Problem::toString).toList();
    }
}
