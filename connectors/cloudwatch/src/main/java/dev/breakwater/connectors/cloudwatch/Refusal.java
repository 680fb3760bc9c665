package dev.breakwater.connectors.cloudwatch;

/** Why the parser refuses a line. Carries no stack: it is an answer, thrown only to leave the nested parse. */
final class Refusal extends Exception {
    private final transient RejectReason reason;

    Refusal(RejectReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    RejectReason reason() {
        return reason;
    }

    String detail() {
        return getMessage();
    }
}
