package dev.breakwater.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names that must be unique in their list. */
final class Names {
    private Names() {}

    static void unique(List<Section> sections, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty() && !seen.add(names.get(i))) {
                String found = Shown.text(names.get(i));
                sections.get(i).problem("name", found, "names must be unique", "another name");
            }
        }
    }
}
