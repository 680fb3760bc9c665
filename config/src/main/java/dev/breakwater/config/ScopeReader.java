package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@code groups}, {@code budgets} and {@code windows}. */
final class ScopeReader {
    private static final Pattern ACCOUNT = Pattern.compile("account");
    private static final Range BUDGET = new Range(0, 1_000_000_000);
    private static final Range EXPECT = new Range(0, 100);

    private ScopeReader() {}

    static List<GroupSettings> groups(Section root) {
        List<Section> sections = root.children("groups");
        List<GroupSettings> groups = sections.stream().map(ScopeReader::group).toList();
        Names.unique(sections, groups.stream().map(GroupSettings::name).toList());
        return groups;
    }

    private static GroupSettings group(Section section) {
        GroupSettings group = new GroupSettings(MatchReader.name(section), MatchReader.required(section));
        section.done();
        return group;
    }

    static List<BudgetSettings> budgets(Section root) {
        Set<String> known = groupNames(root);
        List<Section> sections = root.children("budgets");
        List<BudgetSettings> budgets =
                sections.stream().map(section -> budget(section, known)).toList();
        Names.unique(sections, budgets.stream().map(BudgetSettings::name).toList());
        return budgets;
    }

    /** As written: a group with a mistake in it is still a group that a budget may name. */
    private static Set<String> groupNames(Section root) {
        Set<String> names = new TreeSet<>();
        root.value("groups")
                .filter(JsonNode::isArray)
                .ifPresent(groups ->
                        groups.forEach(group -> names.add(group.path("name").asText())));
        return names;
    }

    private static BudgetSettings budget(Section section, Set<String> groups) {
        if (section.scalars().flag("fromAws", false)) {
            return fromAws(section);
        }
        BudgetSettings budget = new BudgetSettings(
                MatchReader.name(section),
                scope(section, groups),
                positive(section, "usdPerMonth", BUDGET),
                section.scalars().flag("page", false),
                false);
        section.done();
        return budget;
    }

    private static BudgetSettings fromAws(Section section) {
        for (String key : section.names()) {
            if (!key.equals("fromAws")) {
                section.value(key);
                section.problem(Shown.text(key), "beside fromAws", "fromAws stands alone", "it in an entry of its own");
            }
        }
        return new BudgetSettings("", "", 0, false, true);
    }

    private static String scope(Section section, Set<String> groups) {
        boolean isGroup = section.value("scope").filter(JsonNode::isObject).isPresent();
        if (!isGroup) {
            String remedy = "account, or { group: NAME }";
            section.scalars().text("scope", "account", ACCOUNT, remedy);
            return "";
        }
        Section scope = section.child("scope");
        String group = scope.scalars().text("group", "");
        if (!groups.contains(group)) {
            String some =
                    String.join(", ", groups.stream().limit(10).map(Shown::text).toList());
            String remedy = groups.isEmpty() ? "a group first" : "the name of a group, like " + some;
            scope.problem("group", Shown.text(group), "names no group", remedy);
        }
        scope.done();
        return group;
    }

    static List<WindowSettings> windows(Section root) {
        List<Section> sections = root.children("windows");
        List<WindowSettings> windows =
                sections.stream().map(ScopeReader::window).toList();
        Names.unique(sections, windows.stream().map(WindowSettings::name).toList());
        return windows;
    }

    private static WindowSettings window(Section section) {
        WindowSettings window = new WindowSettings(
                MatchReader.name(section),
                MatchReader.required(section),
                section.scalars().instant("from"),
                section.scalars().instant("to"),
                positive(section, "expect", EXPECT));
        if (section.clean() && !window.from().isBefore(window.to())) {
            section.problem("to", window.to().toString(), "from < to", "a time after " + window.from());
        }
        section.done();
        return window;
    }

    /** A number that must be there and be above 0. */
    private static double positive(Section section, String key, Range range) {
        String remedy = "a number above 0, at most " + Range.plain(range.highest());
        if (!section.has(key)) {
            section.missing(key, remedy);
        }
        double value = section.scalars().number(key, range.highest(), range);
        if (value == 0) {
            section.problem(key, "0", "must be above 0", remedy);
        }
        return value;
    }
}
