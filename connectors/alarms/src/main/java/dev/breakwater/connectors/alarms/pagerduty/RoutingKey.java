package dev.breakwater.connectors.alarms.pagerduty;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;

/** A PagerDuty integration key. Anyone who has it can page. Its text form does not show it. */
public final class RoutingKey {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]{32}");

    private final String value;

    private RoutingKey(String value) {
        this.value = value;
    }

    /** The key, if it has 32 letters or digits. White space around it is ignored. */
    public static Optional<RoutingKey> of(String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(stripped -> FORM.matcher(stripped).matches())
                .map(RoutingKey::new);
    }

    /** The key in clear text. Use it only in the body of a request. */
    String reveal() {
        return value;
    }

    /** The text without this key, if the key occurs in it. */
    String redact(String text) {
        return text.replace(value, "[routing key]");
    }

    @Override
    public String toString() {
        return "RoutingKey[hidden]";
    }

    /**
     * A reference to a routing key, resolved where the sink runs. The key itself is never in the job graph. An
     * implementation's {@code toString} and exceptions show only the reference.
     */
    @FunctionalInterface
    public interface Source extends Serializable {
        /** The key, 32 letters or digits. Throws if the secret cannot be read now. It is read again later. */
        String resolve();
    }
}
