package dev.breakwater.cli.doctor;

import java.util.Locale;

/** Findings for people: one line each, and a second one with the cost of a missing item. */
final class FindingsText {

    private FindingsText() {}

    static String line(Finding f) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-12s %-13s ", word(f), f.area()));
        String where = f.where().text();
        if (!where.isEmpty()) text.append(where).append("  ");
        text.append(plain(f.what()));
        if (!f.detail().isEmpty()) text.append(": ").append(plain(f.detail()));
        text.append('\n');
        if (f.verdict() != Verdict.THERE && !f.cost().isEmpty()) {
            text.append(" ".repeat(27)).append("without it: ").append(f.cost()).append('\n');
        }
        return text.toString();
    }

    static String summary(Findings findings) {
        long optional = findings.all().stream()
                .filter(f -> f.optional() && f.verdict() != Verdict.THERE)
                .count();
        String tail = optional == 0 ? "" : "; of these " + optional + " not needed by this configuration";
        return findings.count(Verdict.THERE) + " there, " + findings.count(Verdict.MISSING) + " missing, "
                + findings.count(Verdict.UNKNOWN) + " cannot be told" + tail + "\n";
    }

    private static String word(Finding f) {
        return switch (f.verdict()) {
            case THERE -> "ok";
            case MISSING -> f.optional() ? "missing (*)" : "MISSING";
            case UNKNOWN -> f.optional() ? "unknown (*)" : "CANNOT TELL";
        };
    }

    /** Removes control characters, so that text from outside cannot move the cursor. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
