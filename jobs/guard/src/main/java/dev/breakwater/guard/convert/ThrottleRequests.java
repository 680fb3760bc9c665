package dev.breakwater.guard.convert;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Request.Answer;
import dev.breakwater.core.control.Wish;
import dev.breakwater.guard.wire.BookNews;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Control's wishes in the words of the Lambda connector. */
public final class ThrottleRequests {

    public static final TypeInformation<ThrottleRequest> TYPE = TypeInformation.of(ThrottleRequest.class);

    /** Begins the intent of a line that says which book holds. */
    private static final String BOOK = "book-";

    private ThrottleRequests() {}

    /** Whether a line says which book holds. */
    public static boolean isBook(Effect note) {
        return note.intent().startsWith(BOOK);
    }

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
                "",
                w.book() == null ? "" : w.book());
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
                a.words(),
                "");
    }

    /** That a book was taken up, for the ledger alone. */
    public static ThrottleRequest of(BookNews n) {
        String since =
                Instant.ofEpochMilli(n.from()).truncatedTo(ChronoUnit.SECONDS).toString();
        return new ThrottleRequest(
                BOOK + n.id() + '-' + n.from() / 1000,
                "*",
                "*",
                "",
                false,
                Reservation.NONE,
                Reservation.NONE,
                -1,
                Long.MAX_VALUE,
                "",
                "book",
                LeverKind.RESERVATION,
                "",
                Reservation.NONE,
                false,
                "configuration " + n.id() + " holds from " + since + " on at the latest, read from " + n.why(),
                n.id());
    }
}
