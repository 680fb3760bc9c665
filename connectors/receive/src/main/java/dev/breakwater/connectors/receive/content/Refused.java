package dev.breakwater.connectors.receive.content;

/**
 * Thrown if a delivery is refused. The exception has no stack trace, because it only returns the reason from nested
 * code.
 */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    /** The seconds after which a busy endpoint asks for a retry. */
    public static final int RETRY_SECONDS = 10;

    private final int status;

    private Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** Creates a 400: the batch breaks the contract, and a retry does not help. */
    static Refused malformed(String why) {
        return new Refused(400, why);
    }

    public static Refused wrongKey() {
        return new Refused(401, "the access key is missing or wrong");
    }

    /** Creates a 403: the key is not valid for the stream's account. */
    public static Refused wrongAccount() {
        return new Refused(
                403,
                "the access key is not valid for the account of this stream; receive.keys has a key for each account");
    }

    /** Creates a 400: the delivery has two keys or two streams, and it is unclear which one is right. */
    public static Refused doubled() {
        return new Refused(400, "the request has the header of the access key or of the stream twice");
    }

    public static Refused wrongMethod() {
        return new Refused(405, "only POST is accepted");
    }

    /**
     * Creates a 413, after which Firehose drops the batch. This answer is used only for a delivery that is larger than
     * Firehose's documented size.
     */
    static Refused tooLarge(long most) {
        return new Refused(413, "the body is larger than " + most + " bytes");
    }

    /** Creates a 503. The delivery was not stored, and a later retry can succeed. */
    public static Refused busy(String why) {
        return new Refused(503, why);
    }

    public int status() {
        return status;
    }
}
