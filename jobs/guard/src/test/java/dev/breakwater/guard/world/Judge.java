package dev.breakwater.guard.world;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rules that must be true whatever AWS, people and machines do. The judge reads the simulated AWS and pager, who
 * set which value there, and the list of drawn faults. About the product, it knows only whether a process runs.
 */
final class Judge implements ModelPager.Listener {

    final ClosedLoopWorld world;
    final Memory memory;
    final Holds holds;
    final HandsOffRule handsOff;
    final SetRule sets;
    final PastEndRule pastEnd;
    final TextRule texts;
    final AlertRule alerts;
    final CalmRule calm;
    private final HeldRule held;

    /** The first failure of each rule. */
    private final Map<String, String> failures = new LinkedHashMap<>();

    Judge(ClosedLoopWorld world) {
        this.world = world;
        memory = new Memory(world);
        holds = new Holds(world);
        handsOff = new HandsOffRule(this);
        sets = new SetRule(this);
        pastEnd = new PastEndRule(this);
        texts = new TextRule(this);
        alerts = new AlertRule(this);
        calm = new CalmRule(this);
        held = new HeldRule(this);
    }

    void fail(String rule, String what) {
        if (failures.containsKey(rule)) return;
        world.trace.note("FAILS", rule, what);
        failures.put(rule, Instant.ofEpochMilli(world.clock.now) + " " + what);
    }

    /** The failures by rule. Empty if no rule was broken. */
    Map<String, String> failures() {
        return failures;
    }

    /** Checks a value that the product changed. */
    void set(ModelAws.Actor actor, ModelLimit limit, ModelLimit.State before) {
        holds.set(limit);
        handsOff.set(limit, before);
        sets.set(actor, limit, before);
    }

    @Override
    public void heard(ModelPager.Heard heard) {
        texts.heard(heard);
        alerts.heard(heard);
    }

    void minute() {
        memory.minute();
        handsOff.minute();
        pastEnd.minute();
        held.minute();
        texts.minute();
    }

    /** Checks the end of the world. */
    void end() {
        new EndRule(this).check();
        alerts.end();
        new RingRule(this).check();
    }
}
