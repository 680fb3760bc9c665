package dev.breakwater.connectors.alarms.pagerduty;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;

/** A PagerDuty integration key: anyone who has it can page. Shows itself in no text. */
public final class RoutingKey {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]{32}");

    private final String value;

    private RoutingKey(String value) {
        this.value = value;
    }

    /** The key, unless it is not 32 letters or digits; spaces and line ends around it are ignored. */
    public static Optional<RoutingKey> of(String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(stripped -> FORM.matcher(stripped).matches())
                .map(RoutingKey::new);
    }

    /** The key in clear, for the body of a request only. */
    String reveal() {
        return value;
    }

    /** The text without this key, in case it contains the key. */
    String redact(String text) {
        return text.replace(value, "[routing key]");
    }

    @Override
    public String toString() {
        return "RoutingKey[hidden]";
    }

    /**
     * A reference to a routing key, resolved where the sink runs. The key itself is never in the job graph; {@code
     * toString} of an implementation and the texts of its exceptions show the reference at most.
     */
    @FunctionalInterface
    public interface Source extends Serializable {
        /** The key, 32 letters or digits. May throw when the secret cannot be read just now; it is then asked again. */
        String resolve();
    }
}
