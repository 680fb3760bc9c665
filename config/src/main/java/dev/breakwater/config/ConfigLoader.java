package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Registered;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.read.Binder;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.config.read.Problems.Problem;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Loads a configuration file and finds all its problems. */
public final class ConfigLoader {
    static final Document<Settings> DOCUMENT = new Document<>("the configuration", "breakwater.dev/v1", Settings.class);

    /**
     * The keys that a running job reloads, including all keys below them, and the keys that only other commands use.
     */
    private static final Set<String> TAKEN_UP =
            Set.of("mode", "enforcement", "policies", "budgets", "blastRadius", "windows", "notify.routes", "receive");

    private ConfigLoader() {}

    /**
     * Loads a file. Relative paths start at the file's folder.
     *
     * @throws Document.Unreadable if the file cannot be read at all
     */
    public static Loaded<Settings> load(Path file) {
        return load(file, root -> {});
    }

    private static Loaded<Settings> load(Path file, Consumer<ObjectNode> change) {
        return load(Document.bytes(file), base(file.toAbsolutePath().toString()), change);
    }

    static Loaded<Settings> load(ConfigFile file) {
        byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
        return load(bytes, base(file.path()), root -> mode(root, file.mode()));
    }

    /** Returns the folder from which relative paths start. For a file in S3, this is the working directory. */
    private static Path base(String file) {
        return file.startsWith("s3://")
                ? Path.of("").toAbsolutePath()
                : Path.of(file).getParent();
    }

    /**
     * Returns the values of a file that was checked on another machine. Files that the configuration names need not
     * exist on this machine.
     *
     * @throws IllegalStateException if the configuration is not valid
     */
    public static Settings taken(ConfigFile file) {
        byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
        return bind(bytes, Path.of("").toAbsolutePath(), root -> mode(root, file.mode()))
                .value();
    }

    private static void mode(ObjectNode root, String mode) {
        if (!mode.isEmpty()) root.put("mode", mode);
    }

    /** Loads the file that comes with the program. Relative paths start at the working directory. */
    public static Loaded<Settings> shipped() {
        return shipped(root -> {});
    }

    /** Loads the shipped file in mode enforce, for a replay. A replay changes nothing at AWS. */
    public static Loaded<Settings> recording() {
        return shipped(ConfigLoader::enforce);
    }

    /**
     * Loads the shipped file for the demo. Its recording is a week long, so a throttle must not wait until seven days
     * are known.
     */
    public static Loaded<Settings> demo() {
        return shipped(root -> {
            enforce(root);
            ((ObjectNode) root.at("/policies/0/throttle")).put("beforeFirstWeek", true);
        });
    }

    /**
     * Loads a file as if it were in mode enforce, for a replay. A replay changes nothing at AWS.
     *
     * @throws Document.Unreadable if the file cannot be read at all
     */
    public static Loaded<Settings> recording(Path file) {
        return load(file, ConfigLoader::enforce);
    }

    /**
     * Loads the same settings, but with this page threshold in the last policy, which applies to all functions without a
     * policy of their own. The threshold for warnings follows the page threshold, and so does a threshold for throttles
     * that is lower.
     *
     * @param pageUsdPerHour a number, or {@link dev.breakwater.config.model.PolicySettings#AUTO}
     * @throws Document.Unreadable if the file cannot be read at all
     */
    public static Loaded<Settings> recording(Path file, double pageUsdPerHour) {
        return load(file, root -> paging(root, pageUsdPerHour));
    }

    /** Loads the shipped file for a replay, with this page threshold. */
    public static Loaded<Settings> recording(double pageUsdPerHour) {
        return shipped(root -> paging(root, pageUsdPerHour));
    }

    private static void paging(ObjectNode root, double usdPerHour) {
        enforce(root);
        PolicyRules.atLeastOne(root);
        JsonNode policies = root.path("policies");
        if (policies.path(policies.size() - 1) instanceof ObjectNode last) setPage(last, usdPerHour);
    }

    private static void setPage(ObjectNode policy, double pageUsdPerHour) {
        policy.remove("warn");
        ObjectNode page = policy.putObject("page");
        if (Double.isNaN(pageUsdPerHour)) page.put("minUsdPerHour", "auto");
        else page.put("minUsdPerHour", pageUsdPerHour);
        // with an automatic page threshold, control raises a lower throttle threshold to it
        boolean keeps = Double.isNaN(pageUsdPerHour)
                || policy.path("throttle").path("minUsdPerHour").asDouble() >= pageUsdPerHour;
        if (!keeps && policy.get("throttle") instanceof ObjectNode throttle) throttle.remove("minUsdPerHour");
    }

    private static void enforce(ObjectNode root) {
        root.put("mode", "enforce").put("enforcement", true);
        if (!root.has("instance")) root.putObject("instance").put("name", "recording");
        // the mode requires a role, but a replay never uses the role
        if (root.get("organization") instanceof ObjectNode organization && !organization.has("actRole")) {
            organization.set("actRole", organization.get("observeRole"));
        }
    }

    private static Loaded<Settings> shipped(Consumer<ObjectNode> change) {
        return load(Document.shipped("breakwater.yaml"), Path.of("").toAbsolutePath(), change);
    }

    static Loaded<Settings> load(byte[] bytes, Path base, Consumer<ObjectNode> change) {
        Loaded<Settings> loaded = bind(bytes, base, change);
        List<Problem> problems = new ArrayList<>(loaded.problems());
        // prices are checked only if the regions and the tables are valid
        boolean priced = loaded.found() != null
                && problems.stream().noneMatch(p -> p.path().matches("(prices|accounts|organization)\\b.*"));
        if (priced) problems.addAll(PriceSheet.problems(loaded.found()));
        return new Loaded<>(loaded.what(), Document.located(bytes, problems), loaded.found());
    }

    private static Loaded<Settings> bind(byte[] bytes, Path base, Consumer<ObjectNode> change) {
        Binder binder = new Binder(base);
        SettingsRules.addTo(binder);
        PolicyRules.addTo(binder);
        BudgetRules.addTo(binder);
        RouteRules.addTo(binder);
        return DOCUMENT.load(bytes, binder, change.andThen(PolicyRules::atLeastOne));
    }

    /**
     * Returns the changed keys that need a restart, in the order of the configuration reference. Without such keys, the
     * job can reload the file.
     */
    public static List<String> needsRestart(Settings was, Settings is) {
        List<String> keys = new ArrayList<>();
        collect("", was, is, false, keys);
        return keys;
    }

    /**
     * Returns the changes of reloadable keys as text for people, such as {@code mode observe -> alert}. The changes are
     * in the order of the configuration reference.
     */
    public static List<String> changes(Settings was, Settings is) {
        List<String> changes = new ArrayList<>();
        collect("", was, is, true, changes);
        return changes;
    }

    private static void collect(String path, Object was, Object is, boolean takenUp, List<String> keys) {
        if (was.equals(is)) return;
        boolean takes = TAKEN_UP.contains(path);
        if (takes || !(was instanceof Record) || isLeaf(was)) {
            // only the values of mode and enforcement are short enough to print
            boolean word = takenUp && (was instanceof String || was instanceof Boolean);
            if (takes == takenUp) keys.add(word ? path + ' ' + was + " -> " + is : path);
            return;
        }
        for (RecordComponent part : was.getClass().getRecordComponents()) {
            Key key = part.getAnnotation(Key.class);
            if (key != null && key.name().equals("*")) {
                if (!takenUp) registered(path, (List<?>) value(part, was), (List<?>) value(part, is), keys);
            } else {
                collect(below(path, part), value(part, was), value(part, is), takenUp, keys);
            }
        }
    }

    /** Adds the registered sections that were added, changed or removed. */
    private static void registered(String path, List<?> was, List<?> is, List<String> keys) {
        Stream.concat(was.stream(), is.stream())
                .filter(section -> !was.contains(section) || !is.contains(section))
                .map(section -> path + '.' + ((Registered) section).kind())
                .distinct()
                .forEach(keys::add);
    }

    /** Returns whether a value is a leaf, which one text can show. */
    private static boolean isLeaf(Object value) {
        for (RecordComponent part : value.getClass().getRecordComponents()) {
            if (part.isAnnotationPresent(Key.class)) return false;
        }
        return true;
    }

    private static String below(String path, RecordComponent part) {
        Key key = part.getAnnotation(Key.class);
        String name = key == null || key.name().isEmpty() ? part.getName() : key.name();
        if (name.equals(".")) return path;
        return path.isEmpty() ? name : path + '.' + name;
    }

    private static Object value(RecordComponent part, Object of) {
        try {
            return part.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the settings cannot be compared", e);
        }
    }
}
