package dev.breakwater.core.control.decide;

import dev.breakwater.core.limit.LimitState;
import dev.breakwater.core.limit.LimitState.Life;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.PolicyBook.BlastRadius;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the reasons not to set a throttle, in the order of the checks. This class reads state and never changes it. */
final class Admission {

    private interface Rule {
        boolean refuses(Candidate c);
    }

    private record Named(Reason reason, Rule rule) {}

    private static final List<Named> RULES = List.of(
            new Named(Reason.MODE_OBSERVE, c -> mode(c) == Mode.OBSERVE),
            new Named(Reason.MODE_ALERT, c -> mode(c) == Mode.ALERT),
            new Named(
                    Reason.PROTECTED,
                    c -> c.step().terms.policyFor(c.claim().incident()).protect()),
            new Named(Reason.RENAMED, c -> !c.step().state.formerOwner.isEmpty()),
            new Named(Reason.NOT_READY, c -> !c.claim().knowsSafeLimit(c.assessment())),
            new Named(Reason.STALE, Admission::stale),
            new Named(Reason.SURGE_OVER, Admission::over),
            new Named(
                    Reason.IN_COOLDOWN,
                    c -> c.step().now < c.step().state.cooldowns.getOrDefault(c.function(), 0L)),
            new Named(Reason.CURE_FAILED, c -> c.claim().incident().cureFailed),
            new Named(
                    Reason.LEFT_ALONE,
                    c -> c.step().now < c.step().state.leftAlone.getOrDefault(c.function(), 0L)),
            new Named(Reason.SPARED, c -> c.step().requests.isSpared(c.function())),
            new Named(Reason.NOT_GIVEN_BACK, Admission::isReleasing),
            new Named(Reason.NOT_READ, Admission::notRead),
            new Named(Reason.NO_EFFECT, Admission::changesNothing),
            new Named(Reason.RADIUS_AT_ONCE, c -> othersPlaces(c) >= allowedAtOnce(c.step())),
            new Named(
                    Reason.RADIUS_PER_HOUR,
                    c -> setInLastHour(c.step()) >= c.claim().perHour(radius(c.step()))),
            new Named(Reason.NO_HEADROOM, Admission::leavesTooLittle));

    private Admission() {}

    /**
     * A limit at or above the present reservation or use would have no effect, but would still count as a throttled
     * function.
     */
    private static boolean changesNothing(Candidate c) {
        boolean reservedBelow = c.lease().previous >= 0 && c.lease().limit >= c.lease().previous;
        return reservedBelow || c.claim().stopsNothing(c.lease(), c.assessment());
    }

    private static boolean leavesTooLittle(Candidate c) {
        return takes(c) && c.lease().limit > c.claim().room(c.step());
    }

    /** Whether the throttle takes concurrency from the unreserved pool. */
    private static boolean takes(Candidate c) {
        return c.lease().lever().isReservation() && c.lease().previous < 0;
    }

    /** A surge that stopped in the last three minutes is reported but not throttled. */
    private static boolean over(Candidate c) {
        boolean surge = c.claim() instanceof Claim.Surge;
        return surge && !c.step().lines.goesOn(c.claim().incident(), c.assessment());
    }

    /**
     * The cooldown applies to all kinds of limits. But if one kind of limit had no effect, another kind must take over
     * at once.
     */
    private static boolean isReleasing(Candidate c) {
        return c.step().limits().stream()
                .filter(l -> l.function.equals(c.function()))
                .anyMatch(l -> isReturning(c, l) || isAdopted(c, l));
    }

    /**
     * Whether a throttle must wait until the release of an earlier limit is observed. If a person may have changed the
     * earlier limit, only the end of that limit shows the change.
     */
    private static boolean isReturning(Candidate c, LimitState limit) {
        boolean found = limit.reason.equals(Reason.ADOPTED.wire());
        return limit.life == Life.RETURNING && (limit.cooldown > 0 || found || limit.mayBeChanged() || isOf(c, limit));
    }

    private static boolean isOf(Candidate c, LimitState limit) {
        return limit.lever().equals(c.lease().lever());
    }

    /** Whether this run found a limit and has not observed it yet. */
    private static boolean isAdopted(Candidate c, LimitState limit) {
        boolean stands = limit.life == Life.SETTING || limit.life == Life.HELD;
        return stands && c.step().lease(c.function()) == null;
    }

    /**
     * Whether facts are missing that a throttle needs. In a live run, the function's policy is unknown until the
     * inventory is read. Reservations of other functions must be known, because only tags and the limit are read again
     * before the first call.
     */
    private static boolean notRead(Candidate c) {
        if (c.step().terms.recorded()) return false;
        FunctionFacts facts = c.step().terms.fleet().functions().get(c.function());
        return facts == null
                || !facts.tagsRead()
                || takes(c) && !c.step().headroom.isRead();
    }

    /** The number of other throttled functions. A function whose queue limit is being released is already counted. */
    private static int othersPlaces(Candidate c) {
        Set<String> functions = places(c.step());
        functions.remove(c.function());
        return functions.size();
    }

    /** Functions whose limit is requested or held, or whose release was not yet observed. */
    static Set<String> places(Step step) {
        Set<String> functions = new TreeSet<>(step.state.leases.keySet());
        for (LimitState l : step.limits()) if (l.takesPlace()) functions.add(l.function);
        return functions;
    }

    /** Withdraws the newest request whose limit was not yet observed, if there are more limits than allowed. */
    static void giveWay(Step step) {
        if (places(step).size() <= allowedAtOnce(step)) return;
        step.leases().stream()
                .filter(lease -> !lease.isHeld())
                .max(Comparator.comparingLong(lease -> lease.state.since))
                .ifPresent(lease -> lease.release(Reason.RADIUS_AT_ONCE));
    }

    /**
     * The limit that a person could set instead. A person cannot set a limit if it would be unsafe or have no effect,
     * or if too many functions are throttled.
     */
    static Subject.Limit byHand(Candidate c) {
        boolean isProtected = c.step().terms.policyFor(c.claim().incident()).protect();
        boolean safe = !isProtected && c.claim().knowsSafeLimit(c.assessment());
        return safe && !changesNothing(c) && !leavesTooLittle(c)
                ? new Subject.Limit(
                        c.lease().limit, c.lease().previous, -1, c.lease().lever())
                : Subject.Limit.NONE;
    }

    /** The first reason against the throttle, or none. */
    static Optional<Reason> refusal(Candidate c) {
        return RULES.stream().filter(n -> n.rule.refuses(c)).map(Named::reason).findFirst();
    }

    /** Whether this is the only reason against the throttle. */
    static boolean onlyFor(Reason reason, Candidate c) {
        return RULES.stream().filter(n -> n.rule.refuses(c)).allMatch(n -> n.reason == reason);
    }

    static int allowedAtOnce(Step step) {
        return radius(step).allowedAtOnce(step.terms.fleet().count());
    }

    /**
     * The number of throttles set in the trailing 60 minutes. Older throttles were removed at the start of the step.
     */
    static int setInLastHour(Step step) {
        return step.state.throttledAt.size();
    }

    static BlastRadius radius(Step step) {
        return step.terms.book().radius();
    }

    private static Mode mode(Candidate c) {
        return c.step().terms.mode(c.claim().incident());
    }

    /** Whether samples are older than the source's usual delay plus some minutes. False in a recording. */
    private static boolean stale(Candidate c) {
        long within = c.step().terms.settings().freshWithin().toMillis();
        long age = c.step().now - (c.assessment().minute() + 1) * Step.MINUTE;
        return within > 0 && age > c.step().state.usualDelay() + within;
    }
}
