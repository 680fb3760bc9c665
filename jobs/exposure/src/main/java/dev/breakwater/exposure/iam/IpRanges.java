package dev.breakwater.exposure.iam;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Ranges of addresses as IAM writes them. They narrow while all of them together are no larger than one /8 of version 4,
 * or one /32 of version 6: where AWS itself begins to call a range public.
 */
final class IpRanges {

    private static final Pattern V4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(/\\d{1,2})?");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*(/\\d{1,3})?");
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final BigInteger V4_MOST = BigInteger.TWO.pow(V4_BITS - 8);
    private static final BigInteger V6_MOST = BigInteger.TWO.pow(V6_BITS - 32);

    private IpRanges() {}

    /** Whether all are ranges, and few addresses together. */
    static boolean narrow(List<String> ranges) {
        BigInteger v4 = BigInteger.ZERO;
        BigInteger v6 = BigInteger.ZERO;
        for (String range : ranges) {
            if (V4.matcher(range).matches()) {
                v4 = v4.add(size(range, V4_BITS));
            } else if (V6.matcher(range).matches()) {
                v6 = v6.add(size(range, V6_BITS));
            } else {
                return false;
            }
        }
        return v4.compareTo(V4_MOST) <= 0 && v6.compareTo(V6_MOST) <= 0;
    }

    /** A prefix that is too long counts as one address. */
    private static BigInteger size(String range, int bits) {
        int slash = range.indexOf('/');
        int prefix = slash < 0 ? bits : Integer.parseInt(range.substring(slash + 1));
        return BigInteger.TWO.pow(Math.max(0, bits - prefix));
    }
}
