package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Folders and files; relative ones are relative to the folder of the configuration file.
 *
 * @param base the absolute folder of the configuration file
 */
record Places(Path base) {
    private static final Pattern S3 = Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/\\S*)?");
    private static final Pattern OTHER_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    /** A local path, made absolute. */
    String local(Section section, String key, String initial) {
        return section.read(key, initial.isEmpty() ? "" : resolve(initial), value -> local(section, key, value));
    }

    /** A local path, made absolute, or a place in S3 as it is. */
    String localOrS3(Section section, String key, String initial) {
        return section.read(key, initial.isEmpty() ? "" : resolve(initial), value -> {
            boolean s3 = S3.matcher(value.asText()).matches();
            return s3 ? Optional.of(value.asText()) : local(section, key, value);
        });
    }

    private Optional<String> local(Section section, String key, JsonNode value) {
        Optional<String> text = section.scalars().text(key, value);
        return text.flatMap(written -> {
            if (written.isBlank() || OTHER_SCHEME.matcher(written).matches()) {
                section.problem(key, Shown.text(written), "is not a place that can be used", remedy(key));
                return Optional.empty();
            }
            Optional<String> absolute = absolute(written);
            if (absolute.isEmpty()) {
                section.problem(key, Shown.text(written), "is not a path", remedy(key));
            }
            return absolute;
        });
    }

    private static String remedy(String key) {
        return "a local path like ./var/" + key;
    }

    /** The absolute path; nothing where the system cannot have such a path. */
    Optional<String> absolute(String written) {
        try {
            return Optional.of(resolve(written));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private String resolve(String written) {
        return base.resolve(written).normalize().toString();
    }
}
