package dev.breakwater.guard.world;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A simulated pager. It has the alerts by key, when each alert notified people, its present text, and failing calls.
 */
final class ModelPager {

    /** The pager's answer to a delivery. */
    enum Answer {
        TAKEN,
        REFUSED,
        AWAY,
        /** The message was accepted, but the answer was lost. */
        LOST
    }

    /** A notification: the first trigger of a key, or the first trigger after a resolve. */
    record Ring(long at, String owner, Page page) {}

    /** An accepted message. */
    record Heard(long at, String owner, Page page) {}

    /** An alert that is open. */
    static final class Alert {
        final Ring ring;
        Page stands;
        long standsSince;
        /** When the instance that opened the alert last sent a text. Another instance may have replaced that text. */
        long ownSince;

        Alert(Ring ring) {
            this.ring = ring;
            stands(ring.page, ring.owner, ring.at);
        }

        void stands(Page page, String owner, long at) {
            stands = page;
            standsSince = at;
            if (ClosedLoopWorld.isSecond(owner) == ClosedLoopWorld.isSecond(ring.owner)) ownSince = at;
        }
    }

    /** The faults after which a job does not know its newest alerts. */
    static final Set<Fault> BACK =
            EnumSet.of(Fault.STATE_LOST, Fault.STATE_AND_LEDGER_LOST, Fault.RESTORED_OLDER, Fault.RESTORED_SAVEPOINT);

    private final WorldClock clock;
    private final Draws draws;
    private final Trace trace;
    /** The messages that the pager got, and the times at which somebody resolved an alert by hand. */
    final List<Heard> heard = new ArrayList<>();

    final List<Ring> rings = new ArrayList<>();
    final Map<String, Alert> open = new TreeMap<>();
    /** The time of each key's first message, until its resolve. */
    private final Map<String, Long> since = new HashMap<>();

    Listener listener;

    long awayUntil;
    long badKeyUntil;
    long losesAnswersUntil;

    /** Receives the texts that people read. */
    interface Listener {
        void heard(Heard heard);
    }

    ModelPager(WorldClock clock, Draws draws, Trace trace) {
        this.trace = trace;
        this.clock = clock;
        this.draws = draws;
    }

    Answer take(String owner, Page page) {
        long now = clock.now;
        clock.pause(50 + draws.upTo(300));
        if (now < awayUntil) return Answer.AWAY;
        if (now < badKeyUntil) return Answer.REFUSED;
        hear(new Heard(clock.now, owner, page));
        return now < losesAnswersUntil && draws.chance(2) ? Answer.LOST : Answer.TAKEN;
    }

    private void hear(Heard said) {
        Page page = said.page;
        trace.note(said.owner, "pages", page.action(), page.key(), page.words());
        heard.add(said);
        if (page.action() == Page.Action.OPEN) {
            since.putIfAbsent(page.key(), said.at);
            Alert alert = open.get(page.key());
            if (alert == null) {
                Ring ring = new Ring(said.at, said.owner, page);
                rings.add(ring);
                open.put(page.key(), new Alert(ring));
            } else {
                alert.stands(page, said.owner, said.at);
            }
        }
        // check before the alert is closed whether its text is still true
        listener.heard(said);
        if (page.action() == Page.Action.RESOLVE) {
            open.remove(page.key());
            since.remove(page.key());
        }
    }

    /** Whether neither state nor ledger knows the alert any more. */
    boolean isForgotten(Alert alert, FaultLog log) {
        // a person may have resolved the alert since then, and it may have notified people again
        long at = since.getOrDefault(alert.ring.page.key(), alert.ring.at);
        boolean back = BACK.stream().anyMatch(f -> log.of(f).stream().anyMatch(e -> e.from >= at))
                || log.of(Fault.CHECKPOINTS_FAIL).stream().anyMatch(e -> e.to >= at)
                // or the job lost it before its first checkpoint
                || log.of(Fault.CRASH).stream().anyMatch(e -> e.from >= at && e.from <= at + 2 * WorldClock.MINUTE);
        boolean lost = Stream.of(Fault.STATE_AND_LEDGER_LOST, Fault.LEDGER_LOST)
                .anyMatch(f -> log.of(f).stream().anyMatch(e -> e.from >= at));
        // or the line about it was never written
        boolean unwritten = log.any(EnumSet.of(Fault.LEDGER_FULL, Fault.PAGER_LOST_ANSWERS), at, at, "");
        return back && (lost || unwritten);
    }

    boolean isAway() {
        return clock.now < awayUntil || clock.now < badKeyUntil;
    }

    /** Lets people resolve the alerts that a removed instance left open. Returns whether there were any. */
    boolean gone(String owner) {
        return open.values().removeIf(a -> a.ring.owner.equals(owner));
    }
}
