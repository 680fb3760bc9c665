package dev.breakwater.config.read;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses the intended word. */
public final class Nearest {
    private Nearest() {}

    /** Returns the nearest known word that differs by at most a third of its length, if there is one. */
    static Optional<String> to(String word, Collection<String> known) {
        return among(word, known, 1).stream().findFirst();
    }

    /**
     * Returns the known words that differ by at most a third of their length, nearest first. The list has at most this
     * many words.
     */
    public static List<String> among(String word, Collection<String> known, int most) {
        return known.stream()
                .filter(k -> distance(word, k) <= Math.max(1, k.length() / 3))
                .sorted(Comparator.<String>comparingInt(k -> distance(word, k)).thenComparing(k -> k))
                .limit(most)
                .toList();
    }

    /**
     * Returns the number of insertions, deletions and replacements between two words. Upper and lower case count as
     * equal.
     */
    static int distance(String a, String b) {
        String from = a.toLowerCase(Locale.ROOT);
        String to = b.toLowerCase(Locale.ROOT);
        if (Math.abs(from.length() - to.length()) > to.length()) {
            return Integer.MAX_VALUE; // stop early: the words are too different, and a key can have any length
        }
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
