package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code instance}, and {@code mode}, which asks for its name. */
final class InstanceReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final String ALLOWED = "1 to 64 letters, digits, - _ or .";

    private InstanceReader() {}

    /** Mode approve would propose, and nobody could answer: it is refused until somebody can. */
    static Mode mode(Section root) {
        if (root.value("mode").map(JsonNode::asText).filter("approve"::equals).isPresent()) {
            String remedy = "alert to be told only, or enforce to throttle at once";
            root.problem("mode", "approve", "nobody can answer its proposals in this version", remedy);
            return Mode.OBSERVE;
        }
        return root.scalars().choice("mode", Mode.OBSERVE);
    }

    static InstanceSettings instance(Section root, Mode mode) {
        Section section = root.child("instance");
        InstanceSettings instance =
                new InstanceSettings(section.scalars().text("name", "", NAME, ALLOWED), adopts(section));
        if (section.cleanAt("name")) {
            instance.problemIn(mode).ifPresent(p -> section.problem("name", p.value(), p.rule(), p.remedy()));
        }
        if (!instance.name().isEmpty() && instance.adopts().contains(instance.name())) {
            String rule = "are names of others: its own marks are its own";
            section.problem("adopts", Shown.text(instance.name()), rule, "the name that it had before, or no key");
        }
        section.done();
        return instance;
    }

    private static List<String> adopts(Section section) {
        List<String> names = new ArrayList<>();
        int index = 0;
        for (JsonNode item : section.items("adopts")) {
            section.scalars()
                    .matching("adopts[" + index++ + "]", item, NAME, ALLOWED)
                    .ifPresent(names::add);
        }
        return names;
    }
}
