package dev.breakwater.guard.wire;

/**
 * One of AWS's budgets, as it is metered.
 *
 * @param name         its name here: {@code aws:NAME}, or {@code aws:OWNER:NAME} if another account has it
 * @param monthNano    nano-USD a month; one of both is 0
 * @param dayNano      nano-USD a day
 * @param spentNano    AWS's count of its period so far, nano-USD; -1: unknown
 * @param forecastNano AWS's forecast for its period, nano-USD; -1: unknown
 */
public record AwsTerm(String name, long monthNano, long dayNano, long spentNano, long forecastNano) {}
