package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.config.model.DoorSettings;
import dev.breakwater.config.model.MatchSettings;
import dev.breakwater.config.model.PriceSettings;
import dev.breakwater.config.model.ReceiveSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.model.SourceSettings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.read.Binder;
import dev.breakwater.config.read.Section;
import dev.breakwater.config.read.Texts;
import dev.breakwater.config.read.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Checks keys against each other, outside of policies and budgets. */
final class SettingsRules {
    private static final String NAME = "a name that stays the same and that no other instance uses, like prod";

    private static final Set<String> ACTING = Set.of("approve", "enforce");

    private SettingsRules() {}

    static void addTo(Binder binder) {
        binder.after(Settings.class, SettingsRules::lists);
        binder.after(Settings.Instance.class, SettingsRules::instance);
        binder.after(Settings.Account.class, (section, account) -> eachOnce(section, "regions"));
        binder.after(Settings.Organization.class, SettingsRules::organization);
        binder.after(SourceSettings.class, SettingsRules::source);
        binder.after(SourceSettings.CloudWatch.class, SettingsRules::polling);
        binder.after(SourceSettings.Landing.class, SettingsRules::landing);
        binder.after(ReceiveSettings.class, SettingsRules::receive);
        binder.after(DoorSettings.class, SettingsRules::door);
        binder.after(DoorSettings.Proxy.class, SettingsRules::proxy);
        binder.after(DoorSettings.Callbacks.class, (s, c) -> listen(s, c.listen(), c.tls()));
        binder.after(
                DoorSettings.Slack.class,
                (s, slack) -> unique(
                        s, "users", "id", "ids must be unique", "one entry with everything that the person may do"));
        binder.after(ReceiveSettings.StreamKey.class, (s, key) -> eachOnce(s, "accounts"));
        binder.after(ReceiveSettings.Tls.class, SettingsRules::tls);
        binder.after(PriceSettings.class, SettingsRules::prices);
        binder.before(MatchSettings.class, SettingsRules::match);
        binder.after(MatchSettings.Window.class, SettingsRules::window);
        binder.read(PriceSettings.class, "file", SettingsRules::priceTable);
        binder.read(PriceSettings.Account.class, "file", SettingsRules::priceTable);
    }

    private static void lists(Section root, Settings settings) {
        unique(root, "accounts", "id", "accounts must be unique", "one entry with all its regions");
        for (String list : List.of("policies", "groups", "budgets", "windows")) {
            unique(root, list, "name", "names must be unique", "another name");
        }
        PolicyRules.last(root, settings.policies());
        BudgetRules.apart(root, settings.budgets());
    }

    private static void unique(Section outer, String list, String key, String rule, String remedy) {
        unique(outer, list, key, UnaryOperator.identity(), rule, remedy);
    }

    /** @param compared returns the form in which values are compared */
    private static void unique(
            Section outer, String list, String key, UnaryOperator<String> compared, String rule, String remedy) {
        Set<String> seen = new HashSet<>();
        for (Section section : outer.children(list)) {
            Optional<String> name = section.value(key).map(JsonNode::asText);
            if (section.cleanAt(key) && name.isPresent() && !seen.add(compared.apply(name.get()))) {
                section.problem(key, Texts.shown(name.get()), rule, remedy);
            }
        }
    }

    /**
     * Requires an instance name, which distinguishes the instance's throttles from the throttles of other instances.
     */
    private static void instance(Section section, Settings.Instance instance) {
        Optional<String> mode = acting(section);
        if (mode.isPresent() && instance.name().isEmpty() && section.root().cleanAt("instance")) {
            section.problem("name", "nothing", "is required with mode " + mode.get(), NAME);
        }
        if (instance.adopts().contains(instance.name())) {
            String rule = "must not contain the present name, because the instance owns the tags with that name anyway";
            section.problem("adopts", Texts.shown(instance.name()), rule, "an earlier name, or remove the key");
        }
    }

    /** Returns the file's mode, if that mode throttles. */
    private static Optional<String> acting(Section section) {
        return section.root().value("mode").map(JsonNode::asText).filter(ACTING::contains);
    }

    private static void eachOnce(Section section, String list) {
        Set<String> seen = new HashSet<>();
        List<JsonNode> items = section.items(list);
        for (int i = 0; i < items.size(); i++) {
            String key = list + "[" + i + "]";
            String item = items.get(i).asText();
            if (section.cleanAt(key) && !seen.add(item)) {
                section.problem(key, item, list + " must be unique", "each " + singular(list) + " once");
            }
        }
    }

    private static String singular(String list) {
        return list.substring(0, list.length() - 1);
    }

    /**
     * Without a role, Breakwater would read the functions of its own account and count them as functions of another
     * account.
     */
    private static void organization(Section section, Settings.Organization organization) {
        if (!section.written()) return;
        eachOnce(section, "regions");
        eachOnce(section, "units");
        for (int i = 0; i < organization.include().size(); i++) {
            String account = organization.include().get(i);
            if (organization.exclude().contains(account)) {
                section.problem(
                        "include[" + i + "]", account, "is also listed in exclude", "the account in only one list");
            }
        }
        if (acting(section).isPresent() && organization.actRole().isEmpty() && section.cleanAt("actRole")) {
            section.missing("actRole", Binder.remedy(Settings.Organization.class, "observeRole"));
        }
    }

    private static void source(Section section, SourceSettings source) {
        boolean none = !section.has("cloudwatch")
                && !section.has("landing")
                && source.others().isEmpty();
        if (none && !section.names().isEmpty()) {
            section.outer().missing("source", Binder.remedy(Settings.class, "source"));
        }
    }

    private static void polling(Section section, SourceSettings.CloudWatch polling) {
        Duration every = polling.every();
        if (every.toSecondsPart() != 0) {
            section.problem("every", Values.durationText(every), "must be whole minutes", every.toMinutes() + "m");
        }
    }

    private static void landing(Section section, SourceSettings.Landing landing) {
        boolean local = !landing.path().startsWith("s3://");
        if (local && landing.path().contains("{") && section.cleanAt("path")) {
            section.problem("path", landing.path(), "must be a single folder", "a folder without {account}");
        }
    }

    private static void receive(Section section, ReceiveSettings receive) {
        if (!section.written()) return;
        if (receive.path().isEmpty() && section.cleanAt("path")) {
            section.missing("path", "a local folder or s3://bucket/prefix/, either here or in source.landing.path");
        }
        if (receive.path().contains("{") && section.cleanAt("path")) {
            section.problem("path", receive.path(), "must be a single folder", "a folder or prefix without {account}");
        }
        listen(section, receive.listen(), receive.tls());
        boolean slow = receive.path().startsWith("s3://") && receive.roll().compareTo(Duration.ofMinutes(1)) > 0;
        if (slow && section.cleanAt("roll")) {
            String rule = "is too long for S3, because each answer takes this long";
            section.problem("roll", Values.durationText(receive.roll()), rule, "a duration <= 1m");
        }
    }

    private static void listen(Section section, String listen, ReceiveSettings.Tls tls) {
        if (!ReceiveSettings.isLoopback(listen) && !tls.present() && section.cleanAt("listen", "tls")) {
            String remedy = "tls with a certificate, or a loopback host like 127.0.0.1";
            section.problem("listen", Texts.shown(listen), "needs tls unless the host is a loopback host", remedy);
        }
    }

    private static void door(Section section, DoorSettings door) {
        Section console = section.child("console");
        String host = door.console().listen();
        boolean open = !ReceiveSettings.isLoopback(host);
        if (open && !door.proxy().enabled())
            listen(console, host, door.console().tls());
        UnaryOperator<String> compared = DoorSettings.User::compared;
        unique(section, "users", "name", compared, "users must be unique", "one entry for each person");
        boolean keyless = !door.token().present()
                && door.users().stream().allMatch(u -> u.tokenHash().isEmpty());
        if (open && !door.proxy().enabled() && keyless && section.cleanAt("token", "users", "proxy")) {
            section.missing(
                    "token", "a reference like env:BREAKWATER_DOOR_TOKEN, because reading needs a key on this address");
        }
    }

    private static void proxy(Section section, DoorSettings.Proxy proxy) {
        if (!section.written() || !section.cleanAt("secret", "alb")) return;
        if (proxy.secret().present() && proxy.alb().enabled()) {
            section.problem(
                    "alb", Texts.shown(proxy.alb().signer()), "is set together with secret", "only one of them");
        } else if (!proxy.enabled()) {
            section.missing("secret", "a reference like env:PROXY_SECRET, or alb");
        }
    }

    private static void tls(Section section, ReceiveSettings.Tls tls) {
        if (!section.written() || !section.cleanAt("keyStore", "password", "certificate", "key")) return;
        boolean store = !tls.keyStore().isEmpty();
        boolean certificate = !tls.certificate().isEmpty();
        boolean key = !tls.key().isEmpty();
        if (store && (certificate || key)) {
            section.problem(
                    "certificate", Texts.shown(tls.certificate()), "is set together with keyStore", "only one of them");
        } else if (store && !tls.password().present()) {
            section.missing("password", "a reference like env:KEY_STORE_PASSWORD");
        } else if (!store && !(certificate && key)) {
            section.missing(certificate ? "key" : "certificate", "certificate and key, or keyStore and password");
        }
    }

    private static void prices(Section section, PriceSettings prices) {
        unique(section, "accounts", "id", "accounts must be unique", "one entry with all its prices");
    }

    /** Returns the file if it exists, otherwise the shipped table of that name, otherwise a problem. */
    private static Object priceTable(Section section, Supplier<Object> usual) {
        String file = (String) usual.get();
        if (file.isEmpty() || !section.cleanAt("file") || Files.isRegularFile(Path.of(file))) return file;
        String written = section.value("file").map(JsonNode::asText).orElse(PriceSettings.SHIPPED);
        return PriceSheet.shipped(written).orElseGet(() -> {
            String remedy = PriceSettings.SHIPPED + ", or a price table that exists";
            section.problem("file", Texts.shown(written), "there is no such file", remedy);
            return file;
        });
    }

    private static void match(Section section) {
        boolean list = section.value("function").filter(JsonNode::isArray).isPresent();
        if (list) section.problem("function", "a list", "must be one pattern", "functions instead of function");
        if (!section.has("functions")) return;
        boolean none = section.value("functions")
                .filter(v -> v.isArray() && v.isEmpty())
                .isPresent();
        if (none) section.problem("functions", "an empty list", "matches no function", "one pattern or more");
        if (section.has("function")) {
            section.problem("functions", "both", "replaces function", "all patterns here, without function");
        }
    }

    /** For this long after its end, a window's expectation falls (docs/detection.md). */
    private static final Duration WINDOW_FALLS = Duration.ofMinutes(30);

    private static void window(Section section, MatchSettings.Window window) {
        if (section.cleanAt("") && !window.from().isBefore(window.to())) {
            section.problem("to", window.to().toString(), "from < to", "a time after " + window.from());
        }
        Duration longest = window.every().minus(WINDOW_FALLS);
        if (section.cleanAt("")
                && !window.every().isZero()
                && Duration.between(window.from(), window.to()).compareTo(longest) > 0) {
            section.problem(
                    "to",
                    window.to().toString(),
                    "a window must be over half an hour before it recurs",
                    "at most " + window.from().plus(longest));
        }
    }
}
