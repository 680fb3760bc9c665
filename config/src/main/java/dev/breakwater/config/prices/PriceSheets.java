package dev.breakwater.config.prices;

import dev.breakwater.config.model.PriceSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Binder;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Loaded;
import dev.breakwater.config.read.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Loads price tables. */
public final class PriceSheets {
    private static final Document<PriceSheet> DOCUMENT =
            new Document<>("the price table", "breakwater.dev/prices-v1", PriceSheet.class);
    /** The prefix of a setting that names a shipped price table. */
    private static final String SHIPPED = "shipped:";

    private static final String DEFAULT = "prices/2026-08.yaml";

    /** Shipped tables never change, and a command reads a table many times. */
    private static final Map<String, Loaded<PriceSheet>> READ = new ConcurrentHashMap<>();

    private static final Pattern SHIPPED_NAME = Pattern.compile("(?:\\./)?(prices/[0-9]{4}-[0-9]{2}\\.yaml)");
    private static final String REMEDY =
            "your own price table with this region (copy the shipped one and name it in prices.file), or "
                    + "prices.assumeDearestRegion: on";

    private PriceSheets() {}

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
        return load(SHIPPED + DEFAULT).value();
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
                .mapToObj(i -> new Problem(section + ".regions[" + i + "]", regions.get(i), "has no prices", REMEDY))
                .toList();
    }
}
