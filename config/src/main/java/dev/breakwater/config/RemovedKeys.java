package dev.breakwater.config;

import java.util.Map;
import java.util.Optional;

/**
 * Keys that older versions had, and what to write now.
 *
 * @param newByOld paths without list indexes, like {@code policies[].limit}, to what replaces them
 */
record RemovedKeys(Map<String, String> newByOld) {
    /** What this version has removed: nothing yet. */
    static final RemovedKeys CURRENT = new RemovedKeys(Map.of());

    Optional<String> replacement(String path) {
        return Optional.ofNullable(newByOld.get(path.replaceAll("\\[\\d+]", "[]")));
    }
}
