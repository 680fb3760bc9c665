package dev.breakwater.core.watch;

import dev.breakwater.core.watch.ActWatch.ActEvent.Type;
import dev.breakwater.core.watch.ActWatch.ActReport.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows which accounts we cannot act in: one incident for each, told at once where AWS refuses for good or there is no
 * ledger, after five minutes where it may pass. It is over only when every limit that failed was set or given back: not
 * when nothing is heard of it any more. Remembers nothing over a restart; what may be open from before is ended once all
 * that is wanted has been read or tried again and nothing of it fails.
 */
public final class ActWatch {

    /** How long what may pass is waited for. */
    public static final Duration MAY_PASS = Duration.ofMinutes(5);

    /** Each limit is read or tried again within a minute: so long after a start every limit that fails has been answered. */
    public static final Duration KNOWN_AFTER = Duration.ofMinutes(5);

    private static final int MOST_LIMITS = 1_000;

    private final Map<String, Account> accounts = new HashMap<>();
    private final long knownAfter;

    private record LimitAt(String region, String limit) {}

    private record Trouble(long since, ActReport last) {

        boolean isBad(long now) {
            return last.result() == Result.REFUSED || now - since >= MAY_PASS.toMillis();
        }
    }

    private static final class Account {
        private final String name;
        private final String region;
        private final Map<LimitAt, Trouble> troubles = new LinkedHashMap<>();
        private long knownAt;
        /** One may be open from before the start. */
        private boolean open = true;

        private boolean told;
        private boolean toldOfReleases;

        Account(String name, String region) {
            this.name = name;
            this.region = region;
        }
    }

    /** @param knownAfter how long after a start nothing is ended, {@link #KNOWN_AFTER} where it is not a test */
    public ActWatch(Duration knownAfter) {
        this.knownAfter = knownAfter.toMillis();
    }

    /** An account in which we act: what may be open from before the start ends here too, though nothing is to be done. */
    public void watches(String account, String region, long now) {
        accounts.computeIfAbsent(account, a -> started(account, region, now));
    }

    /** Takes in what came of an act. */
    public Optional<ActEvent> seen(ActReport report) {
        Account account = accounts.computeIfAbsent(
                report.account(), a -> started(report.account(), report.region(), report.at()));
        LimitAt limit = new LimitAt(report.region(), report.limit());
        Trouble before = account.troubles.remove(limit);
        if (report.result() == Result.POSSIBLE) {
            return end(account, report.at());
        }
        account.troubles.put(limit, new Trouble(before == null ? report.at() : before.since(), report));
        if (account.troubles.size() > MOST_LIMITS) {
            account.troubles.remove(account.troubles.keySet().iterator().next());
            account.knownAt = report.at() + knownAfter;
        }
        return event(account, report.at());
    }

    /** Lets time pass; to be called every minute or so. */
    public List<ActEvent> look(long now) {
        List<ActEvent> events = new ArrayList<>();
        for (Account account : accounts.values()) {
            event(account, now).ifPresent(events::add);
            end(account, now).ifPresent(events::add);
        }
        return events;
    }

    private Account started(String name, String region, long now) {
        Account account = new Account(name, region);
        account.knownAt = now + knownAfter;
        return account;
    }

    private static Optional<ActEvent> event(Account account, long now) {
        List<ActReport> bad = account.troubles.values().stream()
                .filter(trouble -> trouble.isBad(now))
                .map(Trouble::last)
                .toList();
        int releases = (int) bad.stream().filter(report -> !report.throttle()).count();
        boolean worse = releases > 0 && !account.toldOfReleases;
        if (bad.isEmpty() || account.told && !worse) return Optional.empty();
        Type type = account.told ? Type.UPDATE : Type.TRIGGER;
        account.told = true;
        account.open = true;
        account.toldOfReleases |= releases > 0;
        ActReport last = bad.get(bad.size() - 1);
        return Optional.of(new ActEvent(
                type, last.account(), last.region(), last.limit(), last.reason(), bad.size(), releases, now));
    }

    private static Optional<ActEvent> end(Account account, long now) {
        boolean over = account.troubles.isEmpty() && now >= account.knownAt;
        if (!over || !account.open) return Optional.empty();
        String reason = account.told ? "acts work again" : "no act fails";
        account.open = false;
        account.told = false;
        account.toldOfReleases = false;
        return Optional.of(new ActEvent(Type.RESOLVE, account.name, account.region, "", reason, 0, 0, now));
    }

    /**
     * What came of one act.
     *
     * @param account  the account
     * @param region   the region
     * @param limit    which limit, for people: the function, and the queue or stream where it is not the reservation
     * @param throttle whether it was a throttle or a release
     * @param result   whether it could be done
     * @param reason   why not, in the words of AWS or ours
     * @param at       epoch milliseconds
     */
    public record ActReport(
            String account, String region, String limit, boolean throttle, Result result, String reason, long at) {

        /** How it ended. */
        public enum Result {
            /** AWS let us: done, or there was nothing left to do. */
            POSSIBLE,
            /** It does not work until somebody changes something: no permission, a refused value, no ledger. */
            REFUSED,
            /** It did not work now; it may by itself. */
            NOT_NOW
        }
    }

    /**
     * Acts in an account do not work, or work again.
     *
     * @param type     whether this is new, has become worse, or is over
     * @param account  the account
     * @param region   where it was seen
     * @param limit    the limit that showed it, empty when it is over
     * @param reason   why, or why it is over
     * @param limits   limits that cannot be set or given back now
     * @param releases of these, how many should be given back
     * @param at       epoch milliseconds
     */
    public record ActEvent(
            Type type, String account, String region, String limit, String reason, int limits, int releases, long at) {

        /** What is told. */
        public enum Type {
            TRIGGER,
            /** Now something is held that cannot be given back. */
            UPDATE,
            RESOLVE
        }
    }
}
