package dev.breakwater.core.exposure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the loops of the trigger graph: its strongly connected components, first by the surest edges alone. */
final class Loops {

    private static final List<Certainty> SUREST_FIRST =
            List.of(Certainty.CERTAIN, Certainty.LIKELY, Certainty.POSSIBLE);

    private Loops() {}

    /** Each loop once, at the certainty at which it closes; surest first, then by name. */
    static List<Loop> in(TriggerGraph graph, Set<String> functions) {
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

    /** The way round is shown from a function that was in no surer loop. */
    private static Loop loop(
            Certainty least, TreeSet<String> members, Set<String> part, Map<String, List<Edge>> out, Set<String> told) {
        String start =
                members.stream().filter(m -> !told.contains(m)).findFirst().orElseThrow();
        List<Edge> edges = wayRound(start, part, out);
        List<String> path = new ArrayList<>(List.of(start));
        edges.forEach(e -> path.add(e.to()));
        return new Loop(least, List.copyOf(path), edges, members);
    }

    /** Breadth first, inside the component. */
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
}
