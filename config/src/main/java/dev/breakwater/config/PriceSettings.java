package dev.breakwater.config;

import java.io.Serializable;

/**
 * What things cost.
 *
 * @param file an absolute path, or {@code shipped:NAME} for a table that comes with the program
 * @param discount share of the list price that is not paid, 0 to 1
 * @param assumedMemoryMb memory in MB of a function whose configuration is not known
 */
public record PriceSettings(
        @Key(
                initial = "prices/2026-08.yaml",
                meaning = "price table; a shipped one of that name when there is none beside the file")
        String file,

        @Key(initial = "0", min = 0, max = 1, meaning = "share of the list price that is not paid")
        double discount,

        @Key(initial = "1024", min = 128, max = 10_240, meaning = "memory of a function not yet in the inventory, MB")
        int assumedMemoryMb)
        implements Serializable {}
