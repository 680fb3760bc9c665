package dev.breakwater.guard.world;

import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Request.Answer;
import dev.breakwater.core.control.Request.Kind;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.policy.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** People at the doors: they approve, early, late and twice, release, hold and protect, also what is over. */
final class WorldPeople {

    private final ClosedLoopWorld world;
    /** The folder of requests: each start of the job reads all that may still count. */
    private final List<Request> folder = new ArrayList<>();
    /** What was proposed at some time: function and incident. */
    private final List<String[]> proposed = new ArrayList<>();
    /** When the job last heard that a person agrees, by function. */
    private final Map<String, Long> agreed = new HashMap<>();

    /** When a person last took back that a function is left alone. */
    private final Map<String, Long> takenBack = new HashMap<>();

    private int ids;

    WorldPeople(ClosedLoopWorld world) {
        this.world = world;
    }

    void draw(WorldFaults faults) {
        boolean asked = world.main.up && world.main.book.mode() == Mode.APPROVE;
        remember();
        if (faults.happens(Fault.ASKED_APPROVE, asked ? 3 : 60) && !proposed.isEmpty()) {
            String[] p = world.draws.chance(4) ? world.draws.of(proposed) : proposed.get(proposed.size() - 1);
            say(Kind.APPROVE, p[0], p[1], -1);
        }
        if (faults.happens(Fault.ASKED_TWICE, 60) && !folder.isEmpty()) world.main.asked.add(world.draws.of(folder));
        String any = world.draws.of(new ArrayList<>(world.aws.functions.keySet()));
        String held = world.main.state.leases.isEmpty()
                ? any
                : world.draws.of(new ArrayList<>(world.main.state.leases.keySet()));
        if (faults.happens(Fault.ASKED_RELEASE, 120)) say(Kind.RELEASE, held, "", -1);
        if (faults.happens(Fault.ASKED_HOLD, 80)) say(Kind.HOLD, held, "", later(world.draws.upTo(600)));
        if (faults.happens(Fault.ASKED_PROTECT, 150)) say(Kind.PROTECT, any, "", later(60 + world.draws.upTo(600)));
    }

    private long later(int minutes) {
        return world.clock.now + minutes * WorldClock.MINUTE;
    }

    private void remember() {
        List<IncidentState> all = new ArrayList<>(world.main.state.open.values());
        all.addAll(world.main.state.ordered.values());
        for (IncidentState i : all) {
            boolean known =
                    i.proposal == null || proposed.stream().anyMatch(p -> p[0].equals(i.key) && p[1].equals(i.id));
            if (!known) proposed.add(new String[] {i.key, i.id});
        }
    }

    private void say(Kind kind, String function, String incident, long until) {
        Scope scope = Scope.function(ModelAws.ACCOUNT, ModelAws.REGION, function);
        Request r = new Request("q" + ids++, kind, scope, incident, world.clock.now, until, "", "world");
        world.trace.note("asked", kind, function, incident);
        folder.add(r);
        world.main.asked.add(r);
    }

    /** What a job that starts finds in the folder. */
    List<Request> standing() {
        long since = world.clock.now - Request.HEARD_FOR.toMillis();
        return folder.stream().filter(r -> r.at() > since).toList();
    }

    void answered(Answer a) {
        world.trace.note("answered", a.words());
        if (!a.over().isEmpty() && a.request().kind() != Kind.RELEASE) return;
        String function = a.request().scope().key();
        if (a.request().kind() == Kind.APPROVE) agreed.put(function, world.clock.now);
        // heard again after a restart, and taken back since
        if (takenBackAt(function) >= a.request().at()) return;
        switch (a.request().kind()) {
            case RELEASE -> world.checks.spared(function, a.request().at() + WorldClock.DAY);
            case PROTECT -> world.checks.spared(function, a.request().until());
            default -> {}
        }
    }

    void againAllowed(String function) {
        takenBack.put(function, world.clock.now);
    }

    /** Epoch milliseconds by the operator's clock, or 0. */
    long takenBackAt(String function) {
        return takenBack.getOrDefault(function, 0L);
    }

    /** Clocks are ten minutes off at most, when a person agrees and when it is acted on. */
    boolean hasAgreed(String function) {
        Long at = agreed.get(function);
        return at != null && world.clock.now - at <= world.terms.approveWithin.toMillis() + 21 * WorldClock.MINUTE;
    }
}
