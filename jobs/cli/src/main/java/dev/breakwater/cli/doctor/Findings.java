package dev.breakwater.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.cli.Colour;
import dev.breakwater.connectors.aws.AwsCall.AwsRole;
import dev.breakwater.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** All findings, in the order of the checks. */
final class Findings {

    private static final int ALL_THERE = 0;
    private static final int CANNOT_TELL = 1;
    private static final int MISSING = 3;

    private final List<Finding> all = new ArrayList<>();
    private final Consumer<Finding> listener;

    /** @param listener receives each finding at once, so that people see the progress */
    Findings(Consumer<Finding> listener) {
        this.listener = listener;
    }

    void add(Finding finding) {
        all.add(finding);
        listener.accept(finding);
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    long count(Verdict verdict) {
        return all.stream().filter(f -> f.verdict() == verdict).count();
    }

    /**
     * Returns the exit code. An optional finding does not change the verdict. A missing item counts more than an
     * unknown item.
     */
    int exitCode() {
        if (has(Verdict.MISSING)) return MISSING;
        return has(Verdict.UNKNOWN) ? CANNOT_TELL : ALL_THERE;
    }

    private boolean has(Verdict verdict) {
        return all.stream().anyMatch(f -> f.verdict() == verdict && !f.optional());
    }

    /** The verdict on one item. */
    enum Verdict implements Wire {
        /** The item exists. */
        THERE,
        /** The item is missing. */
        MISSING,
        /** The item could not be checked, and must not be treated as present. */
        UNKNOWN,
        /** The item is missing, and nothing in the configured mode needs it. */
        UNNEEDED;

        boolean isProblem() {
            return this == MISSING || this == UNKNOWN;
        }
    }

    /**
     * The account, region and role of a check. Each of these parts may be empty.
     *
     * @param role {@code observe}, {@code act} or {@code job}
     */
    record Where(String account, String region, String role) {

        /** The place of checks that concern this machine or the configuration. */
        static final Where HERE = new Where("", "", "");

        static Where job(String account, String region) {
            return new Where(account, region, AwsRole.JOB.shown());
        }

        /** Returns the account, region and role as text for people. */
        String text() {
            return String.join(" ", account, region, role).strip().replaceAll(" +", " ");
        }
    }

    /** Returns, as text for people, how many findings have each verdict. */
    String summary() {
        long optional = all.stream()
                .filter(f -> f.optional() && f.verdict() != Verdict.THERE)
                .count();
        String tail = optional == 0 ? "" : "; of these " + optional + " not needed by this configuration";
        return count(Verdict.THERE) + " there" + counted(Verdict.UNNEEDED, " not needed yet")
                + counted(Verdict.MISSING, " missing") + counted(Verdict.UNKNOWN, " cannot be told") + tail + "\n";
    }

    private String counted(Verdict verdict, String words) {
        long count = count(verdict);
        return count == 0 ? "" : ", " + count + words;
    }

    /** Returns the findings as one JSON object. */
    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode array = root.putArray("findings");
        for (Finding f : all) {
            array.addObject()
                    .put("area", f.area())
                    .put("what", f.what())
                    .put("account", orNull(f.where().account()))
                    .put("region", orNull(f.where().region()))
                    .put("role", orNull(f.where().role()))
                    .put("verdict", f.verdict().wire())
                    .put("optional", f.optional())
                    .put("detail", f.detail())
                    .put("cost", f.cost());
        }
        for (Verdict verdict : Verdict.values()) root.put(verdict.wire(), count(verdict));
        return root.toString();
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /**
     * The result of one check.
     *
     * @param area     the area of the check: configuration, credentials, permission, tags, folder, state,
     *     secret, notify, prices, clock
     * @param what     the checked item, for example a permission or a key of the configuration
     * @param optional whether the configured job runs without the item
     * @param detail   why the item is missing or unknown, or the value that was observed. May be empty, and never
     *                 contains a secret
     * @param cost the consequence of the missing item; empty if the item exists
     */
    record Finding(
            String area, Where where, String what, Verdict verdict, boolean optional, String detail, String cost) {

        /** Returns that the item exists or, if it does not, that it is missing. */
        static Finding of(boolean there, String area, Where where, String what, String detail, String cost) {
            return there ? there(area, where, what, detail) : missing(area, where, what, detail, cost);
        }

        static Finding there(String area, Where where, String what, String detail) {
            return new Finding(area, where, what, Verdict.THERE, false, detail, "");
        }

        static Finding missing(String area, Where where, String what, String detail, String cost) {
            return new Finding(area, where, what, Verdict.MISSING, false, detail, cost);
        }

        static Finding unknown(String area, Where where, String what, String detail, String cost) {
            return new Finding(area, where, what, Verdict.UNKNOWN, false, detail, cost);
        }

        static Finding unneeded(String area, Where where, String what, String detail) {
            return new Finding(area, where, what, Verdict.UNNEEDED, false, detail, "");
        }

        /** Returns the same finding, marked as optional. */
        Finding asOptional() {
            return new Finding(area, where, what, verdict, true, detail, cost);
        }

        /** Returns the finding for people, on one line. A missing item has a second line with its consequence. */
        String text() {
            StringBuilder text = new StringBuilder();
            text.append(colour().of(String.format(Locale.ROOT, "%-12s", word())))
                    .append(String.format(Locale.ROOT, " %-13s ", area));
            String place = where.text();
            if (!place.isEmpty()) text.append(place).append("  ");
            text.append(plain(what));
            if (!detail.isEmpty()) text.append(": ").append(plain(detail));
            text.append('\n');
            if (verdict != Verdict.THERE && !cost.isEmpty()) {
                text.append(" ".repeat(27)).append("without it: ").append(cost).append('\n');
            }
            return text.toString();
        }

        private Colour colour() {
            if (!verdict.isProblem()) return Colour.GREEN;
            return optional ? Colour.YELLOW : Colour.RED;
        }

        private String word() {
            return switch (verdict) {
                case THERE -> "ok";
                case MISSING -> optional ? "missing (*)" : "MISSING";
                case UNKNOWN -> optional ? "unknown (*)" : "CANNOT TELL";
                case UNNEEDED -> "not needed";
            };
        }

        /** Removes control characters, so that text from outside cannot move the cursor. */
        private static String plain(String text) {
            return text.replaceAll("\\p{Cntrl}", " ");
        }
    }
}
