package dev.breakwater.core.exposure;

import java.util.List;
import java.util.Set;

/**
 * A way by which functions start themselves again.
 *
 * @param certainty that of its least sure edge
 * @param path      one shortest way round, ARNs, the first again at the end
 * @param edges     those of the path, in order
 * @param members   ARNs of all functions that are in it
 */
public record Loop(Certainty certainty, List<String> path, List<Edge> edges, Set<String> members) {

    private static final Set<String> WATCHED = Set.of("sqs", "sns", "s3", "lambda");

    /** Whether AWS cuts it after about 16 rounds, unless the function was told to allow recursion. */
    public boolean cutByAws() {
        return path.stream().allMatch(arn -> WATCHED.contains(Arn.service(arn)));
    }

    /** {@code orders -> sqs retry -> orders}. */
    public String text() {
        return String.join(" -> ", path.stream().map(Arn::brief).toList());
    }
}
