package dev.breakwater.config.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks up secrets. Callers must resolve a secret where they use the secret, so that no secret becomes part of a job
 * graph.
 */
public final class SecretResolver {
    private static final int LONGEST = 65_536;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<String, Optional<String>> environment;
    private final Function<String, Optional<String>> secretsManager;

    /**
     * Looks in the given places.
     *
     * @param environment returns the value of an environment variable
     * @param secretsManager returns the text of an AWS secret by name or ARN, or nothing if the secret does not exist
     */
    public SecretResolver(
            Function<String, Optional<String>> environment, Function<String, Optional<String>> secretsManager) {
        this.environment = Objects.requireNonNull(environment);
        this.secretsManager = Objects.requireNonNull(secretsManager);
    }

    /** Looks in the process environment, in files, and in AWS through the given port. */
    public static SecretResolver ofProcess(Function<String, Optional<String>> secretsManager) {
        return new SecretResolver(name -> Optional.ofNullable(System.getenv(name)), secretsManager);
    }

    /**
     * Returns the secret without surrounding white space.
     *
     * @throws Unavailable if the secret is missing or empty
     */
    public Secret resolve(SecretRef reference) {
        String text = switch (reference.scheme()) {
            case NONE -> throw new Unavailable(reference, "there is no reference");
            case ENV -> found(reference, environment.apply(reference.id()), "the variable is not set");
            case FILE -> file(reference);
            case AWS_SECRET -> aws(reference);
        };
        if (text.isBlank()) {
            throw new Unavailable(reference, "it is empty");
        }
        return new Secret(text.strip());
    }

    private static String file(SecretRef reference) {
        try (InputStream in = Files.newInputStream(Path.of(reference.id()))) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new Unavailable(reference, "the file is longer than " + LONGEST + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Unavailable(reference, "the file cannot be read");
        }
    }

    private String aws(SecretRef reference) {
        String whole = found(reference, secretsManager.apply(reference.id()), "there is no such secret");
        if (reference.key().isEmpty()) {
            return whole;
        }
        try {
            JsonNode value = JSON.readTree(whole).path(reference.key());
            return found(
                    reference, Optional.ofNullable(value.textValue()), "the secret has no such key with a text value");
        } catch (JsonProcessingException e) {
            throw new Unavailable(reference, "it is not a JSON object");
        }
    }

    private static String found(SecretRef reference, Optional<String> text, String otherwise) {
        return text.orElseThrow(() -> new Unavailable(reference, otherwise));
    }

    /**
     * Thrown if a secret is not where its reference points. The message is one line with the reference, never with the
     * secret.
     */
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(SecretRef reference, String why) {
            super(reference + ": " + why);
        }
    }

    /** A secret in memory. A secret has no text form and cannot be serialized, so a log can never contain it. */
    public static final class Secret {
        private final String text;

        /** Wraps the text of a secret. */
        public Secret(String text) {
            this.text = Objects.requireNonNull(text);
        }

        /** Returns the secret itself. Callers should read the text just before the call that needs the secret. */
        public String reveal() {
            return text;
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
