package dev.breakwater.connectors.alarms.pagerduty;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;

/** A PagerDuty integration key. Anyone who has the key can page. The method {@code toString} does not show the key. */
public final class RoutingKey {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]{32}");

    private final String value;

    private RoutingKey(String value) {
        this.value = value;
    }

    /** Returns the key, if the text has 32 letters or digits. Surrounding white space is ignored. */
    public static Optional<RoutingKey> of(String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(stripped -> FORM.matcher(stripped).matches())
                .map(RoutingKey::new);
    }

    /** Returns the key in clear text. Use the clear text only in the body of a request. */
    String reveal() {
        return value;
    }

    /** Removes this key from a text. */
    String redact(String text) {
        return text.replace(value, "[routing key]");
    }

    @Override
    public String toString() {
        return "RoutingKey[hidden]";
    }

    /**
     * A reference to a routing key, which is resolved where the sink runs. The key itself is never in the job graph. An
     * implementation's {@code toString} and exceptions show only the reference.
     */
    @FunctionalInterface
    public interface Source extends Serializable {
        /**
         * Returns the key, which has 32 letters or digits. Throws if the secret cannot be read now; the channel tries
         * again later.
         */
        String resolve();
    }
}
