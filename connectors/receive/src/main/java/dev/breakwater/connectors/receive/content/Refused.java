package dev.breakwater.connectors.receive.content;

/**
 * Why a delivery is not taken. It has no stack trace, because it is a result that is thrown only to leave nested code.
 */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Seconds after which a busy endpoint asks for a retry. */
    public static final int RETRY_SECONDS = 10;

    private final int status;

    private Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** 400: the batch breaks the contract, and a retry does not help. */
    static Refused malformed(String why) {
        return new Refused(400, why);
    }

    public static Refused wrongKey() {
        return new Refused(401, "the access key is missing or wrong");
    }

    /** 403: the key does not cover the stream's account. */
    public static Refused wrongAccount() {
        return new Refused(
                403,
                "the access key is not valid for the account of this stream; receive.keys has a key for each account");
    }

    /** 400: it is unclear which of two keys or streams counts. */
    public static Refused doubled() {
        return new Refused(400, "the request has the header of the access key or of the stream twice");
    }

    public static Refused wrongMethod() {
        return new Refused(405, "only POST is taken here");
    }

    /** 413: Firehose drops the batch. 413, only for a delivery larger than Firehose's documented size. */
    static Refused tooLarge(long most) {
        return new Refused(413, "the body is larger than " + most + " bytes");
    }

    /** 503: nothing was stored, and a retry will be accepted later. */
    public static Refused busy(String why) {
        return new Refused(503, why);
    }

    public int status() {
        return status;
    }
}
