package dev.breakwater.connectors.alarms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which keys have an open alarm at the receiver, as far as can be known from here.
 *
 * <p>After a restart, or when the memory was full, an unknown key may be open too. A resolve too many is dropped by the
 * receiver; one too few leaves an alarm open for a closed episode. So in doubt a key counts as open.
 */
final class OpenKeys {

    private final int capacity;
    private final Map<String, Boolean> sure = new LinkedHashMap<>();
    private boolean doubt;

    OpenKeys(int capacity, boolean doubt) {
        this.capacity = capacity;
        this.doubt = doubt;
    }

    /** The receiver said that it took a trigger. */
    boolean isSure(String key) {
        return sure.getOrDefault(key, false);
    }

    boolean mayBeOpen(String key) {
        return doubt || sure.containsKey(key);
    }

    void raised(String key) {
        remember(key, true);
    }

    /** A trigger was sent, and no answer came. */
    void perhapsRaised(String key) {
        remember(key, isSure(key));
    }

    void resolved(String key) {
        sure.remove(key);
    }

    private void remember(String key, boolean certain) {
        sure.put(key, certain);
        if (sure.size() > capacity) {
            sure.remove(sure.keySet().iterator().next());
            doubt = true;
        }
    }

    /** The keys of one certainty, oldest first. */
    List<String> keys(boolean certain) {
        List<String> keys = new ArrayList<>();
        sure.forEach((key, known) -> {
            if (known == certain) {
                keys.add(key);
            }
        });
        return keys;
    }
}
