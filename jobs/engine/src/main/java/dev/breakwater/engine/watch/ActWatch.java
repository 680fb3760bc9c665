package dev.breakwater.engine.watch;

import dev.breakwater.engine.limit.Call;
import dev.breakwater.model.AlarmAction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches whether limits can be set and released in one account and region. A permanent refusal by AWS raises an alert
 * at once. A temporary failure raises an alert after five minutes. The alert ends only when every failed limit was set,
 * released or read.
 */
public final class ActWatch {

    /** A temporary failure raises an alert after this time. */
    public static final Duration MAY_PASS = Duration.ofMinutes(5);

    /**
     * This long after a start, the watch knows which limits fail, because each limit is read or tried again within a
     * minute.
     */
    public static final Duration KNOWN_AFTER = Duration.ofMinutes(5);

    private static final int MOST_LIMITS = 1_000;

    private final Map<String, Trouble> troubles = new LinkedHashMap<>();
    private long knownAt;
    private boolean open;
    private boolean told;
    private boolean toldOfReleases;

    private record Trouble(long since, ActReport last) {

        boolean isBad(long now) {
            return last.result().isRefused() || now - since >= MAY_PASS.toMillis();
        }
    }

    /**
     * @param open whether the alert was open before this start; such an alert does not end before {@link #KNOWN_AFTER}
     * @param now  epoch milliseconds
     */
    public ActWatch(boolean open, long now) {
        this.open = open;
        knownAt = open ? now + KNOWN_AFTER.toMillis() : now;
    }

    /** Processes the result of a call. */
    public Optional<ActEvent> seen(ActReport report) {
        Trouble before = troubles.remove(report.limit());
        if (report.result().worked()) return end(report.at());
        troubles.put(report.limit(), new Trouble(before == null ? report.at() : before.since(), report));
        if (troubles.size() > MOST_LIMITS) {
            troubles.remove(troubles.keySet().iterator().next());
            knownAt = report.at() + KNOWN_AFTER.toMillis();
        }
        return event(report.at());
    }

    /** Advances the time. This method must be called about every minute. */
    public Optional<ActEvent> look(long now) {
        return event(now).or(() -> end(now));
    }

    private Optional<ActEvent> event(long now) {
        List<ActReport> bad = troubles.values().stream()
                .filter(trouble -> trouble.isBad(now))
                .map(Trouble::last)
                .toList();
        int releases = (int) bad.stream().filter(report -> !report.throttle()).count();
        boolean worse = releases > 0 && !toldOfReleases;
        if (bad.isEmpty() || told && !worse) return Optional.empty();
        AlarmAction type = told ? AlarmAction.UPDATE : AlarmAction.TRIGGER;
        told = true;
        open = true;
        toldOfReleases |= releases > 0;
        ActReport last = bad.get(bad.size() - 1);
        return Optional.of(new ActEvent(type, last.limit(), last.reason(), bad.size(), releases, now));
    }

    private Optional<ActEvent> end(long now) {
        if (!open || !troubles.isEmpty() || now < knownAt) return Optional.empty();
        String reason = told ? "limits can be set and released again" : "no call on a limit fails";
        open = false;
        told = false;
        toldOfReleases = false;
        return Optional.of(new ActEvent(AlarmAction.RESOLVE, "", reason, 0, 0, now));
    }

    /**
     * The result of one attempt to set or release a limit.
     *
     * @param limit    the limit as text for people: the function, and also the queue or stream if the limit is on one
     * @param throttle true for a throttle, false for a release
     * @param result   how the attempt ended
     * @param reason   the reason, as AWS's error or as our own text
     * @param at       epoch milliseconds
     */
    public record ActReport(String limit, boolean throttle, Call.Result result, String reason, long at) {}

    /**
     * Reports that limits cannot be set or released, or that the fault has ended.
     *
     * @param type     whether the fault is new, has become worse (a held limit cannot be released) or has ended
     * @param limit    the limit that failed, empty if the fault has ended
     * @param reason   the cause, or why the fault has ended
     * @param limits   number of limits that cannot be set or released now
     * @param releases how many of these limits must be released
     * @param at       epoch milliseconds
     */
    public record ActEvent(AlarmAction type, String limit, String reason, int limits, int releases, long at) {}
}
