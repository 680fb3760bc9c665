package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.util.List;

/**
 * The prices of Lambda, and of other services that Lambda calls use.
 *
 * @param file {@code shipped:NAME} for a table that comes with the program
 */
public record PriceSettings(
        @Key(
                initial = SHIPPED,
                form = Form.LOCAL,
                doc = "price table; if there is no such file beside the configuration, the shipped table of that "
                        + "name")
        String file,

        @Key(initial = "0", bounds = "0 to 1", doc = "discount, as a share of the list price")
        double discount,

        @Key(
                initial = "1024",
                bounds = "128 to 10240",
                doc = "memory that is assumed for a function that is not yet in the inventory, in MB")
        int assumedMemoryMb,

        @Key(
                initial = "off",
                doc = "if `on`, a region that is missing from the price table gets the table's highest "
                        + "prices; if `off`, the configuration is refused")
        boolean assumeDearestRegion,

        @Key(
                initial = "0.02",
                bounds = "0 to 10",
                doc = "INIT time of cold starts as a share of the handlers' time; used if no platform report shows "
                        + "it")
        double initShare,

        @Key(initial = "0.02", bounds = "0 to 10", doc = "standard error of `initShare`")
        double initShareError,

        @Key(
                initial = "0",
                bounds = "0 to 100",
                doc = "largest usage of unwatched regions, as a share of the watched usage; the key only "
                        + "explains differences from the bill")
        double otherRegions,

        @Key(
                initial = "0",
                bounds = "0 to 1",
                doc = "largest share of the price that a compute savings plan takes off; the key only "
                        + "explains differences from the bill")
        double savingsPlan,

        @Key(
                initial = "0.05",
                bounds = "0.01 to 1",
                doc = "largest unexplained difference between the bill and Breakwater's count, as a share; "
                        + "Breakwater alerts above it")
        double unexplained,

        @Key(doc = "accounts with other prices") List<Account> accounts,

        @Key(doc = "costs that invocations cause outside Lambda")
        List<AddOn> addOns)
        implements Serializable {

    /** Names the price table that comes with the program. */
    public static final String SHIPPED = "prices/2026-08.yaml";

    /**
     * The prices of one account, if they differ from those of other accounts.
     *
     * @param file empty for the price table of all accounts
     */
    public record Account(
            @Key(
                    required = true,
                    form = Form.ACCOUNT,
                    doc = "account number, 12 digits in quotes; the account need not be watched")
            String id,

            @Key(
                    derived = "prices.discount",
                    bounds = "0 to 1",
                    doc = "discount of this account, as a share of the list price")
            double discount,

            @Key(form = Form.LOCAL, doc = "price table of this account; if unset, `prices.file`")
            String file)
            implements Serializable {}

    /** The cost that an invocation of some functions causes outside Lambda. */
    public record AddOn(
            @Key(
                    required = true,
                    remedy = MatchSettings.REMEDY,
                    doc = "the functions that the entry is about; the first matching entry applies")
            MatchSettings match,

            @Key(initial = "0", bounds = "0 to 1000000", doc = "how much one invocation writes to the log, in KB")
            double logKbPerInvocation,

            @Key(initial = "0.5", bounds = "0 to 100", doc = "price of log ingestion, in USD per GB")
            double logUsdPerGb,

            @Key(initial = "0", bounds = "0 to 10000000", doc = "how much data one invocation sends out of AWS, in KB")
            double egressKbPerInvocation,

            @Key(initial = "0.09", bounds = "0 to 100", doc = "price of data that leaves AWS, in USD per GB")
            double egressUsdPerGb,

            @Key(
                    initial = "0",
                    bounds = "0 to 1000",
                    doc = "price of the API Gateway or load balancer in front of the function, in USD per million "
                            + "calls")
            double gatewayUsdPerMillion,

            @Key(
                    initial = "0",
                    bounds = "0 to 100",
                    doc = "fixed cost of the services that one invocation calls, in USD")
            double usdPerInvocation)
            implements Serializable {}
}
