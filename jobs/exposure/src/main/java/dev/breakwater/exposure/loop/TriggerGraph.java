package dev.breakwater.exposure.loop;

import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.iam.Role;
import dev.breakwater.exposure.iam.Statement;
import dev.breakwater.exposure.iam.Statement.Condition;
import dev.breakwater.exposure.iam.Statement.Principals;
import dev.breakwater.exposure.iam.Wildcard;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.AccountReading.FunctionReading.Outputs.Reference;
import dev.breakwater.model.Wire;
import dev.breakwater.model.exposure.FunctionSurface.SentTo;
import dev.breakwater.model.exposure.FunctionSurface.SourceMapping;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The graph of triggers. The graph's nodes are functions, queues, topics, buckets, tables, streams, buses and log
 * groups. Subscriptions between topics, queues and buses are not in the graph.
 */
public final class TriggerGraph {

    private static final String EVENTS = "events.amazonaws.com";

    /** The actions that write to a resource of the service, and thereby start its triggers. */
    private static final Map<String, List<String>> WRITE_ACTIONS = Map.of(
            "sqs", List.of("sqs:SendMessage"),
            "sns", List.of("sns:Publish"),
            "s3", List.of("s3:PutObject"),
            "dynamodb",
                    List.of(
                            "dynamodb:PutItem",
                            "dynamodb:UpdateItem",
                            "dynamodb:DeleteItem",
                            "dynamodb:BatchWriteItem"),
            "kinesis", List.of("kinesis:PutRecord", "kinesis:PutRecords"),
            "events", List.of("events:PutEvents"),
            "lambda", List.of("lambda:InvokeFunction"));

    private final List<Edge> edges = new ArrayList<>();
    private final Set<String> starters = new LinkedHashSet<>();

    private TriggerGraph() {}

    public static TriggerGraph of(List<FunctionReading> functions) {
        TriggerGraph graph = new TriggerGraph();
        functions.forEach(graph::waysIn);
        functions.forEach(f -> graph.starters.add(f.arn()));
        functions.forEach(graph::waysOut);
        return graph;
    }

    public List<Edge> edges() {
        return edges;
    }

    private void waysIn(FunctionReading f) {
        for (SourceMapping m : f.entryPoints().mappings()) {
            if (m.enabled() && !m.sourceArn().isEmpty()) {
                starts(m.sourceArn(), f, Certainty.CERTAIN, "is polled for it");
            }
        }
        for (Statement s : f.entryPoints().statements()) {
            if (!s.allow() || !s.grant().covers(Statement.INVOKE)) continue;
            if (s.principals().whom() == Principals.Whom.ALL_BUT) continue;
            s.principals().services().forEach(service -> sources(s, service, f));
        }
    }

    /** The resources for which a statement lets a service act. */
    private void sources(Statement s, String service, FunctionReading f) {
        for (Condition c : s.conditions()) {
            if (!c.key().toLowerCase(Locale.ROOT).equals("aws:sourcearn")) continue;
            for (String arn : c.values()) {
                if (service.equals(EVENTS)) bus(arn, s, f);
                else if (!Wildcard.isWild(Arn.resource(arn))) {
                    starts(arn, f, Certainty.LIKELY, "may start it (" + s.title() + ")");
                }
            }
        }
    }

    /**
     * Adds the bus of a rule. The default bus is left out, because its rules are mostly schedules and their patterns
     * are not read.
     */
    private void bus(String rule, Statement s, FunctionReading f) {
        String[] name = rule.split("rule/", 2);
        int slash = name.length < 2 ? -1 : name[1].indexOf('/');
        if (slash < 0 || Wildcard.isWild(name[1].substring(0, slash))) return;
        String bus = name[0] + "event-bus/" + name[1].substring(0, slash);
        starts(
                bus,
                f,
                Certainty.POSSIBLE,
                "has a rule for it, but exposure does not read the rule's pattern (" + s.title() + ")");
    }

    private void starts(String source, FunctionReading f, Certainty certainty, String text) {
        String node = Arn.resource(source);
        starters.add(node);
        edges.add(new Edge(node, f.arn(), certainty, text));
    }

    private void waysOut(FunctionReading f) {
        String from = f.arn();
        for (SentTo d : f.outputs().destinations()) {
            edges.add(new Edge(from, Arn.resource(d.arn()), Certainty.CERTAIN, "sends there " + d.when()));
        }
        for (SourceMapping m : f.entryPoints().mappings()) {
            if (!m.enabled() || m.failureArn().isEmpty()) continue;
            edges.add(new Edge(from, Arn.resource(m.failureArn()), Certainty.CERTAIN, "sends failed events there"));
        }
        if (!f.outputs().logGroup().isEmpty()) {
            edges.add(new Edge(from, logs(f), Certainty.CERTAIN, "writes its logs there"));
        }
        for (String to : starters) writes(f, to);
    }

    private static String logs(FunctionReading f) {
        String arn = f.arn();
        String head = arn.substring(0, arn.indexOf(":function:")).replace(":lambda:", ":logs:");
        return head + ":log-group:" + f.outputs().logGroup();
    }

    /** Adds edges from the role's permissions and from the names in the environment. */
    private void writes(FunctionReading f, String to) {
        List<String> actions = WRITE_ACTIONS.getOrDefault(Arn.service(to), List.of());
        String does = Arn.service(to).equals("lambda") ? "may invoke it" : "may write it";
        Role role = f.outputs().role();
        String variable = f.outputs().references().stream()
                .filter(r -> Arn.resource(r.arn()).equals(to))
                .map(Reference::variable)
                .findFirst()
                .orElse("");
        if (!variable.isEmpty() && actions.stream().anyMatch(a -> role.permits(a, to))) {
            String text = does + ", and its variable " + variable + " names it";
            edges.add(new Edge(f.arn(), to, Certainty.LIKELY, text));
        } else if (actions.stream().anyMatch(a -> role.permitsByName(a, to))) {
            edges.add(new Edge(f.arn(), to, Certainty.POSSIBLE, does + ", its role names it"));
        } else if (!variable.isEmpty() && !role.complete() && !actions.isEmpty()) {
            String text = "its variable " + variable + " names it, and exposure does not know what the function may do";
            edges.add(new Edge(f.arn(), to, Certainty.POSSIBLE, text));
        }
    }

    /**
     * An edge of the graph: one resource starts or writes to another.
     *
     * @param from the ARN of a function or resource
     * @param to the ARN of a function or resource
     * @param text the reason for the edge, for people
     */
    public record Edge(String from, String to, Certainty certainty, String text) {}

    /**
     * The certainty that an edge of the trigger graph is actually used. A loop is as certain as its least certain edge.
     */
    public enum Certainty implements Wire {
        /**
         * The function's role may write to its own trigger. Only the code shows whether the function writes to its own
         * trigger.
         */
        POSSIBLE,
        /**
         * The function's environment names a resource that it may write to, or a policy lets the resource start the
         * function.
         */
        LIKELY,
        /** Lambda itself makes the call, for a mapping, a destination, or the function's log group. */
        CERTAIN;
    }
}
