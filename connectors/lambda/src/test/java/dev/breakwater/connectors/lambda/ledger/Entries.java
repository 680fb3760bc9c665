package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Lines of a ledger for tests. */
final class Entries {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    static final String OPERATOR = LedgerFolder.operator(ACCOUNT, REGION);
    static final Instant NOW = Instant.parse("2026-11-29T05:10:00Z");
    static final Instant UNTIL = NOW.plusSeconds(3_600);
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final LimitKey CHECKOUT = limit("checkout");

    private Entries() {}

    static LimitKey limit(String function) {
        return new LimitKey(ACCOUNT, REGION, function, "reservation", "");
    }

    static LedgerEntry intent(String lease, String value) {
        return intent(CHECKOUT, lease, value);
    }

    static LedgerEntry intent(LimitKey limit, String lease, String value) {
        return LedgerEntry.of(Kind.INTENT, NOW)
                .limit(limit)
                .lease(lease, UNTIL)
                .value(value)
                .found("240")
                .incident("1a2b3c4d5e6f");
    }

    static LedgerEntry returned(String lease) {
        return returned(CHECKOUT, lease);
    }

    static LedgerEntry returned(LimitKey limit, String lease) {
        return LedgerEntry.of(Kind.RETURNED, NOW)
                .limit(limit)
                .lease(lease, null)
                .found("240");
    }

    static LedgerEntry request(String id) {
        return LedgerEntry.of(Kind.REQUEST, NOW)
                .function(ACCOUNT, REGION, "checkout")
                .key(id)
                .by("alice")
                .detail("release: done");
    }
}
