package dev.breakwater.report.incident;

import dev.breakwater.model.Scope;
import dev.breakwater.model.kind.ResourceKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Links to a function, its metrics and its logs in AWS's console.
 *
 * @param arn the whole name of the function
 */
public record AwsConsole(String arn, List<Link> links) {

    /** A link with its text. */
    public record Link(String href, String text) {}

    /**
     * Returns the links to the incident's function. The result is empty unless the incident has exactly one function.
     */
    public static Optional<AwsConsole> of(IncidentStory story) {
        String[] place = story.alarm().source().split("/", 2);
        String name = story.alarm().component();
        boolean function = story.alarm().scope().equals("function")
                && place.length == 2
                && place[0].matches("\\d{12}")
                && place[1].matches("[a-z0-9-]{1,40}")
                && name.matches("[A-Za-z0-9_-]{1,140}");
        if (!function) return Optional.empty();
        String region = place[1];
        String root = root(region);
        String lambda = root + "/lambda/home?region=" + region + "#/functions/" + name;
        // in the console's own names, $25 stands for the percent sign of encoded characters
        String group = URLEncoder.encode(
                        URLEncoder.encode("/aws/lambda/" + name, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .replace('%', '$');
        String logs = root + "/cloudwatch/home?region=" + region + "#logsV2:log-groups/log-group/" + group;
        List<Link> links = root.isEmpty()
                ? List.of()
                : List.of(
                        new Link(lambda, "the function"),
                        new Link(lambda + "?tab=monitoring", "its metrics"),
                        new Link(lambda + "?tab=configure", "its triggers and callers"),
                        new Link(logs, "its logs"));
        return Optional.of(new AwsConsole(ResourceKind.arnOf(Scope.function(place[0], region, name)), links));
    }

    /** Returns the console's address. The result is empty if the partition's console has no public address. */
    private static String root(String region) {
        if (region.startsWith("cn-")) return "https://" + region + ".console.amazonaws.cn";
        if (region.startsWith("us-gov-")) return "https://" + region + ".console.amazonaws-us-gov.com";
        return region.contains("iso") || region.startsWith("eusc-")
                ? ""
                : "https://" + region + ".console.aws.amazon.com";
    }
}
