package dev.breakwater.guard.convert;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Request.Answer;
import dev.breakwater.core.control.Wish;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Control's wishes in the words of the Lambda connector. */
public final class ThrottleRequests {

    public static final TypeInformation<ThrottleRequest> TYPE = TypeInformation.of(ThrottleRequest.class);

    private ThrottleRequests() {}

    public static ThrottleRequest of(Wish w) {
        return new ThrottleRequest(
                w.intent(),
                w.account(),
                w.region(),
                w.function(),
                w.throttle(),
                w.limit(),
                w.previous(),
                w.until(),
                w.notAfter(),
                w.incident(),
                w.reason(),
                LeverKind.valueOf(w.lever().kind().name()),
                w.lever().mapping(),
                w.before(),
                w.held(),
                "");
    }

    /** For the ledger alone: nothing is done. */
    public static ThrottleRequest of(Answer a) {
        Request r = a.request();
        return new ThrottleRequest(
                r.id(),
                r.scope().account(),
                r.scope().region(),
                r.scope().key(),
                false,
                Reservation.NONE,
                Reservation.NONE,
                r.until(),
                Long.MAX_VALUE,
                r.incident(),
                r.kind().wire(),
                LeverKind.RESERVATION,
                "",
                Reservation.NONE,
                false,
                a.words());
    }
}
