package dev.breakwater.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Findings as one JSON object. */
final class FindingsJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FindingsJson() {}

    static String of(Findings findings) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode all = root.putArray("findings");
        for (Finding f : findings.all()) {
            all.addObject()
                    .put("area", f.area())
                    .put("what", f.what())
                    .put("account", orNull(f.where().account()))
                    .put("region", orNull(f.where().region()))
                    .put("role", orNull(f.where().role()))
                    .put("verdict", f.verdict().wire())
                    .put("optional", f.optional())
                    .put("detail", f.detail())
                    .put("cost", f.cost());
        }
        for (Verdict verdict : Verdict.values()) root.put(verdict.wire(), findings.count(verdict));
        return root.toString();
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
