package dev.breakwater.config;

import java.io.Serializable;
import java.util.List;

/**
 * What things cost.
 *
 * @param file an absolute path, or {@code shipped:NAME} for a table that comes with the program
 * @param discount share of the list price that is not paid, 0 to 1
 * @param assumedMemoryMb memory in MB of a function whose configuration is not known
 * @param assumeDearestRegion price a region that the table lacks as its dearest one
 * @param initShare INIT time as a share of the handlers' time, where no platform report tells it
 * @param initShareError standard error of that share
 * @param otherRegions use of regions that are not watched, at most, as a share of what is
 * @param savingsPlan what a compute savings plan takes off, at most, as a share of the list price
 * @param unexplained share by which the bill may differ from our own count beyond what is explained
 * @param accounts accounts that pay something else
 * @param addOns what invocations cause beside Lambda's price
 */
public record PriceSettings(
        @Key(
                initial = "prices/2026-08.yaml",
                meaning = "price table; a shipped one of that name when there is none beside the file")
        String file,

        @Key(initial = "0", min = 0, max = 1, meaning = "share of the list price that is not paid")
        double discount,

        @Key(initial = "1024", min = 128, max = 10_240, meaning = "memory of a function not yet in the inventory, MB")
        int assumedMemoryMb,

        @Key(
                initial = "off",
                meaning = "price a region that the table lacks as its dearest one, instead of refusing it")
        boolean assumeDearestRegion,

        @Key(
                initial = "0.02",
                min = 0,
                max = 10,
                meaning = "cold starts' INIT time as a share of the handlers' time, where no report tells it")
        double initShare,

        @Key(initial = "0.02", min = 0, max = 10, meaning = "standard error of initShare")
        double initShareError,

        @Key(
                initial = "0",
                min = 0,
                max = 100,
                meaning = "use of regions that are not watched, at most, as a share of what is; explains the bill")
        double otherRegions,

        @Key(
                initial = "0",
                min = 0,
                max = 1,
                meaning = "what a compute savings plan takes off, at most, as a share; explains the bill")
        double savingsPlan,

        @Key(
                initial = "0.05",
                min = 0.01,
                max = 1,
                meaning = "share by which the bill may differ beyond what is explained, before an alarm")
        double unexplained,

        @Key(meaning = "accounts that pay something else") List<AccountPriceSettings> accounts,

        @Key(meaning = "what invocations cause beside Lambda's price")
        List<AddOnSettings> addOns)
        implements Serializable {

    /** Keeps copies of the lists. */
    public PriceSettings {
        accounts = List.copyOf(accounts);
        addOns = List.copyOf(addOns);
    }
}
