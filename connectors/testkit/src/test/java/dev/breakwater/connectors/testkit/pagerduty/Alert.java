package dev.breakwater.connectors.testkit.pagerduty;

/**
 * The double's record of the alerts under one routing key and dedup key.
 *
 * @param open    whether an alert is open now
 * @param opened how many alerts were opened under the key; each opened alert is a page
 * @param updates the number of triggers that found an open alert
 * @param closed how many alerts were resolved
 * @param summary the summary of the newest trigger
 */
public record Alert(String dedupKey, boolean open, int opened, int updates, int closed, String summary) {

    static Alert unknown(String dedupKey) {
        return new Alert(dedupKey, false, 0, 0, 0, "");
    }

    Alert triggered(String newest) {
        return open
                ? new Alert(dedupKey, true, opened, updates + 1, closed, newest)
                : new Alert(dedupKey, true, opened + 1, updates, closed, newest);
    }

    Alert resolved() {
        return new Alert(dedupKey, false, opened, updates, closed + 1, summary);
    }
}
