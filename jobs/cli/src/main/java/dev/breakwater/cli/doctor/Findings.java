package dev.breakwater.cli.doctor;

import dev.breakwater.connectors.aws.AwsCall.AwsRole;
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
    enum Verdict {
        /** The item exists. */
        THERE,
        /** The item is missing. */
        MISSING,
        /** The item could not be checked, and must not be treated as present. */
        UNKNOWN;

        /** Returns the name in JSON. */
        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The account, region and role of a check. Each of these parts may be empty.
     *
     * @param role {@code observe}, {@code act} or {@code job}
     */
    record Where(String account, String region, String role) {

        /** Stands for checks of this machine or of the configuration. */
        static final Where HERE = new Where("", "", "");

        static Where job(String account, String region) {
            return new Where(account, region, AwsRole.JOB.shown());
        }

        /** Returns the account, region and role as text for people. */
        String text() {
            return String.join(" ", account, region, role).strip().replaceAll(" +", " ");
        }
    }
}
