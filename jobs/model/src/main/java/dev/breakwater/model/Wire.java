package dev.breakwater.model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An enum whose constants have names in files, events and commands. */
public interface Wire {

    /** The name in Java. */
    String name();

    /** The name in files, for example {@code slow-burn}. */
    default String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant with this name in files, or empty. */
    static <E extends Enum<E> & Wire> Optional<E> of(Class<E> type, String wire) {
        return Stream.of(type.getEnumConstants())
                .filter(e -> e.wire().equals(wire))
                .findFirst();
    }
}
