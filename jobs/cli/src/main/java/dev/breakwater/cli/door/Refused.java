package dev.breakwater.cli.door;

/** Thrown if a request is refused. The reason is counted. A caller without a key gets no details. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status, String why) {
        super(why, null, false, false);
        this.status = status;
    }

    /** Creates a 401 for a missing or wrong key. */
    static Refused noKey(String why) {
        return new Refused(401, why);
    }

    Answer answer() {
        return new Answer(status, status == 401 || status == 204 ? "" : getMessage());
    }
}
