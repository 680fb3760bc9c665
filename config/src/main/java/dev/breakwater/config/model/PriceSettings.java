package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.util.List;

/**
 * The prices of Lambda, and of the other services that its calls use.
 *
 * @param file {@code shipped:NAME} for a table that comes with the program
 */
public record PriceSettings(
        @Key(
                initial = SHIPPED,
                form = Form.LOCAL,
                doc = "price table; a shipped one of that name when there is none beside the file")
        String file,

        @Key(initial = "0", bounds = "0 to 1", doc = "share of the list price that is not paid")
        double discount,

        @Key(initial = "1024", bounds = "128 to 10240", doc = "memory of a function not yet in the inventory, MB")
        int assumedMemoryMb,

        @Key(
                initial = "off",
                doc = "price a region that the table lacks at the highest prices in it, instead of refusing it")
        boolean assumeDearestRegion,

        @Key(
                initial = "0.02",
                bounds = "0 to 10",
                doc = "cold starts' INIT time as a share of the handlers' time, if no report shows it")
        double initShare,

        @Key(initial = "0.02", bounds = "0 to 10", doc = "standard error of initShare")
        double initShareError,

        @Key(
                initial = "0",
                bounds = "0 to 100",
                doc = "largest usage of unwatched regions, as a share of the watched usage; explains"
                        + " differences from the bill")
        double otherRegions,

        @Key(
                initial = "0",
                bounds = "0 to 1",
                doc = "largest share that a compute savings plan takes off; explains differences from the bill")
        double savingsPlan,

        @Key(
                initial = "0.05",
                bounds = "0.01 to 1",
                doc = "unexplained share by which the bill may differ before an alert")
        double unexplained,

        @Key(doc = "accounts with other prices") List<Account> accounts,

        @Key(doc = "cost that invocations cause outside Lambda")
        List<AddOn> addOns)
        implements Serializable {

    /** The table that comes with the program. */
    public static final String SHIPPED = "prices/2026-08.yaml";

    /**
     * The prices of one account that differ from the others.
     *
     * @param file empty: the price table of all
     */
    public record Account(
            @Key(
                    required = true,
                    form = Form.ACCOUNT,
                    doc = "account number, 12 digits, in quotes; it need not be watched")
            String id,

            @Key(
                    derived = "prices.discount",
                    bounds = "0 to 1",
                    doc = "share of the list price that this account does not pay")
            double discount,

            @Key(form = Form.LOCAL, doc = "price table of this account; none: prices.file")
            String file)
            implements Serializable {}

    /** The cost that an invocation of some functions causes outside Lambda. */
    public record AddOn(
            @Key(
                    required = true,
                    remedy = MatchSettings.REMEDY,
                    doc = "the functions; the first entry that matches counts")
            MatchSettings match,

            @Key(initial = "0", bounds = "0 to 1000000", doc = "log lines an invocation writes, KB")
            double logKbPerInvocation,

            @Key(initial = "0.5", bounds = "0 to 100", doc = "log ingestion, USD a GB")
            double logUsdPerGb,

            @Key(initial = "0", bounds = "0 to 10000000", doc = "sent out of AWS by an invocation, KB")
            double egressKbPerInvocation,

            @Key(initial = "0.09", bounds = "0 to 100", doc = "traffic out of AWS, USD a GB")
            double egressUsdPerGb,

            @Key(
                    initial = "0",
                    bounds = "0 to 1000",
                    doc = "API Gateway or load balancer in front, USD a million calls")
            double gatewayUsdPerMillion,

            @Key(initial = "0", bounds = "0 to 100", doc = "fixed cost of the services that an invocation calls, USD")
            double usdPerInvocation)
            implements Serializable {}
}
