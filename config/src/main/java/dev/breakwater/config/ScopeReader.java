package dev.breakwater.config;

import java.util.List;

/** Reads {@code groups} and {@code windows}. */
final class ScopeReader {
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
