package dev.breakwater.report.console;

import java.util.List;
import java.util.Objects;

/** Calls over time, as a path in an SVG of {@link #WIDTH} by {@link #HEIGHT}. */
public record Sparkline(String calls, String expected, int most) {

    public static final int WIDTH = 72;
    public static final int HEIGHT = 20;
    private static final int TOP = 2;

    /** Draws both series with the same scale, from 0 to the largest value. A line breaks where a value is null. */
    public static Sparkline of(List<Integer> calls, List<Integer> expected) {
        int most = Math.max(most(calls), most(expected));
        return new Sparkline(path(calls, most), path(expected, most), most(calls));
    }

    private static int most(List<Integer> course) {
        return course.stream()
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    private static String path(List<Integer> course, int most) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < course.size(); i++) {
            boolean begins = !pen;
            pen = course.get(i) != null;
            if (!pen) continue;
            long x = Math.round((double) i * WIDTH / Math.max(1, course.size() - 1));
            long y = HEIGHT - 1 - Math.round((double) course.get(i) * (HEIGHT - 1 - TOP) / Math.max(1, most));
            path.append(begins ? 'M' : 'L').append(x).append(' ').append(y);
        }
        return path.toString();
    }
}
