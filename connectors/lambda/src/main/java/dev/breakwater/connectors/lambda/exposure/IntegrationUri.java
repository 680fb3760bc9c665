package dev.breakwater.connectors.lambda.exposure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the function that an API integrates with, as each of its stages reads it. */
final class IntegrationUri {

    private static final Pattern FUNCTION =
            Pattern.compile("arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:[A-Za-z0-9_-]+");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{stageVariables\\.([A-Za-z0-9_]+)}");

    private IntegrationUri() {}

    /**
     * The unqualified ARNs; empty if the URI is not a function, or its name depends on something unknown.
     *
     * @param uri    or null
     * @param stages the variables of each stage
     */
    static Set<String> functions(String uri, List<Map<String, String>> stages) {
        Set<String> found = new TreeSet<>();
        if (uri == null) return found;
        for (Map<String, String> variables : stages.isEmpty() ? List.of(Map.<String, String>of()) : stages) {
            String resolved = VARIABLE.matcher(uri)
                    .replaceAll(v -> Matcher.quoteReplacement(variables.getOrDefault(v.group(1), v.group())));
            Matcher function = FUNCTION.matcher(resolved);
            if (function.find()) found.add(function.group());
        }
        return found;
    }
}
