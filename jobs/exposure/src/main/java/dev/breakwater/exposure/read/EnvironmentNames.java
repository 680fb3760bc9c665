package dev.breakwater.exposure.read;

import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.model.Outputs.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds resources that trigger something in the values of environment variables: by ARN, by a queue's URL, by name. The
 * values themselves go no further.
 */
final class EnvironmentNames {

    private static final Pattern QUEUE_URL =
            Pattern.compile("https?://[^/\\s]+/(?<account>\\d{12})/(?<name>[A-Za-z0-9_-]{1,80}(\\.fifo)?)");
    private static final int SHORTEST_NAME = 3;

    private final Map<String, List<String>> byName = new HashMap<>();

    /**
     * @param resources ARNs of everything that triggers something, functions included
     */
    EnvironmentNames(Iterable<String> resources) {
        for (String arn : resources) {
            String name = name(arn);
            if (name.length() >= SHORTEST_NAME)
                byName.computeIfAbsent(name, n -> new ArrayList<>()).add(arn);
        }
    }

    List<Reference> in(Map<String, String> variables) {
        List<Reference> found = new ArrayList<>();
        variables.forEach((variable, value) -> {
            for (String arn : named(value.strip())) found.add(new Reference(variable, arn));
        });
        return found;
    }

    private List<String> named(String value) {
        if (value.startsWith("arn:")) return List.of(value);
        Matcher url = QUEUE_URL.matcher(value);
        if (!url.matches()) return byName.getOrDefault(value, List.of());
        String end = ":" + url.group("account") + ":" + url.group("name");
        return byName.getOrDefault(url.group("name"), List.of()).stream()
                .filter(arn -> Arn.service(arn).equals("sqs") && arn.endsWith(end))
                .toList();
    }

    /** The part after the kind: {@code carts} of {@code table/carts}. */
    private static String name(String arn) {
        String[] part = arn.split(":", 6);
        if (part.length < 6) return "";
        return part[5].replaceFirst("^(table/|stream/|function:|event-bus/|log-group:)", "");
    }
}
