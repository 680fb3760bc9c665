package dev.breakwater.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ARNs of functions and event source mappings. */
public final class Arns {

    /** Partitions by the prefix of a region's name. A test compares them with AWS's own patterns in the SDK. */
    private static final Map<String, String> PARTITIONS = Map.of(
            "cn-", "aws-cn",
            "us-gov-", "aws-us-gov",
            "us-iso-", "aws-iso",
            "us-isob-", "aws-iso-b",
            "eu-isoe-", "aws-iso-e",
            "us-isof-", "aws-iso-f",
            "eusc-", "aws-eusc");

    private Arns() {}

    /** The unqualified ARN of a function, which the tagging calls need. */
    public static String function(Scope function) {
        return lambda(function.place()) + ":function:" + function.key();
    }

    public static String mapping(Place place, String uuid) {
        return lambda(place) + ":event-source-mapping:" + uuid;
    }

    private static String lambda(Place place) {
        return "arn:" + partition(place.region()) + ":lambda:" + place.region() + ":" + place.account();
    }

    /** The function's name in {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME[:ALIAS]}, or an empty text. */
    public static String functionIn(@Nullable String arn) {
        String[] parts = arn == null ? new String[0] : arn.split(":");
        return parts.length > 6 ? parts[6] : "";
    }

    /** The partition of a region, as in an ARN: {@code aws}, {@code aws-cn}, {@code aws-us-gov} and so on. */
    public static String partition(String region) {
        for (Map.Entry<String, String> p : PARTITIONS.entrySet())
            if (region.startsWith(p.getKey())) return p.getValue();
        return "aws";
    }
}
