package dev.breakwater.config;

import java.io.Serializable;

/**
 * What one account pays that others do not.
 *
 * @param discount share of the list price that is not paid, 0 to 1
 * @param file an absolute path or {@code shipped:NAME}; empty: the price table of all
 */
public record AccountPriceSettings(
        @Key(
                required = true,
                meaning = "account number, 12 digits, in quotes; it need not be watched",
                schema = "{\"type\":\"string\",\"pattern\":\"^[0-9]{12}$\"}")
        String id,

        @Key(
                min = 0,
                max = 1,
                meaning = "share of the list price that this account does not pay; default prices.discount")
        double discount,

        @Key(meaning = "price table of this account; none: prices.file")
        String file)
        implements Serializable {}
