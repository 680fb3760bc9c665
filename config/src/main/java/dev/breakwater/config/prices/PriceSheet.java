package dev.breakwater.config.prices;

import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.model.PriceSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Binder;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.config.read.Problems.Problem;
import dev.breakwater.config.read.Texts;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * List prices of the first tier in USD, before any discount.
 *
 * @param currency     always USD, because budgets and AWS's reports are in USD
 * @param source       the source of the prices of regions without a source of their own
 * @param roundsUpToMs a call's duration is rounded up to a multiple of this number of milliseconds; 0 for no rounding
 * @param regions      the prices by region name, like eu-west-1; never empty
 */
public record PriceSheet(
        @Key(required = true, form = Form.CURRENCY) String currency,
        @Key(required = true, form = Form.DATE) String date,
        @Key(required = true, form = Form.ORIGIN) String source,
        @Key(initial = "1", bounds = "0 to 1000") double roundsUpToMs,

        @Key(required = true, remedy = "at least one region with its prices")
        Map<String, Region> regions)
        implements Serializable {

    // the largest accepted prices are a hundred times today's; a larger price is probably in another unit
    static final String PER_MILLION = "0 to 20";
    static final String GB_SECOND = "0 to 0.002";
    static final String PRICE = "a price from ";

    private static final Document<PriceSheet> DOCUMENT =
            new Document<>("the price table", "breakwater.dev/prices-v1", PriceSheet.class);
    /** The prefix of a setting that names a shipped price table. */
    private static final String SHIPPED = "shipped:";

    /** Shipped tables never change, and a command reads a table many times. */
    private static final Map<String, Loaded<PriceSheet>> READ = new ConcurrentHashMap<>();

    private static final Pattern SHIPPED_NAME = Pattern.compile("(?:\\./)?(prices/[0-9]{4}-[0-9]{2}\\.yaml)");
    private static final String REMEDY =
            "your own price table with this region (copy the shipped one and name it in prices.file), or "
                    + "prices.assumeDearestRegion: on";

    /** Returns the prices of the region. If the table lacks the region, returns the highest prices in the table. */
    public Region regionOrMostExpensive(String region) {
        return regions.getOrDefault(region, mostExpensive());
    }

    /** Returns the highest value of each price, over all regions. */
    public Region mostExpensive() {
        return regions.values().stream().reduce(Region::orHigher).orElseThrow();
    }

    /**
     * Returns the region with the most expensive GB-second. If several regions are equal, returns the first by name.
     */
    public String mostExpensiveName() {
        return regions.entrySet().stream()
                .max(Comparator.comparingDouble(
                                (Map.Entry<String, Region> r) -> r.getValue().x86())
                        .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
                .orElseThrow()
                .getKey();
    }

    /**
     * Returns the region in the table of which this one is probably a misspelling. A region with another number or
     * another first word may just be too new for the table.
     */
    Optional<String> misspelt(String region) {
        String number = region.substring(region.lastIndexOf('-'));
        List<String> alike = regions.keySet().stream()
                .filter(known -> known.startsWith(region.substring(0, 3)) && known.endsWith(number))
                .toList();
        return Texts.nearestAmong(region, alike, 1).stream().findFirst();
    }

    /** Returns the source of a region's prices. For a missing region, returns the source of the prices used instead. */
    public String sourceOf(String region) {
        Region prices = regions.get(region);
        if (prices == null)
            return "the price table lacks " + region
                    + misspelt(region).map(" (did you mean %s?)"::formatted).orElse("") + ": the prices of "
                    + mostExpensiveName() + ", its most expensive region, apply";
        return prices.source().isEmpty() ? source : prices.source();
    }

    /**
     * The prices of one region. A GB is 1,024 MB. If a price is 0, the highest price in the table is used instead. A
     * price of 0 for arm64 is replaced by the higher price of x86_64.
     *
     * @param x86    one GB-second on x86_64
     * @param arm    one GB-second on arm64
     * @param ephemeral one GB-second of ephemeral storage above 512 MB, while calls run
     * @param provisionedX86 one GB-second of provisioned concurrency, used or not
     * @param onProvisionedX86 one GB-second of calls on provisioned concurrency
     * @param source the source of the prices; empty for the source of the table
     */
    public record Region(
            @Key(name = "requestsPerMillion", required = true, bounds = PER_MILLION, remedy = PRICE + PER_MILLION)
            double requestsPerMillionUsd,

            @Key(name = "x86_64", required = true, bounds = GB_SECOND, remedy = PRICE + GB_SECOND)
            double x86,

            @Key(name = "arm64", required = true, bounds = GB_SECOND, remedy = PRICE + GB_SECOND)
            double arm,

            @Key(name = "ephemeral", initial = "0", bounds = GB_SECOND)
            double ephemeral,

            @Key(name = "provisionedX86_64", initial = "0", bounds = GB_SECOND)
            double provisionedX86,

            @Key(name = "onProvisionedX86_64", initial = "0", bounds = GB_SECOND)
            double onProvisionedX86,

            @Key(name = "provisionedArm64", initial = "0", bounds = GB_SECOND)
            double provisionedArm,

            @Key(name = "onProvisionedArm64", initial = "0", bounds = GB_SECOND)
            double onProvisionedArm,

            @Key(form = Form.ORIGIN) String source)
            implements Serializable {

        /** Returns the price of one request. */
        public double requestUsd() {
            return requestsPerMillionUsd / 1e6;
        }

        /** Returns the price of one GB-second. An unknown architecture has the price of x86_64. */
        public double gbSecondUsd(String architecture) {
            return architecture.equals("arm64") ? arm : x86;
        }

        /** Returns, for each price, the higher of the two values. */
        public Region orHigher(Region o) {
            return new Region(
                    Math.max(requestsPerMillionUsd, o.requestsPerMillionUsd),
                    Math.max(x86, o.x86),
                    Math.max(arm, o.arm),
                    Math.max(ephemeral, o.ephemeral),
                    Math.max(provisionedX86, o.provisionedX86),
                    Math.max(onProvisionedX86, o.onProvisionedX86),
                    Math.max(provisionedArm, o.provisionedArm),
                    Math.max(onProvisionedArm, o.onProvisionedArm),
                    "");
        }
    }

    /**
     * Loads the table that the settings name. The discount is not applied.
     *
     * @throws Document.Unreadable if the file cannot be read at all
     */
    public static Loaded<PriceSheet> load(Settings settings) {
        return load(settings.prices().file());
    }

    /**
     * Loads the price table of an account: the account's own table, otherwise the default table. The discount is not
     * applied.
     *
     * @throws Document.Unreadable if the file cannot be read at all
     */
    public static Loaded<PriceSheet> load(Settings settings, String account) {
        return settings.prices().accounts().stream()
                .filter(own -> own.id().equals(account) && !own.file().isEmpty())
                .findFirst()
                .map(own -> load(own.file()))
                .orElseGet(() -> load(settings));
    }

    /** Returns the shipped table, even if the settings name another table. */
    public static PriceSheet shipped() {
        return load(SHIPPED + PriceSettings.SHIPPED).value();
    }

    private static Loaded<PriceSheet> load(String file) {
        if (!file.startsWith(SHIPPED)) return load(Document.bytes(Path.of(file)));
        return READ.computeIfAbsent(file, name -> load(Document.shipped(name.substring(SHIPPED.length()))));
    }

    static Loaded<PriceSheet> load(byte[] bytes) {
        return DOCUMENT.load(bytes, new Binder(Path.of("").toAbsolutePath()), root -> {});
    }

    /** Returns the setting for the shipped table that the text names, if there is one. */
    public static Optional<String> shipped(String written) {
        Matcher name = SHIPPED_NAME.matcher(written);
        return name.matches() && Document.isShipped(name.group(1))
                ? Optional.of(SHIPPED + name.group(1))
                : Optional.empty();
    }

    /** Returns errors in the price tables that the settings name, and regions without prices. */
    public static List<Problem> problems(Settings settings) {
        List<Problem> problems = new ArrayList<>(at("prices.file", load(settings)));
        for (int i = 0; i < settings.prices().accounts().size(); i++) {
            PriceSettings.Account account = settings.prices().accounts().get(i);
            if (!account.file().isEmpty()) problems.addAll(at("prices.accounts[" + i + "].file", load(account.file())));
        }
        if (problems.isEmpty() && !settings.prices().assumeDearestRegion()) problems.addAll(regions(settings));
        return problems;
    }

    private static List<Problem> at(String key, Loaded<PriceSheet> table) {
        return table.problems().stream()
                .map(p -> new Problem(key + ": " + p.where(), p.value(), p.rule(), p.remedy()))
                .toList();
    }

    private static List<Problem> regions(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < settings.accounts().size(); i++) {
            Settings.Account account = settings.accounts().get(i);
            PriceSheet sheet = load(settings, account.id()).value();
            problems.addAll(regions("accounts[" + i + "]", account.regions(), sheet));
        }
        problems.addAll(regions(
                "organization",
                settings.organization().regions(),
                load(settings).value()));
        return problems;
    }

    private static List<Problem> regions(String section, List<String> regions, PriceSheet sheet) {
        return IntStream.range(0, regions.size())
                .filter(i -> !sheet.regions().containsKey(regions.get(i)))
                .mapToObj(i -> new Problem(
                        section + ".regions[" + i + "]",
                        regions.get(i),
                        "has no prices",
                        remedy(sheet, regions.get(i))))
                .toList();
    }

    private static String remedy(PriceSheet sheet, String region) {
        return sheet.misspelt(region)
                        .map(near -> near + " or, if " + region + " is right, ")
                        .orElse("")
                + REMEDY;
    }
}
