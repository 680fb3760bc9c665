package dev.breakwater.report.incident;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.report.Levers;
import dev.breakwater.report.Wording;

/** A decision in words, with the lever by name; what is only asked for is named so. */
public final class Decided {

    /** AWS's own words may be long. */
    private static final int LONGEST_DETAIL = 300;

    private Decided() {}

    public static String label(JsonNode d) {
        String type = d.path("type").asText();
        return switch (type) {
            case "throttle", "lower", "raise", "release" -> type + " asked for";
            case "could-not", "given-back" -> type.replace('-', ' ');
            case "refuse" -> "not throttled";
            case "accept" -> "accepted";
            default -> type;
        };
    }

    /** What was decided and why. */
    public static String sentence(JsonNode d) {
        String until = "until " + Wording.minute(d.path("until").asText());
        String what = switch (d.path("type").asText()) {
            case "throttle", "held" -> limit(d) + ", before: " + restored(d) + "; " + until + " at the latest: ";
            case "lower", "raise", "prolong", "could-not" -> limit(d) + ": ";
            case "release", "given-back" -> "to " + restored(d) + ", as found: ";
            case "propose", "refuse" -> number(d, "limit") < 0 ? "" : limit(d) + ": ";
            case "accept" -> until + ": ";
            default -> "";
        };
        return what + Wording.cut(d.path("detail").asText(), LONGEST_DETAIL);
    }

    /** The function's name after a space where the incident is not the function's; else nothing. */
    public static String of(IncidentStory story, JsonNode d) {
        String function = d.path("function").asText();
        boolean same = function.isEmpty() || function.equals(story.told("component"));
        return same ? "" : ' ' + PageSummary.name(function);
    }

    public static String limit(JsonNode d) {
        return Levers.to(lever(d), number(d, "limit"));
    }

    /** What was there before, and will be again. */
    public static String restored(JsonNode d) {
        return Levers.restored(lever(d), number(d, "previous"));
    }

    static Lever lever(JsonNode d) {
        return Levers.named(d.path("lever").asText(), d.path("mapping").asText());
    }

    static int number(JsonNode d, String field) {
        return d.path(field).asInt(-1);
    }
}
