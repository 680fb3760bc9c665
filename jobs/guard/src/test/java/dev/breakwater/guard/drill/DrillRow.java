package dev.breakwater.guard.drill;

import dev.breakwater.connectors.testkit.fault.Fault;

/**
 * The result of one fault on one API.
 *
 * @param api     the API and its caller
 * @param fault   the fault of the service
 * @param once    the result if only the first call fails
 * @param lasting the result while every call fails
 * @param after   the result after the fault has ended
 */
record DrillRow(String api, Fault fault, String once, String lasting, String after) {

    /** The line of the table. */
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
