package dev.breakwater.exposure.loop;

import dev.breakwater.exposure.loop.TriggerGraph.Edge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Strongly connected components that hold a cycle, after Tarjan (SIAM J. Comput. 1, 1972), without recursion, so that a
 * chain of ten thousand functions does not overflow the stack.
 */
final class Components {

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

    /** In the order of their smallest node. */
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
        boolean cycle =
                part.size() > 1 || out.getOrDefault(root, List.of()).stream().anyMatch(e -> e.to().equals(root));
        if (cycle) found.add(part);
    }
}
