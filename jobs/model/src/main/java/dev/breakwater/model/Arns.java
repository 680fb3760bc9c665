package dev.breakwater.model;

import java.util.Map;

/** The partitions of ARNs. */
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

    /** The partition of a region, as in an ARN: {@code aws}, {@code aws-cn}, {@code aws-us-gov} and so on. */
    public static String partition(String region) {
        for (Map.Entry<String, String> p : PARTITIONS.entrySet())
            if (region.startsWith(p.getKey())) return p.getValue();
        return "aws";
    }
}
