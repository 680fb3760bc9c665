package dev.breakwater.guard.convert;

import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.LimitReading;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.lever.EventSources;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.control.LimitObservation.Kind;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;
import org.apache.flink.util.Collector;

/** What was observed of limits, in control's words: by what came of our acts, and by readings of marks. */
public final class LimitObservations {

    private LimitObservations() {}

    /** What an act shows; one that came too late shows nothing. */
    public static void of(Effect e, Collector<LimitObservation> out) {
        Kind kind = kind(e);
        if (kind == null) return;
        out.collect(new LimitObservation(
                kind,
                e.account(),
                e.region(),
                e.function(),
                lever(e.lever(), e.mapping()),
                e.intent(),
                e.limit(),
                e.previous(),
                Math.max(-1, e.found()),
                e.untilMillis(),
                "",
                e.detail(),
                e.at()));
    }

    private static Kind kind(Effect e) {
        return switch (e.outcome()) {
            case APPLIED -> Kind.SET;
            case RELEASED, GONE -> Kind.GIVEN_BACK;
            // somebody else's limit is as tight: ours is not needed
            case ALREADY -> e.throttle() ? Kind.REFUSED : Kind.GIVEN_BACK;
            case OVERRIDDEN -> Kind.HANDS_OFF;
            case AGAIN_ALLOWED -> Kind.AGAIN_ALLOWED;
            case HELD_BY_OTHER -> Kind.HELD_BY_OTHER;
            case DENIED, INVALID -> e.throttle() ? Kind.REFUSED : Kind.FAILED;
            case NOT_ATTEMPTED -> e.detail().endsWith(CallBudget.OUT_OF_TIME) ? Kind.POSTPONED : Kind.FAILED;
            case TRANSIENT, THROTTLED, UNKNOWN -> Kind.FAILED;
            case EXPIRED, REQUESTED -> null;
        };
    }

    /** What a reading of tags shows: a mark with its value, and hands-off. */
    public static void ofReading(InventoryChange change, Collector<LimitObservation> out) {
        LimitReading reading = change.reading();
        if (reading == null) return;
        if (reading.handsOffUntil() != HandsOff.NONE) {
            // a time that is past takes it back
            boolean over = reading.handsOffUntil() <= change.atMillis();
            Kind kind = over ? Kind.AGAIN_ALLOWED : Kind.HANDS_OFF;
            out.collect(read(kind, change, null, reading.handsOffUntil(), "tag " + HandsOff.TAG));
        }
        MarkReading mark = reading.mark();
        // in the middle of a change nobody can tell what is set
        if (mark.kind() == MarkReading.Kind.PRESENT && reading.value() != EventSources.UNCERTAIN) {
            out.collect(read(Kind.MARKED, change, mark.mark(), mark.mark().untilMillis(), ""));
        }
    }

    private static LimitObservation read(Kind kind, InventoryChange change, Mark mark, long until, String reason) {
        LimitReading reading = change.reading();
        return new LimitObservation(
                kind,
                change.account(),
                change.region(),
                change.name(),
                lever(reading.lever(), reading.mapping()),
                mark == null ? "" : mark.intent(),
                mark == null ? -1 : mark.limit(),
                mark == null ? -1 : mark.previous(),
                Math.max(-1, reading.value()),
                until,
                mark == null ? "" : mark.owner(),
                reason,
                change.atMillis());
    }

    private static Lever lever(dev.breakwater.connectors.lambda.LeverKind kind, String mapping) {
        return new Lever(LeverKind.valueOf(kind.name()), mapping);
    }
}
