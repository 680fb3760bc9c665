package dev.breakwater.bench.nab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the generic detector over NAB: every file as a stream, one set of parameters, no look ahead. */
public final class NabBench {

    private static final String CLOUDWATCH = "realAWSCloudwatch/";

    private NabBench() {}

    /**
     * @param data NAB's folder or archive, with {@code data/} and {@code labels/}
     * @throws IOException if it cannot be read or is not NAB's
     */
    public static NabResult run(Path data) throws IOException {
        List<Series> files = NabData.read(data);
        List<double[]> scores = files.stream().map(NabBench::scores).toList();
        List<Series> aws = new ArrayList<>();
        List<double[]> awsScores = new ArrayList<>();
        for (int f = 0; f < files.size(); f++) {
            if (!files.get(f).name().startsWith(CLOUDWATCH)) continue;
            aws.add(files.get(f));
            awsScores.add(scores.get(f));
        }
        double threshold = new NabScorer(files, Profile.STANDARD).best(scores).threshold();
        return new NabResult(
                files.size(),
                files.stream().mapToInt(f -> f.windows().size()).sum(),
                files.stream().mapToInt(f -> f.values().length).sum(),
                List.of(
                        profiles("all " + files.size() + " files", files, scores),
                        profiles("the " + aws.size() + " of AWS CloudWatch", aws, awsScores)),
                categories(files, scores, threshold));
    }

    private static double[] scores(Series s) {
        GenericDetector detector = new GenericDetector();
        double[] scores = new double[s.values().length];
        for (int i = 0; i < scores.length; i++) scores[i] = detector.score(s.seconds()[i], s.values()[i]);
        return scores;
    }

    private static NabResult.Scores profiles(String what, List<Series> files, List<double[]> scores) {
        double[] best = new double[Profile.values().length];
        for (Profile p : Profile.values())
            best[p.ordinal()] = new NabScorer(files, p).best(scores).score();
        return new NabResult.Scores(what, best[0], best[1], best[2]);
    }

    private static List<NabResult.Found> categories(List<Series> files, List<double[]> scores, double threshold) {
        List<NabResult.Found> all = new ArrayList<>();
        for (int f = 0; f < files.size(); f++) {
            NabResult.Found one = found(files.get(f), scores.get(f), threshold);
            NabResult.Found last = all.isEmpty() ? null : all.get(all.size() - 1);
            if (last == null || !last.category().equals(one.category())) all.add(one);
            else
                all.set(
                        all.size() - 1,
                        new NabResult.Found(
                                one.category(),
                                last.windows() + one.windows(),
                                last.found() + one.found(),
                                last.alarms() + one.alarms()));
        }
        return all;
    }

    private static NabResult.Found found(Series s, double[] scores, double threshold) {
        int found = 0;
        int alarms = 0;
        boolean[] inside = new boolean[scores.length];
        for (Series.Window w : s.windows()) {
            boolean hit = false;
            for (int i = w.from(); i <= w.to(); i++) {
                inside[i] = true;
                hit |= i >= s.probation() && scores[i] >= threshold;
            }
            if (hit) found++;
        }
        for (int i = s.probation(); i < scores.length; i++) if (!inside[i] && scores[i] >= threshold) alarms++;
        return new NabResult.Found(
                s.name().substring(0, s.name().indexOf('/')), s.windows().size(), found, alarms);
    }
}
