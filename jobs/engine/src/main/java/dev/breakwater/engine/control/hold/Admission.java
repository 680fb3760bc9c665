package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.rules.LeftAlone;
import dev.breakwater.engine.control.rules.MoneyLines;
import dev.breakwater.engine.control.rules.Radius;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.kind.ResourceKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the reasons not to set a throttle, in the order of the checks. This class reads state and never changes it. */
public final class Admission {

    private record Rule(Reason reason, Predicate<Candidate> refuses) {}

    private final Step step;
    private final Radius radius;
    private final Headroom headroom;
    private final MoneyLines lines;

    private final List<Rule> rules;

    public Admission(Step step, Radius radius, Headroom headroom, MoneyLines lines, LeftAlone leftAlone) {
        this.step = step;
        this.radius = radius;
        this.headroom = headroom;
        this.lines = lines;
        rules = List.of(
                new Rule(Reason.MODE_OBSERVE, c -> mode(c) == Mode.OBSERVE),
                new Rule(Reason.MODE_ALERT, c -> mode(c) == Mode.ALERT),
                new Rule(Reason.PROTECTED, this::isProtected),
                new Rule(Reason.LEFT_ALONE, c -> leftAlone.isChangedOrTagged(c.function())),
                new Rule(Reason.SPARED, c -> leftAlone.isSpared(c.function())),
                new Rule(Reason.DECLINED, this::isDeclined),
                new Rule(Reason.RENAMED, c -> !step.state.run.formerOwner.isEmpty()),
                new Rule(Reason.NOT_READY, c -> !c.claim().knowsSafeLimit(c.assessment())),
                new Rule(Reason.STALE, this::stale),
                new Rule(Reason.SURGE_OVER, this::over),
                new Rule(Reason.IN_COOLDOWN, this::isInCooldown),
                new Rule(Reason.CURE_FAILED, c -> c.claim().incident().throttle.cureFailed),
                new Rule(Reason.NOT_GIVEN_BACK, this::isReleasing),
                new Rule(Reason.NOT_READ, this::notRead),
                new Rule(Reason.NO_EFFECT, Admission::changesNothing),
                new Rule(Reason.RADIUS_AT_ONCE, c -> othersPlaces(c) >= radius.allowedAtOnce()),
                new Rule(
                        Reason.RADIUS_PER_HOUR,
                        c -> radius.setInLastHour() >= c.claim().perHour(radius.perHour())),
                new Rule(Reason.NO_HEADROOM, this::leavesTooLittle));
    }

    /**
     * A limit at or above the present reservation or use would have no effect, but would still count as a throttled
     * function. The same holds for a kind of limit that does not work on the resource.
     */
    private static boolean changesNothing(Candidate c) {
        boolean reservedBelow = c.lease().previous >= 0 && c.lease().limit >= c.lease().previous;
        return reservedBelow
                || !ResourceKind.of(c.function()).fits(c.lease().lever.kind())
                || c.claim().stopsNothing(c.lease(), c.assessment());
    }

    private boolean leavesTooLittle(Candidate c) {
        return c.lease().takesFromPool() && c.lease().limit > c.claim().room(headroom);
    }

    /** A surge that stopped in the last three minutes is reported but not throttled. */
    private boolean over(Candidate c) {
        boolean surge = !c.claim().isOrdered();
        return surge && !lines.goesOn(c.claim().incident(), c.assessment());
    }

    /**
     * The cooldown applies to all kinds of limits. But if one kind of limit had no effect, another kind must take over
     * at once.
     */
    private boolean isReleasing(Candidate c) {
        return step.limits().stream()
                .filter(l -> l.function.equals(c.function()))
                .anyMatch(l -> isReturning(c, l) || isAdopted(c, l));
    }

    /**
     * Whether a throttle must wait until the release of an earlier limit is observed. If a person may have changed the
     * earlier limit, only the end of that limit shows the change.
     */
    private boolean isReturning(Candidate c, LimitState limit) {
        boolean found = limit.intent.reason.equals(Reason.ADOPTED.wire());
        return limit.life == Life.RETURNING
                && (limit.intent.cooldown > 0 || found || limit.mayBeChanged() || limit.lever.equals(c.lease().lever));
    }

    /** Whether this run found a limit and has not observed it yet. */
    private boolean isAdopted(Candidate c, LimitState limit) {
        boolean stands = limit.life == Life.SETTING || limit.life == Life.HELD;
        return stands && !step.state.limits.leases.containsKey(c.function());
    }

    /**
     * Whether a throttle needs facts that are missing. In a live run, the function's policy is unknown until the
     * inventory is read. Reservations of other functions must be known, because only tags and the limit are read again
     * before the first call.
     */
    private boolean notRead(Candidate c) {
        if (step.terms.recorded()) return false;
        FunctionFacts facts = step.terms.fleet().functions().get(c.function());
        return facts == null || !facts.tagsRead() || c.lease().takesFromPool() && !headroom.isRead();
    }

    /** The number of other throttled functions. A function whose queue limit is being released is already counted. */
    private int othersPlaces(Candidate c) {
        Set<String> functions = radius.places();
        functions.remove(c.function());
        return functions.size();
    }

    /**
     * The limit that a person could set instead. A person cannot set a limit if it would be unsafe or have no effect,
     * or if too many functions are throttled.
     */
    Decision.Limits byHand(Candidate c) {
        boolean safe = !isProtected(c) && c.claim().knowsSafeLimit(c.assessment());
        return safe && !changesNothing(c) && !leavesTooLittle(c)
                ? new Decision.Limits(c.lease().limit, c.lease().previous, -1, c.lease().lever)
                : Decision.Limits.NONE;
    }

    /** The first reason against the throttle, or none. */
    Optional<Reason> refusal(Candidate c) {
        return rules.stream().filter(r -> r.refuses.test(c)).map(Rule::reason).findFirst();
    }

    /** Whether this is the only reason against the throttle. */
    boolean onlyFor(Reason reason, Candidate c) {
        return rules.stream().filter(r -> r.refuses.test(c)).allMatch(r -> r.reason == reason);
    }

    private boolean isProtected(Candidate c) {
        return step.terms.policyFor(c.claim().incident()).protect();
    }

    private boolean isDeclined(Candidate c) {
        return c.claim().incident().throttle.isDeclined(step.now, MoneyLines.hourNano(c.assessment()));
    }

    private boolean isInCooldown(Candidate c) {
        return step.now < step.state.leftAlone.cooldowns.getOrDefault(c.function(), 0L);
    }

    private Mode mode(Candidate c) {
        return step.terms.mode(c.claim().incident());
    }

    /** Whether samples are older than the source's usual delay plus some minutes. False in a recording. */
    private boolean stale(Candidate c) {
        long within = step.terms.settings().freshWithin().toMillis();
        long age = step.now - (c.assessment().minute() + 1) * Step.MINUTE;
        return within > 0 && age > step.state.pace.usualDelay() + within;
    }
}
