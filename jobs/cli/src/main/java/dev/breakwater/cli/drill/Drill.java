package dev.breakwater.cli.drill;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.canary.Canary;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.RequestRow.DrillRow;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One drill. A drill floods the canary until AWS shows the canary's limit, and then waits until AWS shows exactly the
 * earlier value again. The flood ends at the first limit, at its ceiling, or on an interrupt. The drill always checks
 * that the earlier value was restored.
 */
final class Drill {

    /** The longest wait for the page. Samples arrive minutes late, and a minute is judged only when it is complete. */
    static final Duration AFTER_THE_FLOOD = Duration.ofMinutes(6);

    /** The longest wait for the release. An expired lease is released with the next checkpoint. */
    static final Duration AFTER_THE_LEASE = Duration.ofMinutes(5);

    private static final Duration LONGEST_LEASE = Duration.ofMinutes(30);

    private final Canary canary;
    private final Flood flood;
    private final Sight sight;
    private final int before;
    private final Duration length;

    private Instant begin;
    private Instant floodOver;
    private long sentBefore = -1;
    private Told told = Told.NOTHING;
    private Instant heldAt;
    private int limit = LimitValue.NONE;
    private Instant backAt;
    private Boolean delivered;

    /** The drill's clock, and the job's outputs that the drill reads. */
    interface Sight {
        Instant now();

        /** Waits about a second, or until it is interrupted. */
        void nap() throws InterruptedException;

        boolean isInterrupted();

        /** Returns the decisions about the canary since a time. */
        List<DecisionRow> told(Instant since) throws IOException;

        /** Returns how many alarms the receivers have accepted so far. Empty if unknown. */
        OptionalLong sent();
    }

    /**
     * The result of the drill.
     *
     * @param critical whether the canary is still throttled
     */
    record Result(DrillRow row, String incident, boolean critical) {}

    /**
     * @param before the present reservation
     * @param length the longest time of the flood
     */
    Drill(Canary canary, Flood flood, Sight sight, int before, Duration length) {
        this.length = length;
        this.canary = canary;
        this.flood = flood;
        this.sight = sight;
        this.before = before;
    }

    Result run() throws InterruptedException {
        begin = sight.now();
        sight.sent().ifPresent(sent -> {
            sentBefore = sent;
            delivered = false;
        });
        flood.start();
        String failure = "";
        try {
            while (!sawAll() && failure.isEmpty()) {
                sight.nap();
                look();
                failure = trouble();
            }
        } finally {
            flood.stop();
        }
        return conclude(failure);
    }

    private boolean sawAll() {
        return heldAt != null && told.pagedAt() != null && !Boolean.FALSE.equals(delivered);
    }

    private void look() {
        Answer<Integer> now = canary.reserved();
        if (heldAt == null && now.ok() && now.value() != before) {
            flood.stop();
            heldAt = sight.now();
            limit = now.value();
        }
        told = told.and(sight, begin);
        if (told.pagedAt() != null && Boolean.FALSE.equals(delivered)) {
            delivered = sight.sent().orElse(-1) > sentBefore;
        }
    }

    /** Returns the reason to give up the drill, or an empty text. */
    private String trouble() {
        if (!flood.denied().isEmpty()) return "the canary cannot be called: " + flood.denied();
        if (sight.isInterrupted()) return "interrupted";
        if (!sight.now().isBefore(begin.plus(length))) flood.stop();
        if (flood.isOver() && floodOver == null) floodOver = sight.now();
        if (floodOver == null || sight.now().isBefore(floodOver.plus(AFTER_THE_FLOOD))) return "";
        if (told.pagedAt() == null) return "no page";
        if (heldAt == null) return "paged, but no limit was set" + told.why();
        return "paged and throttled, but no receiver accepted the page";
    }

    private Result conclude(String failure) throws InterruptedException {
        boolean touched = heldAt != null || told.until() != null;
        boolean back = !touched || awaitRestore();
        String why = failure;
        if (why.isEmpty() && !told.limits().contains(limit)) why = "no decision names the limit of " + limit;
        if (!back) why = "NOT RESTORED: " + now() + ", before " + text(before);
        DrillRow row = new DrillRow(
                why.isEmpty(),
                seconds(begin, told.pagedAt()),
                seconds(begin, heldAt),
                seconds(heldAt, backAt),
                flood.made(),
                delivered,
                why);
        return new Result(row, told.incident(), !back);
    }

    /** Returns the deadline of the drill, which is some time after the end of the lease. */
    private boolean awaitRestore() throws InterruptedException {
        while (true) {
            look();
            Answer<Integer> now = canary.reserved();
            Answer<Boolean> mark = canary.held();
            // a requested limit may still be set later, even if it was not observed yet
            boolean pending = heldAt == null && !told.ended() && sight.now().isBefore(end());
            boolean back = !pending && now.ok() && now.value() == before && mark.ok() && !mark.value();
            if (back) backAt = sight.now();
            if (back || sight.now().isAfter(end())) return back;
            sight.nap();
        }
    }

    private Instant end() {
        Instant lease = told.until() != null ? told.until() : begin.plus(LONGEST_LEASE);
        return lease.plus(AFTER_THE_LEASE);
    }

    private String now() {
        Answer<Integer> now = canary.reserved();
        return now.ok()
                ? "reserved concurrency is " + text(now.value())
                : now.failure().text();
    }

    private static String text(int reservation) {
        return LimitValue.text(reservation);
    }

    private static Integer seconds(Instant from, Instant to) {
        return from == null || to == null
                ? null
                : (int) Math.max(0, Duration.between(from, to).toSeconds());
    }

    /**
     * The job's decisions about the canary.
     *
     * @param limits each limit that was requested
     * @param ended whether the last requested limit has ended
     * @param until  end of the lease
     * @param why the newest reason why no limit was set
     */
    private record Told(
            Instant pagedAt, String incident, List<Integer> limits, Instant until, boolean ended, String why) {

        static final Told NOTHING = new Told(null, "", List.of(), null, false, "");

        Told and(Sight sight, Instant since) {
            try {
                return of(sight.told(since));
            } catch (IOException e) {
                return this; // the job may be writing at this moment; the next read sees the whole line
            }
        }

        private static Told of(List<DecisionRow> rows) {
            Instant paged = null;
            Instant until = null;
            boolean ended = false;
            String incident = "";
            String why = "";
            for (DecisionRow d : rows) {
                if (d.type().equals("page") && paged == null) {
                    paged = d.at();
                    incident = d.incident();
                }
                if (d.type().equals("throttle")) {
                    until = d.limits().until();
                    ended = false;
                }
                if (List.of("given-back", "could-not", "override").contains(d.type())) ended = true;
                if (List.of("refuse", "could-not", "propose").contains(d.type())) why = ": " + d.detail();
            }
            List<Integer> limits = rows.stream()
                    .filter(d -> !d.type().equals("refuse"))
                    .map(d -> d.limits().limit())
                    .filter(Objects::nonNull)
                    .toList();
            return new Told(paged, incident, limits, until, ended, why);
        }
    }
}
