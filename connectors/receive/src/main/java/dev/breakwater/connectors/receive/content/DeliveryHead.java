package dev.breakwater.connectors.receive.content;

import dev.breakwater.connectors.aws.AwsPlaces;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers of a delivery.
 *
 * @param requestId the same in each retry
 * @param sourceArn the Firehose stream's ARN, "" if missing
 * @param gzip      whether the body is deflated
 */
public record DeliveryHead(String requestId, String sourceArn, boolean gzip) {
    private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7e]{1,256}");
    private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:firehose:([a-z0-9-]{1,32}):(\\d{12}):.*");

    /** The account of a Firehose stream, "" if its ARN does not say. */
    public static String account(String sourceArn) {
        Matcher arn = ARN.matcher(sourceArn);
        return arn.matches() ? arn.group(2) : "";
    }

    /**
     * Reads them; a header that is missing is empty.
     *
     * @throws Refused 400 if they are not those of the contract
     */
    public static DeliveryHead of(String requestId, String sourceArn, String version, String encoding) throws Refused {
        if (!REQUEST_ID.matcher(requestId).matches()) {
            throw Refused.malformed("the header X-Amz-Firehose-Request-Id is missing or not printable");
        }
        if (!version.isEmpty() && !version.equals("1.0")) {
            throw Refused.malformed("only version 1.0 of the protocol is supported");
        }
        boolean gzip = "gzip".equalsIgnoreCase(encoding);
        if (!gzip && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw Refused.malformed("the Content-Encoding is neither gzip nor identity");
        }
        return new DeliveryHead(requestId, sourceArn, gzip);
    }

    public RequestKey key() {
        return RequestKey.of(sourceArn, requestId);
    }

    /** The region of the stream, "" if its ARN has none. */
    String region() {
        Matcher arn = ARN.matcher(sourceArn);
        return arn.matches() && AwsPlaces.isRegion(arn.group(1)) ? arn.group(1) : "";
    }
}
