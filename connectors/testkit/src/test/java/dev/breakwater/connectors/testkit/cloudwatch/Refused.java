package dev.breakwater.connectors.testkit.cloudwatch;

/** Thrown if CloudWatch refuses a call. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status the HTTP status
     * @param code AWS's error code, for example {@code Throttling}
     */
    public Refused(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** Creates a 400 Throttling, as CloudWatch sends it. */
    public static Refused throttled() {
        return new Refused(400, "Throttling", "Rate exceeded");
    }

    /** Creates a 403 AccessDenied. */
    public static Refused denied() {
        return new Refused(403, "AccessDenied", "not authorized to perform the action");
    }

    /** Creates a 500 InternalFailure. */
    public static Refused failed() {
        return new Refused(500, "InternalFailure", "The service failed");
    }

    /** Creates a 400 for a request that breaks the rules. */
    static Refused invalid(String code, String message) {
        return new Refused(400, code, message);
    }
}
