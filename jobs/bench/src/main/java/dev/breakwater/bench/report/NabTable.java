package dev.breakwater.bench.report;

import dev.breakwater.bench.nab.NabResult;

/** The result of {@code bench nab} as Markdown, beside the published scoreboard. */
public final class NabTable {

    private static final String PUBLISHED = """
            | ARTime (published) | 74.9 | 65.2 | 80.4 | 69.5 |
            | Numenta HTM (published) | 70.1 | 63.2 | 74.3 | 73.4 |
            | CAD OSE (published) | 69.9 | 67.0 | 73.2 | 71.5 |
            | htmjava (published) | 65.6 | 53.3 | 70.4 | |
            | earthgecko Skyline (published) | 58.2 | 46.2 | 63.8 | |
            | KNN CAD (published) | 58.0 | 43.4 | 64.8 | 60.7 |
            | Relative Entropy (published) | 54.6 | 47.6 | 58.8 | |
            | AWS Random Cut Forest (published) | 51.7 | 38.4 | 59.7 | 57.6 |
            | Twitter ADVec (published) | 47.1 | 33.6 | 53.5 | |
            | windowed Gaussian (published) | 39.6 | 20.9 | 47.4 | |
            """;

    private NabTable() {}

    public static String full(NabResult r) {
        NabResult.Scores all = r.scores().get(0);
        NabResult.Scores aws = r.scores().get(1);
        StringBuilder out = new StringBuilder();
        out.append(DetectionTable.text("%d files, %d windows, %,d points.\n\n", r.files(), r.windows(), r.points()));
        out.append("| detector | standard | low FP | low FN | standard, realAWSCloudwatch |\n|---|---|---|---|---|\n");
        out.append(DetectionTable.text(
                "| **Breakwater's generic detector** | %.1f | %.1f | %.1f | %.1f |\n",
                all.standard(), all.lowFp(), all.lowFn(), aws.standard()));
        out.append(PUBLISHED);
        out.append("\n| files | windows | found | detections outside |\n|---|---|---|---|\n");
        for (NabResult.Found f : r.found()) {
            out.append(
                    DetectionTable.text("| %s | %d | %d | %d |\n", f.category(), f.windows(), f.found(), f.alarms()));
        }
        return out.toString();
    }
}
