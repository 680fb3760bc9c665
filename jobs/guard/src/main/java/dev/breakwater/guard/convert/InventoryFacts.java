package dev.breakwater.guard.convert;

import dev.breakwater.connectors.lambda.FunctionDescription;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.MarkReading;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.ReservationFacts;

/** What the account says of a function, in the core's words. */
public final class InventoryFacts {

    private InventoryFacts() {}

    /** The key of a function in the fleet: {@code account|region|function}. */
    public static String key(FunctionRef f) {
        return f.account() + '|' + f.region() + '|' + f.function();
    }

    /** Where our own limit is set, what counts is what was there before it. */
    public static FunctionFacts of(FunctionDescription f, long sensedAt) {
        MarkReading mark = f.mark();
        boolean ours = mark.kind() == MarkReading.Kind.PRESENT && mark.mark().covers(f.reservation());
        int previous = ours ? mark.mark().previous() : f.reservation();
        return new FunctionFacts(
                f.ref().account(),
                f.ref().region(),
                f.ref().function(),
                f.memoryMb(),
                f.architecture(),
                f.timeoutSeconds(),
                new ReservationFacts(previous, ours, sensedAt),
                f.lastModifiedMillis() < 0 ? -1 : f.lastModifiedMillis() / 60_000,
                f.tags());
    }
}
