package dev.breakwater.guard.world;

import dev.breakwater.guard.world.Page.Action;
import dev.breakwater.guard.world.Page.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Alerts resolve when their subject has ended, and not earlier. The number of notifications is limited. */
final class AlertRule {

    private static final int A_NIGHT = 25;
    private static final long NIGHT = 8 * WorldClock.HOUR;

    /** A job without data, or a job that people silenced, ends its earlier alerts. */
    private static final Set<Fault> FALLS_SILENT =
            EnumSet.of(Fault.MODE_CHANGED, Fault.FEED_SILENT, Fault.FEED_LATE, Fault.CLOCK_AHEAD, Fault.CLOCK_BEHIND);

    private final Judge judge;
    private final ClosedLoopWorld world;

    AlertRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
    }

    void heard(ModelPager.Heard heard) {
        Page page = heard.page();
        if (page.action() != Action.RESOLVE || page.kind() == Kind.NOTICE) return;
        ModelPager.Alert alert = world.pager.open.get(page.key());
        if (alert == null) return;
        if (page.kind() == Kind.CANNOT_GIVE_BACK) return;
        for (String function : alert.stands.said().keySet()) goesOn(alert, function);
        // the instance that opened the alert does not know this, and sends it again within twenty minutes
        boolean others = ClosedLoopWorld.isSecond(heard.owner()) != ClosedLoopWorld.isSecond(alert.ring.owner());
        if (others) world.log.note(Fault.RESOLVED_BY_HAND, heard.at(), heard.at(), "");
    }

    /**
     * Checks a resolved alert. A function with page-level evidence in the last and in the next minutes must be in
     * another alert.
     */
    private void goesOn(ModelPager.Alert alert, String function) {
        long now = world.clock.now;
        if (world.log.any(FALLS_SILENT, now - 4 * WorldClock.HOUR, now, "")) return;
        if (world.log.any(EnumSet.of(Fault.ASKED_ACCEPT, Fault.DELETED), now - WorldClock.DAY, now, function)) return;
        // an alert that a person resolved is reported again within twenty minutes
        if (world.log.any(EnumSet.of(Fault.RESOLVED_BY_HAND), now - 20 * WorldClock.MINUTE, now, "")) return;
        // a message that was refused or not delivered is sent again four minutes later, independently of other messages
        if (world.log.any(Fault.PAGER, now - 5 * WorldClock.MINUTE, now, "")) return;
        if (world.startedAt(world.main) > now - 10 * WorldClock.MINUTE) return;
        long minute = now / WorldClock.MINUTE;
        for (long m = minute - 12; m <= minute + 1; m++) if (!world.surges.surges(function, m)) return;
        boolean other = world.pager.open.values().stream()
                .anyMatch(a -> a != alert && a.stands.said().containsKey(function));
        if (!other) judge.fail("resolved-early", "resolved while " + function + " goes on: " + alert.stands.key());
    }

    /** Checks that each alert that is open at the end reports a surge that continues. */
    void end() {
        world.pager.open.forEach((key, alert) -> {
            if (alert.stands.kind() == Kind.OTHER && key.startsWith("breakwater/budget")) return;
            // a limit that is still set keeps its incident open
            List<ModelLimit> standing =
                    world.aws.limits().stream().filter(ModelLimit::looksOurs).toList();
            boolean ofPlaces = alert.stands.kind() == Kind.CANNOT_GIVE_BACK || key.startsWith("breakwater/fleet/");
            if (ofPlaces && !standing.isEmpty()) return;
            boolean held = standing.stream().anyMatch(l -> alert.stands.said().containsKey(l.function));
            // an unreadable tag stays until people remove it
            boolean unreadable = world.aws.limits().stream()
                    .anyMatch(l -> key.startsWith("breakwater/unreadable-tag/")
                            && key.contains('/' + l.function)
                            && l.bearsLease());
            if (held || unreadable) return;
            boolean goesOn = alert.stands.said().keySet().stream()
                    .anyMatch(f -> world.surges.surges(f, world.clock.now / WorldClock.MINUTE - 5));
            boolean forgotten =
                    world.instance(alert.ring.owner()) != world.main || world.pager.isForgotten(alert, world.log);
            // for two hours after a start without state, nothing is resolved without fresh data
            boolean kept = world.startsAnew.stream().anyMatch(at -> at > world.clock.now - TextRule.TOLD_AGAIN);
            if (!goesOn && !forgotten && !kept)
                judge.fail("alert-left", "open, and nothing goes on: " + key + " " + alert.stands.words());
        });
        nights();
    }

    private void nights() {
        List<ModelPager.Ring> rings = world.pager.rings.stream()
                .filter(r -> r.page().kind() == Kind.INCIDENT && world.instance(r.owner()) == world.main)
                .toList();
        Set<Fault> again = EnumSet.of(Fault.RESOLVED_BY_HAND, Fault.CHECKPOINTS_FAIL);
        again.addAll(ModelPager.BACK);
        for (int i = 0; i + A_NIGHT < rings.size(); i++) {
            long from = rings.get(i).at();
            long to = rings.get(i + A_NIGHT).at();
            if (to - from < NIGHT && !world.log.any(again, from, to, "")) {
                judge.fail(
                        "too-loud", (A_NIGHT + 1) + " alerts rang within " + (to - from) / WorldClock.MINUTE + " min");
            }
        }
    }
}
