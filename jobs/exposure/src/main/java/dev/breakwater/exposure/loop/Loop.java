package dev.breakwater.exposure.loop;

import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.loop.TriggerGraph.Certainty;
import dev.breakwater.exposure.loop.TriggerGraph.Edge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A loop in which functions start themselves again.
 *
 * @param certainty the certainty of the loop's least certain edge
 * @param path a shortest cycle as ARNs, which ends with its first ARN
 * @param edges     the edges of the path, in order
 * @param members   ARNs of all functions in the loop
 */
public record Loop(Certainty certainty, List<String> path, List<Edge> edges, Set<String> members) {

    private static final Set<String> WATCHED = Set.of("sqs", "sns", "s3", "lambda");

    /** Returns whether AWS stops the loop after about 16 rounds, unless the function allows recursion. */
    public boolean cutByAws() {
        return path.stream().allMatch(arn -> WATCHED.contains(Arn.service(arn)));
    }

    /** Returns a text like {@code orders -> sqs retry -> orders}. */
    public String text() {
        return String.join(" -> ", path.stream().map(Arn::brief).toList());
    }

    private static final List<Certainty> SUREST_FIRST =
            List.of(Certainty.CERTAIN, Certainty.LIKELY, Certainty.POSSIBLE);

    /**
     * Finds each loop once, with its highest possible certainty. The most certain loops come first, and loops of the
     * same certainty are in the order of their names.
     */
    public static List<Loop> in(TriggerGraph graph, Set<String> functions) {
        List<Loop> loops = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (Certainty least : SUREST_FIRST) {
            Map<String, List<Edge>> out = graph.edges().stream()
                    .filter(e -> e.certainty().compareTo(least) >= 0)
                    .collect(Collectors.groupingBy(Edge::from));
            for (Set<String> part : Components.of(out)) {
                TreeSet<String> members = new TreeSet<>(part);
                members.retainAll(functions);
                if (members.isEmpty() || told.containsAll(members)) continue;
                loops.add(loop(least, members, part, out, told));
                told.addAll(members);
            }
        }
        return loops;
    }

    /** Returns the cycle to show. The cycle starts at a function that is not in a more certain loop. */
    private static Loop loop(
            Certainty least, TreeSet<String> members, Set<String> part, Map<String, List<Edge>> out, Set<String> told) {
        String start =
                members.stream().filter(m -> !told.contains(m)).findFirst().orElseThrow();
        List<Edge> edges = wayRound(start, part, out);
        List<String> path = new ArrayList<>(List.of(start));
        edges.forEach(e -> path.add(e.to()));
        return new Loop(least, List.copyOf(path), edges, members);
    }

    /** Searches breadth first inside the component. */
    private static List<Edge> wayRound(String start, Collection<String> part, Map<String, List<Edge>> out) {
        Map<String, Edge> reachedBy = new HashMap<>();
        Deque<String> queue = new ArrayDeque<>(List.of(start));
        while (!reachedBy.containsKey(start)) {
            for (Edge e : out.getOrDefault(queue.remove(), List.of())) {
                if (part.contains(e.to()) && reachedBy.putIfAbsent(e.to(), e) == null) queue.add(e.to());
            }
        }
        ArrayDeque<Edge> way = new ArrayDeque<>();
        String at = start;
        do {
            way.addFirst(reachedBy.get(at));
            at = way.getFirst().from();
        } while (!at.equals(start));
        return List.copyOf(way);
    }

    /**
     * The strongly connected components that have a cycle, by Tarjan's algorithm (SIAM J. Comput. 1, 1972). The search
     * does not recurse, so a chain of ten thousand functions cannot overflow the stack.
     */
    static final class Components {

        private final Map<String, List<Edge>> out;
        private final Map<String, Integer> index = new HashMap<>();
        private final Map<String, Integer> low = new HashMap<>();
        private final Deque<String> stack = new ArrayDeque<>();
        private final Set<String> onStack = new HashSet<>();
        private final List<Set<String>> found = new ArrayList<>();

        private record Frame(String node, Iterator<Edge> rest) {}

        private Components(Map<String, List<Edge>> out) {
            this.out = out;
        }

        /** Returns the components, in the order of their smallest node. */
        static List<Set<String>> of(Map<String, List<Edge>> out) {
            Components components = new Components(out);
            for (String node : new TreeSet<>(out.keySet())) {
                if (!components.index.containsKey(node)) components.explore(node);
            }
            components.found.sort(
                    (a, b) -> a.iterator().next().compareTo(b.iterator().next()));
            return components.found;
        }

        private void explore(String root) {
            Deque<Frame> frames = new ArrayDeque<>();
            frames.push(enter(root));
            while (!frames.isEmpty()) {
                Frame frame = frames.peek();
                if (frame.rest().hasNext()) {
                    String to = frame.rest().next().to();
                    if (!index.containsKey(to)) frames.push(enter(to));
                    else if (onStack.contains(to)) lower(frame.node(), index.get(to));
                } else {
                    frames.pop();
                    if (!frames.isEmpty()) lower(frames.peek().node(), low.get(frame.node()));
                    if (low.get(frame.node()).equals(index.get(frame.node()))) leave(frame.node());
                }
            }
        }

        private Frame enter(String node) {
            index.put(node, index.size());
            low.put(node, index.get(node));
            stack.push(node);
            onStack.add(node);
            return new Frame(node, out.getOrDefault(node, List.of()).iterator());
        }

        private void lower(String node, int to) {
            low.merge(node, to, Math::min);
        }

        private void leave(String root) {
            Set<String> part = new TreeSet<>();
            String node;
            do {
                node = stack.pop();
                onStack.remove(node);
                part.add(node);
            } while (!node.equals(root));
            boolean cycle = part.size() > 1
                    || out.getOrDefault(root, List.of()).stream().anyMatch(e -> e.to().equals(root));
            if (cycle) found.add(part);
        }
    }
}
