package dev.breakwater.connectors.cloudwatch;

/** Gives the same String for the same characters, from a fixed number of slots, so that a million names stay cheap. */
final class NameCache {
    private static final int SLOTS = 1 << 14;
    private static final int LONGEST = 128;

    private final String[] slots = new String[SLOTS];

    String of(char[] chars, int from, int length) {
        if (length > LONGEST) {
            return new String(chars, from, length);
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + chars[i];
        }
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        String known = slots[slot];
        if (known != null && same(known, chars, from, length)) {
            return known;
        }
        return slots[slot] = new String(chars, from, length);
    }

    private static boolean same(String known, char[] chars, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != chars[from + i]) {
                return false;
            }
        }
        return true;
    }
}
