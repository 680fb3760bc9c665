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
     * Words of small letters and one number, with dashes between, as in {@code us-gov-west-1} and {@code eusc-de-east-1}; at
     * most 32 characters. Without regular expressions, because every line of a feed passes here.
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
     * The partition of a region as in an ARN, {@code aws}, {@code aws-cn}, {@code aws-us-gov}, {@code aws-eusc}, ...,
     * by AWS's own patterns; {@code aws} if none matches.
     */
    public static String partition(String region) {
        // the SDK compiles its patterns again each time, and keeps every name that it is asked about
        return isRegion(region)
                ? PARTITIONS.computeIfAbsent(
                        region, r -> PartitionMetadata.of(Region.of(r)).id())
                : "aws";
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
