package dev.breakwater.core.watch;

import dev.breakwater.core.watch.ActEvent.Type;
import dev.breakwater.core.watch.ActReport.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows which accounts we cannot act in: one incident for each, told at once where AWS refuses for good or there is no
 * ledger, after five minutes where it may pass. It is over when every limit that failed was set or given back, or nobody
 * asks for it any more. Remembers nothing over a restart; so the first act that works ends what may be open.
 */
public final class ActWatch {

    /** How long what may pass is waited for. */
    public static final Duration MAY_PASS = Duration.ofMinutes(5);

    /** Wishes are stated again each minute: what was not stated for so long is wished no longer. */
    public static final Duration WISHED_NO_LONGER = Duration.ofMinutes(15);

    private static final int MOST_LIMITS = 1_000;

    private final Map<String, Account> accounts = new HashMap<>();

    private record Trouble(long since, ActReport last) {}

    private static final class Account {
        private final Map<String, Trouble> troubles = new LinkedHashMap<>();
        /** One may be open from before the start. */
        private boolean open = true;

        private boolean told;
        private boolean toldOfReleases;
    }

    /** Takes in what came of an act. */
    public Optional<ActEvent> seen(ActReport report) {
        Account account = accounts.computeIfAbsent(report.account(), a -> new Account());
        String limit = report.region() + '|' + report.limit();
        Trouble before = account.troubles.remove(limit);
        if (report.result() == Result.POSSIBLE) {
            return account.troubles.isEmpty() ? end(account, report, "acts work again") : Optional.empty();
        }
        boolean same = before != null && before.last().throttle() == report.throttle();
        account.troubles.put(limit, new Trouble(same ? before.since() : report.at(), report));
        if (account.troubles.size() > MOST_LIMITS) {
            account.troubles.remove(account.troubles.keySet().iterator().next());
        }
        return tell(account, report);
    }

    /** Lets time pass; to be called every minute or so. */
    public List<ActEvent> look(long now) {
        List<ActEvent> events = new ArrayList<>();
        for (Account account : accounts.values()) {
            Trouble last = newest(account);
            account.troubles.values().removeIf(t -> now - t.last().at() > WISHED_NO_LONGER.toMillis());
            if (last == null || !account.troubles.isEmpty()) continue;
            end(account, at(last.last(), now), "nothing is asked for any more").ifPresent(events::add);
        }
        return events;
    }

    private static Optional<ActEvent> tell(Account account, ActReport report) {
        int releases = (int) account.troubles.values().stream()
                .filter(t -> !t.last().throttle())
                .count();
        boolean worse = releases > 0 && !account.toldOfReleases;
        if (account.told && !worse || !isBad(account, report)) return Optional.empty();
        Type type = account.told ? Type.UPDATE : Type.TRIGGER;
        account.told = true;
        account.open = true;
        account.toldOfReleases |= releases > 0;
        return Optional.of(event(type, report, report.limit(), report.reason(), account.troubles.size(), releases));
    }

    private static boolean isBad(Account account, ActReport report) {
        return report.result() == Result.REFUSED
                || account.troubles.values().stream().anyMatch(t -> report.at() - t.since() >= MAY_PASS.toMillis());
    }

    private static Optional<ActEvent> end(Account account, ActReport report, String reason) {
        boolean open = account.open;
        account.open = false;
        account.told = false;
        account.toldOfReleases = false;
        return open ? Optional.of(event(Type.RESOLVE, report, "", reason, 0, 0)) : Optional.empty();
    }

    private static Trouble newest(Account account) {
        Trouble newest = null;
        for (Trouble t : account.troubles.values()) newest = t;
        return newest;
    }

    private static ActReport at(ActReport r, long now) {
        return new ActReport(r.account(), r.region(), r.limit(), r.throttle(), r.result(), r.reason(), now);
    }

    private static ActEvent event(Type type, ActReport report, String limit, String reason, int limits, int releases) {
        return new ActEvent(type, report.account(), report.region(), limit, reason, limits, releases, report.at());
    }
}
