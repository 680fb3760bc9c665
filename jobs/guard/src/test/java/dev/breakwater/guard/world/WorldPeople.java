package dev.breakwater.guard.world;

import dev.breakwater.guard.world.Product.Ask;
import dev.breakwater.guard.world.Product.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * People who make requests. They approve what a page asks for, early, late and twice, or decline it. They also release, hold, accept,
 * protect, and request a throttle now.
 */
final class WorldPeople {

    private static final Pattern INCIDENT = Pattern.compile("^breakwater/([0-9a-f]{12})\\b");

    private final ClosedLoopWorld world;
    private final List<Ask> said = new ArrayList<>();
    /** The function and incident of every proposal on a page. */
    private final List<String[]> proposed = new ArrayList<>();

    /** Functions that a page reported, with the incident. */
    private final List<String[]> paged = new ArrayList<>();

    private int ids;

    WorldPeople(ClosedLoopWorld world) {
        this.world = world;
    }

    void draw(WorldFaults faults) {
        read();
        boolean asked = world.mode == Product.Mode.APPROVE;
        Draws draws = world.draws;
        if (faults.happens(Fault.ASKED_APPROVE, asked ? 3 : 45) && !proposed.isEmpty()) {
            String[] p = draws.chance(4) ? draws.of(proposed) : proposed.get(proposed.size() - 1);
            say(Fault.ASKED_APPROVE, Wanted.APPROVE, p[0], p[1], -1);
        }
        if (faults.happens(Fault.ASKED_TWICE, 60) && !said.isEmpty()) {
            faults.at(Fault.ASKED_TWICE, "");
            world.main.ask(draws.of(said));
        }
        String any = draws.of(new ArrayList<>(world.aws.functions.keySet()));
        List<ModelLimit> ours = world.aws.ours();
        String held = ours.isEmpty() ? any : draws.of(ours).function;
        if (faults.happens(Fault.ASKED_RELEASE, 80)) say(Fault.ASKED_RELEASE, Wanted.RELEASE, held, "", -1);
        if (faults.happens(Fault.ASKED_HOLD, 80)) {
            say(Fault.ASKED_HOLD, Wanted.HOLD, held, "", later(draws.upTo(600)));
        }
        if (faults.happens(Fault.ASKED_ACCEPT, 250)) {
            say(Fault.ASKED_ACCEPT, Wanted.ACCEPT, held, "", later(60 + draws.upTo(600)));
        }
        if (faults.happens(Fault.ASKED_PROTECT, 150)) {
            say(Fault.ASKED_PROTECT, Wanted.PROTECT, any, "", later(60 + draws.upTo(600)));
        }
        decline(asked);
        if (!paged.isEmpty() && draws.allows(Fault.ASKED_THROTTLE) && draws.chanceAside(25 * draws.rarity)) {
            draws.note(Fault.ASKED_THROTTLE);
            String[] p = paged.get(draws.chanceAside(4) ? 0 : paged.size() - 1);
            say(Fault.ASKED_THROTTLE, Wanted.THROTTLE, p[0], p[1], -1);
        }
    }

    /** Lets a person answer "no" to the newest proposal. */
    private void decline(boolean asked) {
        Draws draws = world.draws;
        if (proposed.isEmpty() || !draws.allows(Fault.ASKED_DECLINE)) return;
        if (draws.later.nextInt(asked ? 15 : 15 * draws.rarity) != 0) return;
        draws.note(Fault.ASKED_DECLINE);
        String[] p = proposed.get(proposed.size() - 1);
        say(Fault.ASKED_DECLINE, Wanted.DECLINE, p[0], p[1], later(60));
    }

    private long later(int minutes) {
        return world.clock.now + minutes * WorldClock.MINUTE;
    }

    /** Lets a person read at the pager which throttles can be approved. */
    private void read() {
        for (ModelPager.Alert alert : world.pager.open.values()) {
            Page page = alert.stands;
            note(page);
            if (page.proposal().isEmpty() || page.said().isEmpty()) continue;
            String function = page.said().keySet().iterator().next();
            boolean known = proposed.stream().anyMatch(p -> p[1].equals(page.proposal()));
            if (!known) proposed.add(new String[] {function, page.proposal()});
        }
    }

    private void note(Page page) {
        Matcher key = INCIDENT.matcher(page.key());
        if (page.said().isEmpty() || !key.find()) return;
        String function = page.said().keySet().iterator().next();
        if (paged.stream().noneMatch(p -> p[1].equals(key.group(1)))) paged.add(new String[] {function, key.group(1)});
    }

    private void say(Fault fault, Wanted wanted, String function, String incident, long until) {
        Ask ask = new Ask("q" + ids++, wanted, function, incident, world.clock.now, until);
        world.trace.note("asked", wanted, function, incident);
        world.log.note(fault, world.clock.now, Math.max(until, world.clock.now), function);
        said.add(ask);
        world.main.ask(ask);
        long heardAt = Math.max(world.clock.now, world.main.isUp() ? 0 : world.main.downUntil())
                + 3 * world.terms.checkpointEvery;
        switch (wanted) {
            case RELEASE -> {
                world.judge.handsOff.released(function, world.main, heardAt, "a person asked the job to release");
                world.judge.texts.touched(function);
            }
            case PROTECT ->
                world.judge.handsOff.untouched(function, world.main, heardAt, until, "a person asked to protect");
            case APPROVE -> world.judge.sets.agreed(function, world.clock.now);
            case THROTTLE -> {
                world.judge.sets.agreed(function, world.clock.now);
                world.judge.handsOff.overruled(function);
            }
            default -> {}
        }
    }
}
