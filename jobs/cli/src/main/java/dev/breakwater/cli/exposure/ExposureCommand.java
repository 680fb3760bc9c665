package dev.breakwater.cli.exposure;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.config.model.PriceSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.exposure.Exposure;
import dev.breakwater.exposure.Exposure.Cost.Rates;
import dev.breakwater.exposure.Exposure.Terms;
import dev.breakwater.exposure.ExposureAssessor;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.model.AccountReading.Usage;
import dev.breakwater.model.Scope;
import dev.breakwater.report.Wording;
import dev.breakwater.report.exposure.ExposureReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code breakwater exposure}. */
@Command(
        name = "exposure",
        description = {
            "Shows the worst case: how much could functions cost in an hour, and who could cause it?",
            "For each function and account, it shows the cost at the limit in force, who can start it, and whether "
                    + "it can start itself. Changes nothing.",
            "Without a configuration, it uses the account of the ambient credentials, in AWS_REGION.",
            "Reads about 500 functions in five minutes, because it leaves some of AWS's 15 calls a second to others."
        },
        footer = {
            "",
            "Exit codes: 0 for success, 1 for an error or an incomplete list of functions, 2 for wrong usage, and 3 "
                    + "if --fail-above or --fail-open applies."
        })
public final class ExposureCommand extends TerminalCommand {

    private static final int NAMES_AT_MOST = 8;
    private static final double HEADROOM = 1.5;

    @Mixin
    private ConfigOption config;

    @Parameters(
            arity = "0..1",
            paramLabel = "FUNCTION",
            defaultValue = "",
            description = "Show only this function and its accounts; default: all functions.")
    private String function;

    @Option(
            names = "--functions",
            paramLabel = "FILE",
            description = "Read the functions from this inventory (JSON lines) instead of from an account. "
                    + "Makes no calls to AWS.")
    private Path functions;

    @Option(
            names = "--input",
            paramLabel = "DIR",
            description = "Folder of recorded samples, to suggest reservations and find unused functions.")
    private Path input;

    @Option(
            names = "--fail-above",
            paramLabel = "USD",
            description = "Exit with 3 if a function or an account can cost more than this in an hour.")
    private Double failAbove;

    @Option(names = "--fail-open", description = "Exit with 3 if a function is public or possibly public.")
    private boolean failOpen;

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text (the default), json or html.")
    private ExposureFormat format;

    @Option(names = "--out", paramLabel = "FILE", description = "Write to this file instead of the terminal.")
    private Path out;

    private final ActClock clock;

    public ExposureCommand() {
        this(ActClock.system());
    }

    /** Creates the command with another clock, which the rate of calls follows. */
    ExposureCommand(ActClock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        if (failAbove != null && !(failAbove >= 0)) throw Refusal.usage("--fail-above: USD an hour, 0 or more");
        Settings settings = config.found().map(ConfigOption::load).orElseGet(ConfigOption::shipped);
        SheetRates rates = SheetRates.of(settings);
        Usage usage = input == null ? Usage.none() : HistoryFolder.read(input);
        ExposureInput reading = functions != null
                ? ExposureInput.ofInventory(functions)
                : ExposureInput.ofAccounts(config.places(), System.getenv(), clock);
        Terms terms = new Terms(rates, settings.aws().assumeAccountConcurrency(), HEADROOM, clock.millis());
        Exposure all = ExposureAssessor.of(reading.accounts(), reading.functions(), usage, terms);
        Exposure exposure = function.isEmpty() ? all : all.of(function);
        if (!function.isEmpty() && exposure.functions().isEmpty())
            throw Refusal.error(
                    "no function " + function + " among the " + all.functions().size() + " that were read");
        write(new ExposureReport(exposure, reading.gaps(), notes(reading, rates, input != null), input != null));
        return verdict(exposure, reading);
    }

    private void write(ExposureReport report) throws IOException {
        String text = switch (format) {
            case TEXT -> ExposureText.of(report);
            case JSON -> ExposureJson.of(report) + "\n";
            case HTML -> report.html();
        };
        if (out != null) {
            Files.writeString(out, text);
            return;
        }
        PrintWriter terminal = out();
        terminal.print(text);
        terminal.flush();
    }

    private int verdict(Exposure exposure, ExposureInput reading) {
        boolean above = failAbove != null && above(exposure);
        boolean open = failOpen && open(exposure);
        if (!reading.whole()) say("not all functions could be listed, so the report is incomplete");
        return above || open ? Refusal.ANSWER_IS_NO : reading.whole() ? 0 : 1;
    }

    private boolean above(Exposure exposure) {
        double highest = exposure.highestUsdPerHour();
        if (highest <= failAbove) return false;
        say("%,.2f USD an hour at worst, above %,.2f", highest, failAbove);
        return true;
    }

    private boolean open(Exposure exposure) {
        List<FunctionExposure> all = exposure.functions();
        List<FunctionExposure> open =
                all.stream().filter(FunctionExposure::open).toList();
        List<FunctionExposure> unsure =
                all.stream().filter(FunctionExposure::unsure).toList();
        if (!open.isEmpty())
            say("anyone can start %s. Close the access that the report names under each function", names(open));
        if (!unsure.isEmpty())
            say("it is unknown whether anyone can start %s. The report says what to check", names(unsure));
        return !open.isEmpty() || !unsure.isEmpty();
    }

    /** Escapes control characters, because names come from outside. */
    private static String names(List<FunctionExposure> functions) {
        String shown = functions.stream()
                .limit(NAMES_AT_MOST)
                .map(f -> Wording.visible(f.scope().path()))
                .collect(Collectors.joining(", "));
        int more = functions.size() - NAMES_AT_MOST;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private void say(String format, Object... values) {
        note(String.format(Locale.ROOT, format, values));
    }

    /** The format of the report. */
    enum ExposureFormat {
        TEXT,
        JSON,
        HTML
    }

    /** Returns the assumptions behind the figures, one line each. */
    private static List<String> notes(ExposureInput reading, SheetRates rates, boolean history) {
        List<String> notes = new ArrayList<>();
        notes.add("prices are in USD, at the first tier, without the free tier; logs, data transfer and other "
                + "services are extra");
        TreeMap<String, TreeSet<String>> sources = new TreeMap<>();
        reading.accounts()
                .forEach(a -> sources.computeIfAbsent(rates.source(a.account(), a.region()), k -> new TreeSet<>())
                        .add(a.account() + " " + a.region()));
        sources.forEach((source, places) -> notes.add("prices of " + String.join(", ", places) + ": " + source));
        if (!history)
            notes.add("there is no history. Use --input DIR to get suggested reservations and unused functions");
        return notes;
    }

    /**
     * The prices of the first tier, as each account pays them. An account may have its own price table and discount.
     */
    static final class SheetRates implements Rates {

        /** A price table, and the share of its prices that the account pays. */
        private record Paid(PriceSheet sheet, double share) {}

        private final Paid all;
        private final Map<String, Paid> own = new HashMap<>();

        private SheetRates(Settings settings) {
            all = new Paid(
                    read(PriceSheet.load(settings)), 1 - settings.prices().discount());
            for (PriceSettings.Account a : settings.prices().accounts()) {
                own.put(a.id(), new Paid(read(PriceSheet.load(settings, a.id())), 1 - a.discount()));
            }
        }

        static SheetRates of(Settings settings) {
            return new SheetRates(settings);
        }

        private static PriceSheet read(Loaded<PriceSheet> table) {
            if (table.problems().isEmpty()) return table.value();
            throw Refusal.error("price table: " + table.problems().get(0));
        }

        private Paid of(String account) {
            return own.getOrDefault(account, all);
        }

        @Override
        public double usdPerGbSecond(Scope function, String architecture) {
            Paid paid = of(function.account());
            return paid.sheet.regionOrMostExpensive(function.region()).gbSecondUsd(architecture) * paid.share;
        }

        @Override
        public double usdPerRequest(Scope function) {
            Paid paid = of(function.account());
            return paid.sheet.regionOrMostExpensive(function.region()).requestUsd() * paid.share;
        }

        /**
         * Returns, as text for people, the source of the prices in a region and the account's discount. If the price
         * table lacks the region, the text is about its substitute.
         */
        String source(String account, String region) {
            Paid paid = of(account);
            String less = paid.share == 1
                    ? ""
                    : ", less " + Wording.number(Math.round(1e4 * (1 - paid.share)) / 100.0) + " %";
            return paid.sheet.sourceOf(region) + less;
        }
    }
}
