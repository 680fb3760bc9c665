package dev.breakwater.exposure.iam;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ranges of addresses as IAM writes them. Public ranges narrow if none is wider than a /24 of version 4 or a /48 of
 * version 6, and all together are no more than sixteen of these: in wider ranges anybody can rent an address. Private
 * ones always do.
 */
final class IpRanges {

    private static final String OCTET = "(0|[1-9]\\d{0,2})";
    private static final Pattern V4 =
            Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET + "(?:/(\\d{1,2}))?");
    private static final Pattern V6 = Pattern.compile("([0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final BigInteger V4_MOST = BigInteger.TWO.pow(V4_BITS - 24);
    private static final BigInteger V6_MOST = BigInteger.TWO.pow(V6_BITS - 48);
    private static final BigInteger RANGES_MOST = BigInteger.valueOf(16);

    /** RFC 1918 and RFC 6598: the first address and the prefix. */
    private static final long[][] PRIVATE_V4 = {
        {0x0A000000L, 8}, {0xAC100000L, 12}, {0xC0A80000L, 16}, {0x64400000L, 10}
    };

    /** RFC 4193: {@code fc00::/7}. */
    private static final Pattern PRIVATE_V6 = Pattern.compile("(?i)f[cd][0-9a-f]{2}:.*");

    private static final int PRIVATE_V6_PREFIX = 7;

    /** {@code 2000::/3}; of other blocks some hold all of version 4. */
    private static final Pattern GLOBAL_V6 = Pattern.compile("[23][0-9a-fA-F]{3}:.*");

    private IpRanges() {}

    /** Whether all are ranges, and few addresses together. */
    static boolean narrow(List<String> ranges) {
        BigInteger v4 = BigInteger.ZERO;
        BigInteger v6 = BigInteger.ZERO;
        for (String range : ranges) {
            Matcher four = V4.matcher(range);
            Matcher six = V6.matcher(range);
            if (four.matches()) {
                BigInteger size = publicV4(four);
                if (size.compareTo(V4_MOST) > 0) return false;
                v4 = v4.add(size);
            } else if (six.matches()) {
                BigInteger size = publicV6(six);
                if (size.compareTo(V6_MOST) > 0) return false;
                v6 = v6.add(size);
            } else {
                return false;
            }
        }
        return v4.compareTo(V4_MOST.multiply(RANGES_MOST)) <= 0 && v6.compareTo(V6_MOST.multiply(RANGES_MOST)) <= 0;
    }

    /** The number of public addresses; 0 for a private range. */
    private static BigInteger publicV4(Matcher range) {
        long address = 0;
        for (int octet = 1; octet <= 4; octet++) address = address << 8 | Long.parseLong(range.group(octet));
        int prefix = prefix(range.group(5), V4_BITS);
        for (long[] network : PRIVATE_V4) {
            long hosts = V4_BITS - network[1];
            if (prefix >= network[1] && address >> hosts == network[0] >> hosts) return BigInteger.ZERO;
        }
        return BigInteger.TWO.pow(V4_BITS - prefix);
    }

    private static BigInteger publicV6(Matcher range) {
        int prefix = prefix(range.group(2), V6_BITS);
        String address = range.group(1);
        if (prefix >= PRIVATE_V6_PREFIX && PRIVATE_V6.matcher(address).matches()) return BigInteger.ZERO;
        return BigInteger.TWO.pow(GLOBAL_V6.matcher(address).matches() ? V6_BITS - prefix : V6_BITS);
    }

    /** A prefix that is too long counts as one address. */
    private static int prefix(String prefix, int bits) {
        return prefix == null ? bits : Math.min(bits, Integer.parseInt(prefix));
    }
}
