package dev.breakwater.guard.wire;

/**
 * A budget of AWS as it is metered.
 *
 * @param name         what it is called here: {@code aws:NAME}, or {@code aws:OWNER:NAME} where another account has it
 * @param monthNano    nano-USD a month; one of both is 0
 * @param dayNano      nano-USD a day
 * @param spentNano    Runs a stage while changes of the inventory and new books arrive; a change takes effect with the
 *                     key's next element or timer, a book with its first minute.
 * @param forecastNano AWS's count of its period so far, nano-USD; -1: unknown
 */
public record AwsTerm(String name, long monthNano, long dayNano, long spentNano, long forecastNano) {}
