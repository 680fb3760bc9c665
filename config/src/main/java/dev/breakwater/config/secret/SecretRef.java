package dev.breakwater.config.secret;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a secret, never the secret itself.
 *
 * @param scheme the kind of place to look in
 * @param id a variable's name, an absolute path, or a secret's name or ARN
 * @param key the key inside an AWS secret that is a JSON object; empty for the whole text
 */
public record SecretRef(Scheme scheme, String id, String key) implements Serializable {
    /** No secret. */
    public static final SecretRef NONE = new SecretRef(Scheme.NONE, "", "");

    private static final Pattern ENV = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern FILE = Pattern.compile("file:([^\\s\\p{Cntrl}][^\\p{Cntrl}]*)");
    private static final Pattern AWS =
            Pattern.compile("aws-secret:([A-Za-z0-9/_+=.@:-]{1,2048})(?:#([^#\\s]{1,256}))?");

    /** The kinds of place for a secret. */
    public enum Scheme {
        /** Nowhere. */
        NONE(""),
        /** An environment variable. */
        ENV("env:"),
        /** A file. */
        FILE("file:"),
        /** AWS Secrets Manager. */
        AWS_SECRET("aws-secret:");

        private final String prefix;

        Scheme(String prefix) {
            this.prefix = prefix;
        }
    }

    /** Reads {@code env:NAME}, {@code file:PATH} or {@code aws-secret:ID[#KEY]}. Returns nothing for any other text. */
    public static Optional<SecretRef> parse(String text) {
        Matcher env = ENV.matcher(text);
        if (env.matches()) {
            return Optional.of(new SecretRef(Scheme.ENV, env.group(1), ""));
        }
        Matcher file = FILE.matcher(text);
        if (file.matches()) {
            return Optional.of(new SecretRef(Scheme.FILE, file.group(1), ""));
        }
        Matcher aws = AWS.matcher(text);
        if (aws.matches()) {
            return Optional.of(
                    new SecretRef(Scheme.AWS_SECRET, aws.group(1), aws.group(2) == null ? "" : aws.group(2)));
        }
        return Optional.empty();
    }

    /** Returns whether a secret is configured. */
    public boolean present() {
        return scheme != Scheme.NONE;
    }

    @Override
    public String toString() {
        return scheme == Scheme.NONE ? "(none)" : scheme.prefix + id + (key.isEmpty() ? "" : "#" + key);
    }
}
