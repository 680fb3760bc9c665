package dev.breakwater.guard.drill;

import dev.breakwater.connectors.testkit.fault.Fault;

/**
 * The result of one fault on one API.
 *
 * @param api     who called what
 * @param fault   what the service did
 * @param once    what came of it when only the first call met it
 * @param lasting what came of it while every call met it
 * @param after   how it ended once the fault was gone
 */
record DrillRow(String api, Fault.Kind fault, String once, String lasting, String after) {

    /** Its line of the table. */
    String line() {
        return String.join("\t", api, name(), once, lasting, after);
    }

    private String name() {
        return switch (fault) {
            case PASS -> "none";
            case TOO_MANY -> "429, Retry-After 1";
            case SERVER_ERROR -> "500";
            case DENIED -> "403 AccessDenied";
            case STALL -> "stall";
            case RESET_BEFORE -> "reset before";
            case RESET_AFTER -> "reset after";
            case TRUNCATE -> "truncated answer";
            case REDIRECT -> "redirect";
        };
    }
}
