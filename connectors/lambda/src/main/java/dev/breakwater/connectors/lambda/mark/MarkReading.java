package dev.breakwater.connectors.lambda.mark;

/**
 * What the tags of a function say about us.
 *
 * @param kind   no mark, a mark, or tags of ours that make no sense
 * @param mark   the mark when there is one, else null
 * @param detail what is wrong with a malformed one, else empty
 */
public record MarkReading(Kind kind, Mark mark, String detail) {

    /** The three readings. */
    public enum Kind {
        ABSENT,
        PRESENT,
        MALFORMED
    }

    public static MarkReading absent() {
        return new MarkReading(Kind.ABSENT, null, "");
    }

    public static MarkReading of(Mark mark) {
        return new MarkReading(Kind.PRESENT, mark, "");
    }

    public static MarkReading malformed(String detail) {
        return new MarkReading(Kind.MALFORMED, null, detail);
    }
}
