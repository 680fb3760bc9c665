package dev.breakwater.exposure.iam;

import java.util.List;

/** Converts names of resources to one form, so that triggers and rights can be compared. */
public final class Arn {

    private static final int PARTS = 6;
    private static final List<String> KINDS =
            List.of("table/", "stream/", "function:", "event-bus/", "log-group:", "rule/", "key/", "secret:", "role/");

    private Arn() {}

    /**
     * Returns the main resource of an ARN: the table of a stream, the bucket of an object, the function of an alias, or
     * the log group of a log stream. Other texts are returned unchanged.
     */
    public static String resource(String arn) {
        String[] part = arn.split(":", PARTS);
        if (part.length < PARTS || !part[0].equals("arn")) return arn;
        String head = arn.substring(0, arn.length() - part[5].length());
        String rest = part[5];
        return switch (part[2]) {
            case "dynamodb" -> head + upTo(rest, rest.indexOf("/stream/"));
            case "kinesis" -> head + upTo(rest, rest.indexOf("/consumer/"));
            case "s3" -> head + upTo(rest, rest.indexOf('/'));
            case "logs" -> head + upTo(rest, rest.indexOf(':', "log-group:".length()));
            case "lambda" -> head + upTo(rest, rest.indexOf(':', "function:".length()));
            default -> arn;
        };
    }

    /** Returns the service, like {@code sqs}. The result is empty if this is not an ARN. */
    public static String service(String arn) {
        return part(arn, 2);
    }

    /** Returns the region; empty if the ARN has none. */
    public static String region(String arn) {
        return part(arn, 3);
    }

    /** Returns the part after the account. The result is empty if this is not an ARN. */
    public static String path(String arn) {
        return part(arn, 5);
    }

    /** Returns the account number; empty if the ARN has none. */
    public static String account(String arn) {
        return part(arn, 4);
    }

    /** Returns a short name for people, like {@code sqs orders} or {@code dynamodb table/carts}. */
    public static String brief(String arn) {
        String[] part = arn.split(":", PARTS);
        if (part.length < PARTS || !part[0].equals("arn")) return arn;
        if (part[2].equals("lambda")) return part[5].replaceFirst("^function:", "");
        return part[2] + " " + part[5];
    }

    /** Returns whether a policy's pattern names a resource, and not all resources of a kind. */
    static boolean namesResource(String pattern) {
        String[] part = pattern.split(":", PARTS);
        if (part.length < PARTS) return false;
        String rest = part[5];
        for (String kind : KINDS) if (rest.startsWith(kind)) rest = rest.substring(kind.length());
        if (part[2].equals("s3") && rest.indexOf('/') >= 0) rest = rest.substring(0, rest.indexOf('/'));
        return Wildcard.namesSomething(rest);
    }

    private static String part(String arn, int index) {
        String[] part = arn.split(":", PARTS);
        return part.length == PARTS && part[0].equals("arn") ? part[index] : "";
    }

    private static String upTo(String text, int end) {
        return end < 0 ? text : text.substring(0, end);
    }
}
