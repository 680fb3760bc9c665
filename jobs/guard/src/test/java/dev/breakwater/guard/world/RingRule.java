package dev.breakwater.guard.world;

import dev.breakwater.guard.world.Page.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Each surge above the page threshold notifies people. Only the first trigger of a key does so. */
final class RingRule {

    private static final long MINUTE = WorldClock.MINUTE;
    /** A surge that joins an alert later than this after its notification needs a notification of its own. */
    private static final long JOINS_WITHIN = 11 * MINUTE;

    /**
     * An alert may notify people this long after its surge. The data is late, and the outbox delays alerts about old
     * data.
     */
    private static final long JUST_OVER = 10 * MINUTE;

    /** The reason for an alert about a surge that becomes critical without reaching ten times its earlier cost. */
    private static final String CRITICAL = "critical since";

    private static final long AFTER_END = 5 * MINUTE;
    /** A surge that begins again within this time counts as continued. */
    private static final long GAP = 15 * MINUTE;
    /** The number of undisturbed minutes that suffice for an alert. */
    private static final int ENOUGH = 12;

    private static final int MOST_AN_HOUR = 10;
    /**
     * This many surges in an hour may need ten keys, because a surge that becomes worse or loses its throttle needs a
     * second key.
     */
    private static final int CROWD = 7;
    /** This many surges in a night may need twenty keys. */
    private static final int CROWD_A_NIGHT = 14;

    /** The time after the last critical alert for which everything is reported together. */
    private static final long FLEET_MODE = 2 * WorldClock.HOUR;
    /**
     * The number of notifications in a night without restriction. The rest of a night's 25 are spread over later hours.
     */
    private static final int FREELY_A_NIGHT = 20;

    private static final long NIGHT = 12 * WorldClock.HOUR;
    /** An alert notifies people again at this multiple of the cost in its last notification. */
    private static final int COSTLIER = 10;

    /** Faults that keep a surge from being seen or reported. */
    private static final Set<Fault> IN_THE_WAY = EnumSet.of(
            Fault.CRASH,
            Fault.FEED_SILENT,
            Fault.FEED_LATE,
            Fault.PAGER_AWAY,
            Fault.PAGER_BAD_KEY,
            Fault.PAGER_LOST_ANSWERS,
            Fault.MODE_CHANGED,
            Fault.CLOCK_AHEAD,
            Fault.CLOCK_BEHIND);

    /**
     * A required alert. It is about a surge, about the part of a surge that costs more, or about a surge that continues
     * when a job starts without memory.
     */
    private record Due(String function, long from, long to, double usd, boolean anyEvent, String why) {
        int severity() {
            return usd > WorldTerms.THROTTLES ? Page.CRITICAL : Page.ERROR;
        }
    }

    private final Judge judge;
    private final ClosedLoopWorld world;
    private final List<ModelPager.Ring> rings;
    /** The times at which alerts could be sent, in order. */
    private final List<Long> told = new ArrayList<>();
    /** Surges that become critical, in the order of that time. */
    private final List<Surges.Surge> critical;

    RingRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
        rings = world.pager.rings.stream()
                .filter(r -> r.page().kind() == Kind.INCIDENT && world.instance(r.owner()) == world.main)
                .toList();
        critical = world.surges.all.stream()
                .filter(s -> s.order.isEmpty() && critical(s) < s.to)
                .sorted(Comparator.comparingLong(RingRule::critical))
                .toList();
    }

    void check() {
        List<Due> all = due();
        world.surges.all.stream().filter(s -> s.order.isEmpty()).forEach(this::mayRing);
        Collections.sort(told);
        for (Due due : all) {
            if (isExcused(due)) continue;
            world.ringsJudged++;
            if (!rang(due) && !joined(due) && !throttled(due)) {
                judge.fail(
                        due.anyEvent ? "told-again" : "rings",
                        "nobody was woken for " + due.function + " at "
                                + due.usd + " USD/h, " + due.why + " " + java.time.Instant.ofEpochMilli(due.from)
                                + " to "
                                + java.time.Instant.ofEpochMilli(due.to));
            }
        }
    }

    private List<Due> due() {
        List<Due> due = new ArrayList<>();
        long end = world.clock.now;
        for (Surges.Surge s : world.surges.all) {
            if (!s.order.isEmpty()) continue;
            long from = s.from * MINUTE;
            long to = Math.min(s.to * MINUTE, end);
            if (to <= from) continue;
            long rises = s.rises < s.to ? Math.min(s.rises * MINUTE, to) : to;
            boolean goesOn = begins(s);
            if (!goesOn) due.add(new Due(s.function, from, rises, s.usd, false, "from"));
            if (rises < to && s.rises > s.from && isNews(s))
                due.add(new Due(s.function, rises, to, s.later, false, isCostlier(s) ? "risen at" : CRITICAL));
            for (long at : world.startsAnew) {
                boolean on = at > from && to - at > 20 * MINUTE;
                if (on) due.add(new Due(s.function, at, to, s.usd(at / MINUTE), true, "after a start without state"));
            }
        }
        return due;
    }

    /** Whether the surge is new and does not continue a surge that ended minutes before. */
    private boolean begins(Surges.Surge s) {
        return before(s) != null;
    }

    private Surges.Surge before(Surges.Surge s) {
        return world.surges.all.stream()
                .filter(o -> o != s
                        && o.order.isEmpty()
                        && o.function.equals(s.function)
                        && o.from < s.from
                        && s.from * MINUTE - o.to * MINUTE < GAP + 10 * MINUTE)
                .max(Comparator.comparingLong(o -> o.from))
                .orElse(null);
    }

    /** Whether the surge later becomes critical or ten times as expensive, compared with what people know. */
    private boolean isNews(Surges.Surge s) {
        return isCostlier(s) || most(s) < WorldTerms.THROTTLES && s.later > WorldTerms.THROTTLES;
    }

    private boolean isCostlier(Surges.Surge s) {
        return s.later >= COSTLIER * most(s);
    }

    private double most(Surges.Surge s) {
        double most = s.usd;
        for (Surges.Surge o = before(s); o != null; o = before(o)) most = Math.max(most, Math.max(o.usd, o.later));
        return most;
    }

    /** Whether the surge only became critical, and a text says at that time that the function is throttled. */
    private boolean throttled(Due due) {
        return due.why.equals(CRITICAL)
                && world.pager.heard.stream()
                        .filter(h -> h.at() >= due.from && h.at() <= due.from + JUST_OVER)
                        .map(h -> h.page().said().get(due.function))
                        .anyMatch(said -> said != null && said.stage() == Page.Stage.HELD);
    }

    private boolean rang(Due due) {
        long until = deadline(due);
        for (ModelPager.Heard h : world.pager.heard) {
            Page page = h.page();
            if (h.at() < due.from || h.at() > until || page.kind() != Kind.INCIDENT) continue;
            boolean names = page.action() == Page.Action.OPEN && page.said().containsKey(due.function);
            // a key's number that neither state nor ledger have may be used again while the pager still shows it
            long day = h.at() - WorldClock.DAY;
            boolean forgotten = world.log.any(EnumSet.of(Fault.STATE_AND_LEDGER_LOST), day, h.at(), "");
            boolean numbered = forgotten
                    && page.severity() >= due.severity()
                    && !alert(page.key()).equals(page.key());
            if (names && (due.anyEvent || numbered)) return true;
        }
        // two instances share their keys at the pager, so only the first alert of a key notifies people
        return !due.anyEvent
                && world.pager.rings.stream()
                        .anyMatch(r -> r.at() >= due.from
                                && r.at() <= until
                                && r.page().severity() >= due.severity()
                                && r.page().said().containsKey(due.function));
    }

    /**
     * Whether an alert that notified people up to ten minutes earlier names the function, with at least the same
     * severity and cost. The key may be this one or the one before it.
     */
    private boolean joined(Due due) {
        for (ModelPager.Heard h : world.pager.heard) {
            boolean within = h.at() >= due.from && h.at() <= deadline(due);
            if (!within || !h.page().said().containsKey(due.function)) continue;
            String alert = alert(h.page().key());
            for (ModelPager.Ring ring : rings) {
                boolean rang = ring.at() <= h.at() && h.at() <= joinsUntil(ring.at()) + clockOff(ring.at(), h.at());
                boolean loud = ring.page().severity() >= due.severity() && known(alert, ring) >= 0.7 * due.usd;
                if (rang && loud && alert(ring.page().key()).equals(alert)) return true;
            }
        }
        return false;
    }

    /**
     * Until when other surges can join an alert that notified people at this time, and a pager that could not be
     * reached shows them.
     */
    private long joinsUntil(long rang) {
        long until = rang + JOINS_WITHIN;
        long away = world.log.lasted(Fault.PAGER, rang, until, "");
        return away > until ? away + AFTER_END : until;
    }

    /** How far the job's minutes may be off. The clock is set right with the next step after the fault. */
    private long clockOff(long from, long to) {
        boolean off = world.log.any(EnumSet.of(Fault.CLOCK_AHEAD, Fault.CLOCK_BEHIND), from - 3 * MINUTE, to, "");
        return off ? 10 * MINUTE : 0;
    }

    /**
     * The highest cost in the alert's texts in the hour before a notification. If its surges had ended minutes before,
     * it is the cost of these surges.
     */
    private double known(String alert, ModelPager.Ring ring) {
        double cost = world.surges.all.stream()
                .filter(s -> s.order.isEmpty() && ring.page().said().containsKey(s.function))
                .filter(s -> s.to * MINUTE <= ring.at() && s.to * MINUTE >= ring.at() - JUST_OVER)
                .mapToDouble(s -> s.usd(s.to - 1))
                .sum();
        return Math.max(cost, said(alert, ring));
    }

    private double said(String alert, ModelPager.Ring ring) {
        return world.pager.heard.stream()
                .filter(h -> h.at() <= ring.at() && h.at() > ring.at() - WorldClock.HOUR)
                .filter(h -> alert(h.page().key()).equals(alert))
                .mapToDouble(h -> h.page().usd())
                .max()
                .orElse(0);
    }

    /** The key without the number of the notification. */
    private static String alert(String key) {
        return key.replaceFirst("/[0-9]{1,3}$", "");
    }

    private long deadline(Due due) {
        long away = world.log.lasted(Fault.PAGER, due.from, due.to + AFTER_END, "");
        return Math.max(due.to + AFTER_END, away + AFTER_END);
    }

    private boolean isExcused(Due due) {
        if (world.mode(Product.Mode.OBSERVE, due.from, due.to)) return true;
        // the surge was accepted, up to its size, for any time
        long day = due.from - 8 * WorldClock.DAY;
        if (world.log.any(EnumSet.of(Fault.ASKED_ACCEPT), day, due.to, due.function)) return true;
        if (fleetMode(due)) return true;
        return isInTheWay(due);
    }

    /**
     * Whether the keys of the hour or night are used up. Everything is then reported under one key, until two hours
     * pass without a new critical alert.
     */
    private boolean fleetMode(Due due) {
        for (int i = 0; i < rings.size(); i++) {
            long at = rings.get(i).at();
            long hour = rang(at - WorldClock.HOUR, at) + unheard(at - WorldClock.HOUR, at);
            long night = rang(at - NIGHT, at) + unheard(at - NIGHT, at);
            boolean full = hour >= MOST_AN_HOUR || night >= FREELY_A_NIGHT;
            if (full && at <= due.to + AFTER_END && due.from < togetherUntil(at)) return true;
        }
        // the alerts due within an hour or a night, for example after a time in which none could be sent. A replaced
        // key counts even if it was never sent
        for (int i = CROWD - 1; i < told.size(); i++) {
            long at = told.get(i);
            boolean full = told.get(i - CROWD + 1) > at - WorldClock.HOUR
                    || i >= CROWD_A_NIGHT - 1 && told.get(i - CROWD_A_NIGHT + 1) > at - NIGHT;
            if (full && at <= due.to + AFTER_END && due.from < togetherUntil(at)) return true;
        }
        return false;
    }

    /** Each start and rise may use up a ring, also where the judge asks for none. */
    private void mayRing(Surges.Surge s) {
        told.add(told(s.from * MINUTE));
        if (s.rises < s.to && s.rises > s.from) told.add(told(s.rises * MINUTE));
    }

    /** The first time at which the job could report what happens then. */
    private long told(long from) {
        long at = from;
        for (Fault fault : EnumSet.of(Fault.CRASH, Fault.FEED_LATE))
            for (FaultLog.Entry e : world.log.of(fault)) if (e.from <= at && e.to > at) at = e.to;
        return at;
    }

    private long rang(long from, long to) {
        return rings.stream().filter(r -> r.at() >= from && r.at() <= to).count();
    }

    /**
     * The number of keys that were never delivered, because another key replaced them while the pager could not be
     * reached. There may be two for each surge.
     */
    private long unheard(long from, long to) {
        return 2
                * told.stream()
                        .filter(at -> at >= from && at <= to && world.log.any(Fault.PAGER, at, at, ""))
                        .count();
    }

    private long togetherUntil(long from) {
        long until = from + FLEET_MODE;
        for (Surges.Surge s : critical) {
            long at = critical(s) * MINUTE;
            if (at > from && at < until) until = Math.max(until, at + FLEET_MODE + 10 * MINUTE);
        }
        return until;
    }

    /** The first minute in which the surge is critical. */
    private static long critical(Surges.Surge s) {
        return s.usd > WorldTerms.THROTTLES ? s.from : s.rises;
    }

    /**
     * Whether a fault delays the alert. Without a fault, it must be sent at once. Otherwise, it must be sent after
     * everything has worked for long enough.
     */
    private boolean isInTheWay(Due due) {
        if (!world.log.any(IN_THE_WAY, due.from - 10 * MINUTE, due.to + AFTER_END, "")) return false;
        int good = 0;
        for (long at = due.from; at < due.to; at += MINUTE) {
            good = world.log.any(IN_THE_WAY, at - MINUTE, at + MINUTE, "") ? 0 : good + 1;
            if (good >= ENOUGH) return false;
        }
        return true;
    }
}
