package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.config.read.Problems.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Loads configurations from text and from test resources, as if the files were in {@link #BASE}. */
public final class Loading {
    static final Path BASE = Path.of("/etc/breakwater");

    /** The smallest valid file. */
    public static final String MINIMAL = "apiVersion: breakwater.dev/v1\nsource: { landing: { path: ./in } }\n";

    private Loading() {}

    static Loaded<Settings> text(String yaml) {
        return bytes(yaml.getBytes(StandardCharsets.UTF_8));
    }

    static Loaded<Settings> bytes(byte[] yaml) {
        return ConfigLoader.load(yaml, BASE, root -> {});
    }

    /** Returns a minimal file with more lines. */
    public static Loaded<Settings> minimalAnd(String yaml) {
        return text(MINIMAL + yaml);
    }

    static Loaded<Settings> resource(String name) {
        return bytes(Document.shipped(name));
    }

    public static <T> T valid(Loaded<T> result) {
        assertThat(result.problems()).isEmpty();
        return result.value();
    }

    static List<String> lines(Loaded<Settings> result) {
        return result.problems().stream().map(Loading::line).toList();
    }

    /** Returns a problem without the place of its key, which {@link PlacesOfProblemsTest} checks. */
    public static String line(Problem problem) {
        return problem.toString().replaceFirst("^line \\d+, column \\d+, ", "");
    }
}
