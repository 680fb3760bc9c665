package dev.breakwater.cli.door;

import dev.breakwater.connectors.alarms.http.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Checks and makes signatures with one secret: HMAC-SHA256 in hex, as vendors sign deliveries. docs/console.md links
 * the vendors' descriptions. A comparison always takes the same time, so it does not reveal how much of a wrong
 * signature is right.
 */
record Signature(String secret) {

    /**
     * Checks a signature of PagerDuty's webhooks v3, which sign the body. While a secret is being changed, a delivery
     * has several signatures.
     *
     * @param header {@code v1=HEX[,v1=HEX]}
     */
    boolean ofPagerDuty(String header, byte[] body) {
        String expected = "v1=" + hmac(body);
        boolean fits = false;
        for (String one : header.split(",")) fits |= equal(expected, one.strip());
        return fits;
    }

    /**
     * Checks a signature of Slack, which signs the version, the time and the body.
     *
     * @param time epoch seconds, from the header
     * @param header {@code v0=HEX}
     */
    boolean ofSlack(String time, String header, byte[] body) {
        byte[] head = ("v0:" + time + ':').getBytes(StandardCharsets.UTF_8);
        byte[] signed = new byte[head.length + body.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        return equal("v0=" + hmac(signed), header);
    }

    static boolean equal(String expected, String offered) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
    }

    String hmac(String text) {
        return hmac(text.getBytes(StandardCharsets.UTF_8));
    }

    String hmac(byte[] text) {
        return Webhook.hmac(secret, text);
    }

    @Override
    public String toString() {
        return "***";
    }
}
