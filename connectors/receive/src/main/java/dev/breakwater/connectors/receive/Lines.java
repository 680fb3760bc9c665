package dev.breakwater.connectors.receive;

/** Splits a record into lines, lands the metrics among them unchanged, and refuses the others. */
final class Lines {
    private final GzipMember out;
    private final Rejects rejects;
    private final LogMessages logs;
    private final LineCheck check = new LineCheck();

    Lines(GzipMember out, Rejects rejects, LogMessages logs) {
        this.out = out;
        this.rejects = rejects;
        this.logs = logs;
    }

    void take(byte[] bytes, int length) throws Refused {
        long number = 0;
        for (int from = 0; from < length; ) {
            int end = from;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            number++;
            line(bytes, from, end, number);
            from = end + 1;
        }
    }

    private void line(byte[] bytes, int begin, int end, long number) throws Refused {
        int from = begin;
        int to = end;
        while (from < to && blank(bytes[from])) {
            from++;
        }
        while (to > from && blank(bytes[to - 1])) {
            to--;
        }
        if (from == to) {
            return;
        }
        switch (check.check(bytes, from, to - from)) {
            case METRIC -> out.line(bytes, from, to - from);
            case LOG_MESSAGE -> logs.take(bytes, from, to - from, number);
            case BAD -> rejects.add(check.reason(), check.detail(), number, bytes, from, to - from);
        }
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
