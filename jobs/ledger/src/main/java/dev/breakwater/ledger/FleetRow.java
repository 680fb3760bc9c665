package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.engine.detect.Pulse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A line of {@code fleet.jsonl}, with the state of a function when the job last wrote the file. */
public record FleetRow(
        @JsonPropertyDescription("12 digits") String account,
        @JsonPropertyDescription("for example `eu-west-1`") String region,
        @JsonPropertyDescription("the function's name") String function,

        @JsonPropertyDescription("end of the newest minute with data of the function")
        Instant at,

        @JsonPropertyDescription("the policy that applies to the function")
        String policy,

        @JsonPropertyDescription("whether that policy protects the function from throttles")
        boolean protect,

        @JsonPropertyDescription("cost in the hour before `at`, by our count")
        double usdPerHour,

        @JsonPropertyDescription("expected cost of that hour; null while there is no baseline")
        Double expectedUsdPerHour,

        @JsonPropertyDescription(
                "calls in steps of five minutes for the three hours before `at`; null where the feed has no data")
        List<Integer> calls,

        @JsonPropertyDescription("expected calls, in the same steps")
        List<Integer> expectedCalls,

        @JsonInclude(NON_NULL)
        @JsonPropertyDescription("true if the price table lacks a price of the region, so a higher price was used")
        Boolean assumedPrice) {

    private static final int DIGITS = 6;

    public FleetRow {
        calls = calls == null ? List.of() : calls;
        expectedCalls = expectedCalls == null ? List.of() : expectedCalls;
    }

    /** A function that is deployed but was not in the feed. */
    public static FleetRow unheard(String account, String region, String function) {
        return new FleetRow(account, region, function, null, "", false, 0, null, List.of(), List.of(), null);
    }

    /** The same function, but with its last hour counted as over. */
    public FleetRow resting() {
        return new FleetRow(
                account, region, function, at, policy, protect, 0, expectedUsdPerHour, List.of(), List.of(), null);
    }

    /**
     * @param policy  the policy that applies to the function
     * @param protect whether that policy protects the function from throttles
     * @param assumed whether the price table lacks the function's region
     */
    public static FleetRow of(Pulse p, String policy, boolean protect, boolean assumed) {
        return new FleetRow(
                p.function().account(),
                p.function().region(),
                p.function().key(),
                LedgerJson.minute(p.minute() + 1),
                policy,
                protect,
                LedgerJson.rounded(p.usdPerHour(), DIGITS),
                p.ready() ? LedgerJson.rounded(p.expectedUsdPerHour(), DIGITS) : null,
                known(p.calls()),
                known(p.expected()),
                assumed ? true : null);
    }

    private static List<Integer> known(List<Integer> steps) {
        List<Integer> known = new ArrayList<>(steps);
        known.replaceAll(calls -> calls == Pulse.UNKNOWN ? null : calls);
        return known;
    }

    /** The function's id, as one text. */
    public String id() {
        return String.join("|", account, region, function);
    }
}
