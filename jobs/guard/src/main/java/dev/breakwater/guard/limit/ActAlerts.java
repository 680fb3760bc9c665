package dev.breakwater.guard.limit;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.watch.ActWatch;
import dev.breakwater.engine.watch.ActWatch.ActEvent;
import dev.breakwater.engine.watch.ActWatch.ActReport;
import dev.breakwater.guard.convert.ActEvents;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.function.Lever;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The alerts of one account and region about failing calls and about the ledger. The pool's threads report failures.
 * The task's thread collects the alarms and stores the keys of open alarms.
 */
public final class ActAlerts {

    private static final Logger LOG = LoggerFactory.getLogger(ActAlerts.class);

    private final ActEvents words;
    private final LongSupplier clock;
    private final List<AlarmEvent> alarms = new ArrayList<>();
    /**
     * Reports from before the first call of {@link #take}. Only that first call says which alerts were open at the
     * start.
     */
    private List<ActReport> early = new ArrayList<>();

    private ActWatch watch;
    /** The reason why the ledger prevents throttles, or empty. Null until the ledger was checked. */
    private String stopped;

    private boolean ledgerIsNews;

    /** @param owner the name of this instance */
    public ActAlerts(String owner, String account, String region, LongSupplier clock) {
        words = new ActEvents(owner, account, region);
        this.clock = clock;
    }

    /** @param throttles whether the limit is being set or held; otherwise, it is being released */
    synchronized void answered(Call.Answer answer, boolean throttles) {
        ActEvents.report(answer, throttles).ifPresent(this::seen);
    }

    /** Records that a limit's state was observed. The observation ends earlier failures of the limit. */
    synchronized void settled(String function, Lever lever) {
        ActEvents.settled(function, lever, clock.getAsLong()).forEach(this::seen);
    }

    private void seen(ActReport report) {
        if (watch == null) early.add(report);
        else watch.seen(report).ifPresent(this::tell);
    }

    private void tell(ActEvent event) {
        LOG.atLevel(event.type() == AlarmAction.RESOLVE ? Level.INFO : Level.WARN)
                .log("{}: calls {} {} {}", words.place(), event.type(), event.limit(), event.reason());
        alarms.add(words.of(event));
    }

    /** @param why the reason why the ledger prevents throttles; empty if the ledger allows throttles */
    synchronized void ledger(String why) {
        ledgerIsNews |= stopped == null || stopped.isEmpty() != why.isEmpty();
        stopped = why;
    }

    /** Records that another job with the same name sets limits in the same account and region. */
    synchronized void superseded(String why) {
        alarms.add(words.superseded(why, clock.getAsLong()));
    }

    /**
     * Returns the alerts to send now.
     *
     * @param open the keys of open alerts; the caller stores the list, and this method updates the list
     */
    synchronized List<AlarmEvent> take(long now, List<String> open) {
        if (watch == null) {
            watch = new ActWatch(open.contains(words.cannotActKey()), now);
            early.forEach(this::seen);
            early = List.of();
        }
        watch.look(now).ifPresent(this::tell);
        if (ledgerIsNews) tellOfLedger(now, open);
        List<AlarmEvent> taken = new ArrayList<>();
        for (AlarmEvent alarm : alarms) {
            boolean known = open.contains(alarm.dedupKey());
            if (!alarm.raises() && !known) continue;
            if (alarm.raises() && !known) open.add(alarm.dedupKey());
            if (!alarm.raises()) open.remove(alarm.dedupKey());
            taken.add(alarm);
        }
        alarms.clear();
        return taken;
    }

    /**
     * Raises or ends the alert about the ledger. The alert may have been sent before the start, and may name this
     * instance by an earlier name.
     */
    private void tellOfLedger(long now, List<String> open) {
        ledgerIsNews = false;
        boolean stops = !stopped.isEmpty();
        if (stops) LOG.warn("{}: the ledger prevents new throttles: {}", words.place(), stopped);
        else LOG.info("{}: the ledger can be written", words.place());
        for (String key : open) {
            boolean right = stops && key.equals(words.ledgerKey());
            if (ActEvents.isOfLedger(key) && !right) alarms.add(words.ledgerOver(key, now));
        }
        if (stops) alarms.add(words.ledger(stopped, now));
    }
}
