package dev.breakwater.config.model;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * A section of the file that another module adds. The section is a record with {@link Key}s, a {@link Key} of its own
 * and a constructor without parameters. The module registers the record in {@code META-INF/services}.
 */
public interface Registered extends Serializable {

    /** Returns the name of the section, which is the record's name in lower case. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Returns the registered sections of a type, each without values, in the order of their registration. */
    static List<Registered> of(Class<?> type) {
        return ServiceLoader.load(type, type.getClassLoader()).stream()
                .map(provider -> (Registered) provider.get())
                .toList();
    }
}
