package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;

/** Requests to test with: account 123456789012, region eu-west-1, function checkout. */
public final class Requests {

    public static final String ACCOUNT = "123456789012";
    public static final String REGION = "eu-west-1";
    public static final String FUNCTION = "checkout";

    /** Start of the tests' time, epoch milliseconds. */
    public static final long NOW = 1_764_000_000_000L;

    /** End of the lease of every throttle made here. */
    public static final long UNTIL = NOW + 900_000;

    public static final FunctionRef REF = new FunctionRef(ACCOUNT, REGION, FUNCTION);

    /** The limit on the function itself. */
    public static final LeverRef RESERVED = LeverRef.reservation(REF);

    private Requests() {}

    public static ThrottleRequest throttle(String intent, int limit) {
        return throttle(intent, FUNCTION, limit);
    }

    public static ThrottleRequest throttle(String intent, String function, int limit) {
        return request(intent, function, true, limit, NOW + 600_000, "surge");
    }

    /** The same request for another lever on a mapping. */
    public static ThrottleRequest by(LeverKind lever, String mapping, ThrottleRequest r) {
        return like(r, r.previous(), 0, lever, mapping, r.before(), r.held());
    }

    /** The same request of a control that has observed our limit. */
    public static ThrottleRequest held(int before, int previous, ThrottleRequest r) {
        return like(r, previous, 0, r.lever(), r.mapping(), before, true);
    }

    /** The same request, made later. */
    public static ThrottleRequest later(long millis, ThrottleRequest r) {
        return like(r, r.previous(), millis, r.lever(), r.mapping(), r.before(), r.held());
    }

    public static ThrottleRequest release(String intent) {
        return release(intent, FUNCTION);
    }

    public static ThrottleRequest release(String intent, String function) {
        return request(intent, function, false, -1, Long.MAX_VALUE, "calm");
    }

    /** What a person asked for, for the ledger alone. */
    public static ThrottleRequest note(String id, String words) {
        return new ThrottleRequest(
                id,
                ACCOUNT,
                REGION,
                FUNCTION,
                false,
                -1,
                -1,
                -1,
                Long.MAX_VALUE,
                "inc",
                "approve",
                LeverKind.RESERVATION,
                "",
                -1,
                false,
                words,
                "");
    }

    /** The same, decided by a book. */
    public static ThrottleRequest by(String book, ThrottleRequest r) {
        return new ThrottleRequest(
                r.intent(),
                r.account(),
                r.region(),
                r.function(),
                r.throttle(),
                r.limit(),
                r.previous(),
                r.untilMillis(),
                r.notAfterMillis(),
                r.incident(),
                r.reason(),
                r.lever(),
                r.mapping(),
                r.before(),
                r.held(),
                r.words(),
                book);
    }

    private static ThrottleRequest request(
            String intent, String function, boolean throttle, int limit, long notAfter, String reason) {
        return new ThrottleRequest(
                intent,
                ACCOUNT,
                REGION,
                function,
                throttle,
                limit,
                -1,
                UNTIL,
                notAfter,
                "inc",
                reason,
                LeverKind.RESERVATION,
                "",
                -1,
                false,
                "",
                "");
    }

    private static ThrottleRequest like(
            ThrottleRequest r, int previous, long later, LeverKind lever, String mapping, int before, boolean held) {
        return new ThrottleRequest(
                r.intent(),
                r.account(),
                r.region(),
                r.function(),
                r.throttle(),
                r.limit(),
                previous,
                r.untilMillis() + later,
                r.notAfterMillis() + later,
                r.incident(),
                r.reason(),
                lever,
                mapping,
                before,
                held,
                r.words(),
                "");
    }
}
