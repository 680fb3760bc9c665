package dev.breakwater.connectors.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** Names of regions, and the AWS partition of each. */
public final class AwsPlaces {

    private static final int LONGEST = 32;

    private static final Map<String, String> PARTITIONS = new ConcurrentHashMap<>();

    private AwsPlaces() {}

    /**
     * Returns whether a text has the form of a region, such as {@code us-gov-west-1}. The form is lower-case words and
     * one number, joined by dashes, with at most 32 characters. Uses no regular expression, because it checks every
     * line of a feed.
     */
    public static boolean isRegion(String s) {
        int digits = s.length();
        while (digits > 0 && isDigit(s.charAt(digits - 1))) {
            digits--;
        }
        int numbers = s.length() - digits;
        if (s.length() > LONGEST || numbers < 1 || numbers > 2 || digits == 0 || s.charAt(digits - 1) != '-') {
            return false;
        }
        int words = 0;
        int letters = 0;
        for (int i = 0; i < digits; i++) {
            char c = s.charAt(i);
            if (c == '-' && letters == 0 || c != '-' && (c < 'a' || c > 'z')) {
                return false;
            }
            words += c == '-' ? 1 : 0;
            letters = c == '-' ? 0 : letters + 1;
        }
        return words >= 2;
    }

    /**
     * Returns the partition of a region, as in an ARN: {@code aws}, {@code aws}-cn, {@code aws}-us-gov,
     * {@code aws}-eusc and so on. AWS's own patterns decide. If no pattern matches, the partition is {@code aws}.
     */
    public static String partition(String region) {
        // the result is cached, because the SDK compiles its patterns for each call and stores every name
        return isRegion(region)
                ? PARTITIONS.computeIfAbsent(
                        region, r -> PartitionMetadata.of(Region.of(r)).id())
                : "aws";
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
