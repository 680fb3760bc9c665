package dev.breakwater.connectors.receive.content;

import java.util.Set;

/** Splits a record into lines and objects. Metrics are stored unchanged, and all other content is refused. */
final class RecordLines {
    private final GzipMember out;
    private final Rejects rejects;
    private final LogMessages logs;
    private final LineCheck check;

    RecordLines(GzipMember out, Rejects rejects, LogMessages logs, Set<String> accounts) {
        this.out = out;
        this.rejects = rejects;
        this.logs = logs;
        check = new LineCheck(accounts);
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
        // objects may follow each other without a line end
        while (from < to) {
            LineCheck.Kind kind = check.check(bytes, from, to - from);
            switch (kind) {
                case METRIC -> out.line(bytes, from, check.used());
                case LOG_MESSAGE -> logs.take(bytes, from, check.used(), number);
                case BAD -> rejects.add(check.reason(), check.detail(), number, bytes, from, check.used());
            }
            from += check.used();
            while (from < to && blank(bytes[from])) {
                from++;
            }
        }
    }

    static boolean blank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
