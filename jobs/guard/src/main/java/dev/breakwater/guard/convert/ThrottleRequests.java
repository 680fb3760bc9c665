package dev.breakwater.guard.convert;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.act.ThrottleRequest;
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
                w.held());
    }
}
