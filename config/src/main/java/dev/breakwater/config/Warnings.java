package dev.breakwater.config;

import dev.breakwater.config.model.MatchSettings;
import dev.breakwater.config.model.PolicySettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Settings that are valid but probably a mistake. */
public final class Warnings {

    /** The lowest thresholds of lasting changes, USD an hour (docs/detection.md). */
    private static final double LASTING_WARNS = 0.1;

    private static final double LASTING_PAGES = 1;

    /** The lowest automatic page threshold, USD an hour. */
    private static final double LEAST_AUTO_PAGE = 1;

    private final Settings settings;
    private final List<Warning> found = new ArrayList<>();

    private Warnings(Settings settings) {
        this.settings = settings;
    }

    /**
     * A setting that is valid but probably a mistake.
     *
     * @param path the path of the setting, like {@code policies[1]}
     */
    public record Warning(String path, String text) {

        @Override
        public String toString() {
            return path + ": " + text;
        }
    }

    /**
     * Returns all warnings, section by section.
     *
     * @param now the present time; windows that end before this time are over
     */
    public static List<Warning> of(Settings settings, Instant now) {
        Warnings warnings = new Warnings(settings);
        warnings.unheard();
        warnings.routes();
        warnings.idle();
        warnings.accounts();
        warnings.policies();
        warnings.windows(now);
        return List.copyOf(warnings.found);
    }

    /**
     * Functions that exist, with which patterns and tags are compared.
     *
     * @param names if empty, nothing is known and nothing is compared
     * @param tags  each tag of a function as {@code KEY: VALUE}; if empty, tags are unknown and are not compared
     */
    public record KnownFunctions(Set<String> names, Set<String> tags) {}

    /** Returns the patterns and tags that match none of the functions. */
    public static List<Warning> unmatched(Settings settings, KnownFunctions functions) {
        Warnings warnings = new Warnings(settings);
        warnings.unmatched("policies", settings.policies(), p -> p.match().functions(), functions);
        warnings.unmatched("groups", settings.groups(), MatchSettings.Group::match, functions);
        warnings.unmatched("windows", settings.windows(), MatchSettings.Window::match, functions);
        warnings.unmatched(
                "notify.routes", settings.alarms().routes(), r -> r.match().functions(), functions);
        return List.copyOf(warnings.found);
    }

    private <T> void unmatched(
            String list, List<T> entries, Function<T, MatchSettings> matchOf, KnownFunctions functions) {
        for (int i = 0; i < entries.size(); i++) {
            MatchSettings match = matchOf.apply(entries.get(i));
            String path = list + "[" + i + "].match.";
            String key = path + "function" + (match.functions().isEmpty() ? "" : "s");
            for (String pattern : match.patterns()) {
                if (functions.names.stream().noneMatch(name -> covers(pattern, name)))
                    unmatched(key, pattern, functions.names, functions);
            }
            match.tags().forEach((tag, value) -> {
                String written = tag + ": " + value;
                if (!functions.tags.contains(written)) unmatched(path + "tags", written, functions.tags, functions);
            });
        }
    }

    private void unmatched(String path, String written, Set<String> known, KnownFunctions functions) {
        if (known.isEmpty()) return;
        List<String> near = Texts.nearestAmong(written, known, 3);
        add(
                path,
                written + " matches none of the " + functions.names.size() + " known functions"
                        + (near.isEmpty() ? "" : "; nearest: " + String.join(", ", near)));
    }

    /**
     * Returns the limits on throttling, the functions that are never throttled, and thresholds that do not hold for
     * every kind of incident, one line each.
     */
    public static List<String> notes(Settings settings) {
        List<String> notes = new ArrayList<>();
        Settings.BlastRadius radius = settings.blastRadius();
        notes.add(
                settings.enforces() && settings.enforcement()
                        ? "in each account and region, at most " + radius.atOnce()
                                + " functions and at most "
                                + Math.round(radius.shareOfFunctions() * 100)
                                + " % of all are throttled at once, but one is always allowed; at most "
                                + radius.perHour() + " new throttles begin an hour"
                        : "nothing is throttled (mode " + settings.mode()
                                + (settings.enforcement() ? ")" : ", enforcement: off)"));
        for (PolicySettings p : settings.policies()) {
            if (!Double.isNaN(p.pageUsdPerHour())) notes.add(thresholds(p));
        }
        List<String> spared = settings.policies().stream()
                .filter(PolicySettings::protect)
                .map(p -> p.name() + " (" + text(p.match()) + ")")
                .toList();
        if (!spared.isEmpty()) notes.add("never throttled (protect): " + String.join(", ", spared));
        List<String> lower = settings.policies().stream()
                .filter(p -> p.warnUsdPerHour() < LASTING_WARNS || p.pageUsdPerHour() < LASTING_PAGES)
                .map(PolicySettings::name)
                .toList();
        if (!lower.isEmpty()) {
            notes.add("lasting changes warn only above 0.10 USD an hour and page only above 1 USD, although these "
                    + "policies have lower thresholds: " + String.join(", ", lower));
        }
        return notes;
    }

    private static String text(PolicySettings.Match match) {
        Map<String, String> tags = match.functions().tags();
        return String.join(", ", match.functions().patterns())
                + (tags.isEmpty() ? "" : " with the tags " + tags)
                + (match.accounts().isEmpty() ? "" : " in " + String.join(", ", match.accounts()));
    }

    /** A written page threshold changes the others, and lasting changes below the warn threshold are not reported. */
    private static String thresholds(PolicySettings p) {
        String throttles =
                p.throttles() ? ", throttles above " + usd(p.throttle().minUsdPerHour()) : "";
        return p.name() + " warns (also of lasting changes) above " + usd(p.warnUsdPerHour()) + ", pages above "
                + usd(p.pageUsdPerHour()) + throttles + " (USD an hour)";
    }

    private static String usd(double threshold) {
        return Double.isNaN(threshold) ? "auto" : String.format(Locale.ROOT, "%.2f", threshold);
    }

    /** Returns an earlier policy that matches all functions of this policy, if there is one. */
    public static Optional<PolicySettings> shadow(List<PolicySettings> policies, int index) {
        PolicySettings.Match match = policies.get(index).match();
        return policies.subList(0, index).stream()
                .filter(p -> covers(p.match(), match))
                .findFirst();
    }

    private void unheard() {
        if (settings.mode().equals("observe") || settings.alarms().reachesPeople()) return;
        add("notify", "has no receiver, so nobody gets alerts about surges and throttles in mode " + settings.mode());
    }

    private void routes() {
        List<String> accounts =
                settings.accounts().stream().map(Settings.Account::id).toList();
        RouteRules.warnings(settings.alarms(), accounts).forEach(this::add);
    }

    private void idle() {
        if (!settings.enforces()) return;
        if (!settings.enforcement()) add("enforcement", "is off, so nothing is throttled in mode " + settings.mode());
        Settings.BlastRadius radius = settings.blastRadius();
        if (radius.atOnce() == 0) add("blastRadius.atOnce", "is 0, so nothing is ever throttled");
        if (radius.perHour() == 0) add("blastRadius.perHour", "is 0, so nothing is ever throttled");
        if (settings.policies().stream().allMatch(PolicySettings::protect)) {
            add("policies", "all policies have protect: on, so nothing is ever throttled");
        }
    }

    private void accounts() {
        for (int i = 0; i < settings.accounts().size(); i++) {
            Settings.Account account = settings.accounts().get(i);
            role("accounts[" + i + "].observeRole", account.observeRole(), account.id());
            role("accounts[" + i + "].actRole", account.actRole(), account.id());
            role("accounts[" + i + "].returnRole", account.returnRole(), account.id());
            if (settings.organization().exclude().contains(account.id())) {
                add("organization.exclude", account.id() + " is still watched, because it is listed in accounts");
            }
        }
    }

    /**
     * Warns about a role of another account. Breakwater would count the functions of that account as functions of this
     * account.
     */
    private void role(String path, String arn, String account) {
        String of = arn.isEmpty() ? account : arn.split(":", 6)[4];
        if (!of.equals(account)) add(path, "is a role of account " + of + ", but this entry is for account " + account);
    }

    private void policies() {
        List<PolicySettings> policies = settings.policies();
        for (int i = 0; i < policies.size(); i++) {
            String path = "policies[" + i + "]";
            String name = policies.get(i).name();
            shadow(policies, i)
                    .ifPresent(above -> add(
                            path,
                            name + " is never reached, because " + above.name()
                                    + " is above it and matches all the same functions; move " + name + " up"));
            double throttle = policies.get(i).throttle().minUsdPerHour();
            // 0 asks for the page threshold itself
            if (Double.isNaN(policies.get(i).pageUsdPerHour()) && throttle > 0 && throttle < LEAST_AUTO_PAGE)
                add(
                        path + ".throttle.minUsdPerHour",
                        usd(throttle) + " acts like the page threshold, which is auto and never below "
                                + usd(LEAST_AUTO_PAGE) + "; to throttle earlier, set page.minUsdPerHour too");
        }
        // a canary may ignore the worth, but the last policy is for all functions
        int last = policies.size() - 1;
        if (settings.enforces() && policies.get(last).throttle().worth() == 0)
            add(
                    "policies[" + last + "].throttle.worth",
                    "0 accepts any number of refused good calls; outside of a trial, write 1");
    }

    private void windows(Instant now) {
        for (int i = 0; i < settings.windows().size(); i++) {
            MatchSettings.Window window = settings.windows().get(i);
            if (window.every().isZero() && !window.to().isAfter(now))
                add("windows[" + i + "]", window.name() + " was over at " + window.to());
        }
    }

    private void add(String path, String text) {
        found.add(new Warning(path, text));
    }

    private static boolean covers(PolicySettings.Match wide, PolicySettings.Match narrow) {
        boolean there = wide.accounts().isEmpty()
                || !narrow.accounts().isEmpty() && wide.accounts().containsAll(narrow.accounts());
        return there
                && narrow.functions()
                        .tags()
                        .entrySet()
                        .containsAll(wide.functions().tags().entrySet())
                && narrow.functions().patterns().stream()
                        .allMatch(n -> wide.functions().patterns().stream().anyMatch(w -> covers(w, n)));
    }

    /**
     * Returns whether the wide pattern matches every name that the narrow pattern matches. Compares backwards from the
     * ends.
     */
    private static boolean covers(String wide, String narrow) {
        boolean[] after = new boolean[narrow.length() + 1];
        after[narrow.length()] = true;
        for (int w = wide.length() - 1; w >= 0; w--) {
            char c = wide.charAt(w);
            boolean[] here = new boolean[after.length];
            for (int n = narrow.length(); n >= 0; n--) {
                boolean more = n < narrow.length();
                boolean one = more && narrow.charAt(n) != '*' && (c == '?' || c == narrow.charAt(n));
                here[n] = c == '*' ? after[n] || more && here[n + 1] : one && after[n + 1];
            }
            after = here;
        }
        return after[0];
    }
}
