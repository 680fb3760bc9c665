package dev.breakwater.cli.policies;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.breakwater.cli.doctor.LocalChecks;
import dev.breakwater.config.Warnings;
import dev.breakwater.config.model.PolicySettings;
import dev.breakwater.config.model.RouteSettings.Receiver;
import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.convert.AlarmRoutes;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.report.Wording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The policy of each function.
 *
 * @param mode      the highest mode that policies can have
 * @param enforcement whether the file allows throttling; if not, no mode throttles
 * @param throttles whether any throttle may be set in this mode
 * @param policies  the policies, in the order of the file
 * @param functions the functions by account, region and name; empty if no function could be read
 * @param places    the largest number of functions that may be throttled at once, for each account and region
 * @param accounts  the receivers of alerts about groups, about the account itself, and about its feeds, for each
 *                  account
 * @param receivers the receivers of alerts and their channels
 * @param gaps      the unreadable parts
 */
record PolicyTable(
        String mode,
        boolean enforcement,
        boolean throttles,
        List<PolicyRow> policies,
        List<FunctionRow> functions,
        List<PlaceRow> places,
        List<AccountRow> accounts,
        List<ReceiverRow> receivers,
        List<String> gaps) {

    /** Few surges cost this many times what the function usually costs. */
    private static final int RARELY = 100;

    /**
     * A policy.
     *
     * @param mode the policy's highest mode, which applies unless the table's mode is lower
     * @param lines the thresholds, USD an hour above normal
     * @param shadow    the earlier policy that matches all functions of this policy, or null
     * @param functions the number of functions to which the policy applies
     */
    record PolicyRow(
            String name,
            String function,
            Map<String, String> tags,
            List<String> accounts,
            String mode,
            Lines lines,
            String shadow,
            long functions) {}

    /**
     * The thresholds in USD an hour above normal: numbers, or {@code auto}.
     *
     * @param throttleUsdPerHour a threshold, or null if the policy never throttles
     */
    record Lines(Object warnUsdPerHour, Object pageUsdPerHour, Object throttleUsdPerHour) {
        static Lines of(PolicySettings p) {
            Object throttle = p.throttles() ? line(p.throttle().minUsdPerHour()) : null;
            return new Lines(line(p.warnUsdPerHour()), line(p.pageUsdPerHour()), throttle);
        }

        /** Returns whether a threshold follows the usual spend. */
        boolean follows() {
            return Stream.of(warnUsdPerHour, pageUsdPerHour).anyMatch("auto"::equals)
                    || "auto".equals(throttleUsdPerHour);
        }

        private static Object line(Double usdPerHour) {
            return usdPerHour.isNaN() ? "auto" : usdPerHour;
        }
    }

    /**
     * A function.
     *
     * @param mode      the highest mode of the policy
     * @param lever     the kind of limit: {@code reservation}, {@code queue}, {@code stream}, or {@code none} if the
     *                  policy never throttles
     * @param receivers the receivers of the policy's alerts, by severity; empty if there is no receiver
     * @param usualUsdPerHour the average cost in USD an hour, or null if no run wrote it on this machine
     */
    record FunctionRow(
            String account,
            String region,
            String function,
            String policy,
            String mode,
            Lines lines,
            String lever,
            Map<String, List<String>> receivers,
            @JsonInclude(NON_NULL) Double usualUsdPerHour) {

        /** Says that the function hardly ever reaches its throttle threshold, if its usual cost is known. */
        private String rarely() {
            boolean known = usualUsdPerHour != null && usualUsdPerHour > 0 && !lever.equals("none");
            if (!known || !(lines.throttleUsdPerHour() instanceof Double usd) || usd < RARELY * usualUsdPerHour)
                return "";
            return "  THROTTLE HARDLY REACHED: " + Wording.number(usd / usualUsdPerHour) + " times its usual cost";
        }
    }

    /** The receivers of alerts about the account itself, by severity. */
    record AccountRow(String account, Map<String, List<String>> receivers) {}

    /** A receiver and its channels, as the file names them. */
    record ReceiverRow(String name, List<String> channels) {}

    /** The largest number of functions in one account and region that may be throttled at once. */
    record PlaceRow(String account, String region, int functions, int atOnce) {}

    static PolicyTable of(
            Settings settings,
            Collection<FunctionFacts> fleet,
            List<String> gaps,
            Map<String, List<Trigger>> triggers) {
        PolicyBook book = Book.policyBook(settings);
        List<PolicySettings> policies = settings.policies();
        Function<AlarmRoutes.Subject, Map<String, List<String>>> routes = receivers(settings);
        Map<String, Double> usual = new LocalChecks(settings).usualUsdPerHour();
        List<FunctionRow> functions = fleet.stream()
                .map(f -> function(book, policies, routes, f, triggers, usual))
                .sorted(Comparator.comparing(FunctionRow::account)
                        .thenComparing(FunctionRow::region)
                        .thenComparing(FunctionRow::function))
                .toList();
        List<PolicyRow> rows = IntStream.range(0, policies.size())
                .mapToObj(i -> policy(policies, i, functions))
                .toList();
        boolean throttles = settings.enforces() && settings.enforcement();
        return new PolicyTable(
                settings.mode(),
                settings.enforcement(),
                throttles,
                rows,
                functions,
                places(book, functions),
                accounts(settings, routes),
                settings.alarms().all().stream()
                        .map(r -> new ReceiverRow(r.name(), r.channels().names()))
                        .toList(),
                gaps);
    }

    /** Returns what finds a subject's receivers by severity. Without routes, every receiver gets every alert. */
    private static Function<AlarmRoutes.Subject, Map<String, List<String>>> receivers(Settings settings) {
        if (!settings.alarms().routes().isEmpty()) return AlarmRoutes.of(settings)::bySeverity;
        List<String> all = settings.alarms().all().stream().map(Receiver::name).toList();
        Map<String, List<String>> each = new LinkedHashMap<>();
        if (!all.isEmpty()) for (Severity s : Severity.HIGHEST_FIRST) each.put(s.wire(), all);
        return subject -> each;
    }

    private static List<AccountRow> accounts(
            Settings settings, Function<AlarmRoutes.Subject, Map<String, List<String>>> routes) {
        return settings.accounts().stream()
                .map(a ->
                        new AccountRow(a.id(), routes.apply(new AlarmRoutes.Subject(a.id(), "account", "", Map.of()))))
                .filter(row -> !row.receivers().isEmpty())
                .toList();
    }

    private static PolicyRow policy(List<PolicySettings> policies, int i, List<FunctionRow> functions) {
        PolicySettings p = policies.get(i);
        String shadow = Warnings.shadow(policies, i).map(PolicySettings::name).orElse(null);
        long count = functions.stream().filter(f -> f.policy().equals(p.name())).count();
        PolicySettings.Match match = p.match();
        return new PolicyRow(
                p.name(),
                String.join(", ", match.functions().patterns()),
                match.functions().tags(),
                match.accounts(),
                p.mode(),
                Lines.of(p),
                shadow,
                count);
    }

    private static FunctionRow function(
            PolicyBook book,
            List<PolicySettings> policies,
            Function<AlarmRoutes.Subject, Map<String, List<String>>> routes,
            FunctionFacts f,
            Map<String, List<Trigger>> triggers,
            Map<String, Double> usual) {
        Policy policy = book.in(f.account()).forFunction(f.function(), f.tags());
        PolicySettings written = policies.stream()
                .filter(p -> p.name().equals(policy.name()))
                .findFirst()
                .orElseThrow();
        String key = f.account() + '|' + f.region() + '|' + f.function();
        String lever = !written.throttles() || FunctionKey.isReplica(f.function())
                ? "none"
                : policy.throttle()
                        .lever(triggers.getOrDefault(key, List.of()))
                        .kind()
                        .wire();
        return new FunctionRow(
                f.account(),
                f.region(),
                f.function(),
                policy.name(),
                written.mode(),
                Lines.of(written),
                lever,
                routes.apply(new AlarmRoutes.Subject(f.account(), "function", f.function(), f.tags())),
                usual.get(key));
    }

    private static List<PlaceRow> places(PolicyBook book, List<FunctionRow> functions) {
        Map<String, List<FunctionRow>> byPlace = new TreeMap<>();
        for (FunctionRow f : functions) {
            byPlace.computeIfAbsent(f.account() + '|' + f.region(), k -> new ArrayList<>())
                    .add(f);
        }
        return byPlace.values().stream()
                .map(all -> new PlaceRow(
                        all.get(0).account(),
                        all.get(0).region(),
                        all.size(),
                        book.radius().allowedAtOnce(all.size())))
                .toList();
    }

    /** Returns the table as text for people. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("mode ").append(mode);
        if (!throttles && !enforcement) text.append(" with enforcement: off");
        if (!throttles) text.append(", so nothing is throttled, even if a policy below allows it");
        if (mode.equals("observe")) text.append(", and alerts are only about Breakwater itself");
        text.append('\n');
        boolean read = !functions.isEmpty();
        for (PolicyRow p : policies) {
            line(text, "%-24s %-34s %s%s", p.name(), pattern(p), lines(p.lines(), p.mode()), count(p, read));
        }
        if (policies.stream().anyMatch(p -> p.lines().follows())) {
            text.append(
                    "auto: a page above 3 % of the account's and region's usual hourly spend, and at least 1.00 USD "
                            + "an hour; a warning above a tenth of that, and a throttle above ten times that\n");
        }
        text.append('\n');
        for (FunctionRow f : functions) {
            String name = f.account() + '/' + f.region() + '/' + f.function();
            line(
                    text,
                    "%-59s %-24s %s%s%s%s",
                    name,
                    f.policy(),
                    lines(f.lines(), f.mode()),
                    lever(f.lever()),
                    heard("  alarms to ", f.receivers()),
                    f.rarely());
        }
        for (AccountRow a : accounts) {
            line(text, "%s, its groups and feeds:%s", a.account(), heard(" alarms to ", a.receivers()));
        }
        for (ReceiverRow r : receivers) line(text, "receiver %s: %s", r.name(), String.join(", ", r.channels()));
        if (receivers.isEmpty()) text.append("there is no receiver, so nobody is alerted\n");
        for (PlaceRow p : places) {
            line(
                    text,
                    "%s/%s: %d functions, at most %d throttled at once",
                    p.account(),
                    p.region(),
                    p.functions(),
                    p.atOnce());
        }
        for (String gap : gaps)
            text.append("cannot tell: ")
                    .append(gap.replaceAll("\\p{Cntrl}", " "))
                    .append('\n');
        if (!read) text.append("no function could be read, so only the patterns are shown\n");
        return text.toString().stripTrailing();
    }

    private static String pattern(PolicyRow p) {
        Map<String, String> tags = p.tags();
        return p.function()
                + tags.entrySet().stream()
                        .map(t -> " " + t.getKey() + '=' + t.getValue())
                        .sorted()
                        .collect(Collectors.joining())
                + (p.accounts().isEmpty() ? "" : " in " + String.join(", ", p.accounts()));
    }

    private static String count(PolicyRow p, boolean read) {
        if (p.shadow() != null) return "  NEVER REACHED: " + p.shadow() + " matches all its functions";
        if (!read) return "";
        if (p.functions() == 0) return "  NO FUNCTION matches";
        return "  " + p.functions() + (p.functions() == 1 ? " function" : " functions");
    }

    /** Severities with the same receivers share a line. */
    private static String heard(String begin, Map<String, List<String>> receivers) {
        Map<List<String>, List<String>> by = new LinkedHashMap<>();
        receivers.forEach((severity, names) ->
                by.computeIfAbsent(names, n -> new ArrayList<>()).add(severity));
        List<String> texts = new ArrayList<>();
        by.forEach((names, severities) -> {
            String whom = names.isEmpty() ? "NOBODY" : String.join(", ", names);
            texts.add(by.size() == 1 ? whom : whom + " (" + String.join(", ", severities) + ')');
        });
        return texts.isEmpty() ? "" : begin + String.join("; ", texts);
    }

    private static String lines(Lines l, String mode) {
        String why = mode.equals("enforce") ? "" : " (mode " + mode + ')';
        String throttle = l.throttleUsdPerHour() == null
                ? "never throttled" + why
                : String.format("throttle %-8s", line(l.throttleUsdPerHour())) + why;
        return String.format("warn %-6s page %-6s %-17s", line(l.warnUsdPerHour()), line(l.pageUsdPerHour()), throttle);
    }

    private static String line(Object usdPerHour) {
        return usdPerHour instanceof Double usd ? String.format(Locale.ROOT, "%.2f", usd) : usdPerHour.toString();
    }

    private static String lever(String lever) {
        return switch (lever) {
            case "queue" -> " by the queue's concurrency";
            case "stream" -> " by pausing the stream";
            case "reservation" -> " by reserved concurrency";
            default -> "";
        };
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
