package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Makes text from outside safe to show. It escapes control and format characters, limits the length, and makes hashes.
 */
public final class SafeText {
    /** The longest prefix of a refused input, in characters. */
    public static final int PREFIX = 120;

    private SafeText() {}

    /**
     * Returns the text, cut to max characters. Characters that a terminal or log could interpret are written as {@code
     * \\uXXXX}.
     */
    public static String escape(String text, int max) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = isPlain(c);
            if (out.length() + (plain ? 1 : 6) > max) {
                break;
            }
            if (plain) {
                out.append(c);
            } else {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        return out.toString();
    }

    /** Returns the escaped start of a refused input. */
    public static String prefix(byte[] bytes, int from, int length) {
        return escape(new String(bytes, from, Math.min(length, PREFIX), StandardCharsets.UTF_8), PREFIX);
    }

    public static String sha256(byte[] bytes, int from, int length) {
        MessageDigest digest = Sha256.begin();
        digest.update(bytes, from, length);
        return hex(digest);
    }

    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean isPlain(char c) {
        if (c < 0x7f) {
            return c >= 0x20;
        }
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.UNASSIGNED;
    }
}
