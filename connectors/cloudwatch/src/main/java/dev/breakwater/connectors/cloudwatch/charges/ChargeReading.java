package dev.breakwater.connectors.cloudwatch.charges;

/**
 * Lambda's estimated charges of one account.
 *
 * @param account 12 digits
 * @param minute  floor(epoch seconds / 60) of the reading
 * @param usd     since the beginning of the month, UTC
 */
public record ChargeReading(String account, long minute, double usd) {}
