package dev.breakwater.model.kind;

import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A kind of watched resource: the names of its metrics, its prices, its ARNs and its limit. Everything else asks the
 * kind for these. Wherever a function has a name, a resource of another kind than Lambda has the name {@code
 * kind:name}, because a Lambda function's name has no colon. A module registers a kind in {@code META-INF/services}.
 */
public abstract class ResourceKind {

    private static final char AFTER_KIND = ':';

    private final String prefix;
    private final String namespace;
    private final String dimension;
    private final Map<MetricRole, String> metrics;
    private final Map<String, MetricRole> roles = new HashMap<>();
    private final int complete;

    /**
     * @param name      the first part of its resources' names; empty only for Lambda
     * @param namespace the namespace of its metrics in CloudWatch, which no other kind has
     * @param dimension the dimension that contains a resource's name
     * @param metrics   CloudWatch's name of each metric; a kind must have {@link MetricRole#CALLS}
     */
    protected ResourceKind(String name, String namespace, String dimension, Map<MetricRole, String> metrics) {
        this.prefix = name.isEmpty() ? "" : name + AFTER_KIND;
        this.namespace = namespace;
        this.dimension = dimension;
        this.metrics = new EnumMap<>(metrics);
        metrics.forEach((role, metric) -> roles.put(metric, role));
        this.complete = MetricRole.CALLS.bit() | bit(MetricRole.MILLISECONDS) | bit(MetricRole.CONCURRENCY);
    }

    private int bit(MetricRole role) {
        return has(role) ? role.bit() : 0;
    }

    /**
     * The prices of a resource.
     *
     * @param prices    the configured prices of the resource's account
     * @param facts     the inventory's facts about the resource, or null
     * @param addOnNano the cost of each call in other services, nano-USD, which the result contains
     */
    public abstract Pricing pricing(PriceList prices, Scope resource, @Nullable FunctionFacts facts, double addOnNano);

    /** Whether the configured prices lack a price of the resource, so that another price is used. */
    public boolean lacks(PriceList prices, Scope resource, @Nullable FunctionFacts facts) {
        return false;
    }

    /** The cost of each minute of capacity that is kept ready for the resource, used or not, in nano-USD. */
    public double readyNano(PriceList prices, FunctionFacts facts) {
        return 0;
    }

    /** The ARN that AWS's calls for tags need. */
    public abstract String arn(Scope resource);

    /** The kind of limit with which Breakwater also reads and writes the tags of a resource. */
    public abstract LeverKind lever();

    /**
     * The kind of limit on what feeds a resource, or null if there is none.
     *
     * @param source the ARN of the event source, such as a queue or stream
     */
    public @Nullable LeverKind leverAt(String source) {
        return lever();
    }

    /** Whether this kind of limit works on the resources. */
    public boolean fits(LeverKind limit) {
        return limit.equals(lever());
    }

    /** The namespace in CloudWatch, for example {@code AWS/Lambda}. */
    public final String namespace() {
        return namespace;
    }

    /** The dimension with the resource's name, for example {@code FunctionName}. */
    public final String dimension() {
        return dimension;
    }

    /** CloudWatch's name of a metric, for example {@code Invocations}. It is empty if the kind has no such metric. */
    public final String metric(MetricRole role) {
        return metrics.getOrDefault(role, "");
    }

    public final boolean has(MetricRole role) {
        return metrics.containsKey(role);
    }

    /** The role of the metric with this name, or null if the metric is not used. */
    public final @Nullable MetricRole role(String metric) {
        return roles.get(metric);
    }

    /** The bits of the metrics that every minute with calls has. */
    public final int complete() {
        return complete;
    }

    /** The name of the kind, for example {@code table}; empty for Lambda. */
    public final String name() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /** The resource's name in Breakwater, from its name at AWS. */
    public final String named(String atAws) {
        return prefix.isEmpty() ? atAws : prefix + atAws;
    }

    /** The resource's name at AWS, from its name in Breakwater. */
    public final String atAws(String resource) {
        return resource.substring(prefix.length());
    }

    /** All kinds. */
    public static Collection<ResourceKind> all() {
        return Registered.BY_NAME.values();
    }

    /**
     * The kind of a resource.
     *
     * @param resource the resource's name in Breakwater
     * @throws IllegalArgumentException if no kind has this name
     */
    public static ResourceKind of(String resource) {
        int colon = resource.indexOf(AFTER_KIND);
        return colon < 0 ? Registered.LAMBDA : ofName(resource.substring(0, colon));
    }

    /** @throws IllegalArgumentException if no kind has this name */
    public static ResourceKind ofName(String name) {
        ResourceKind kind = Registered.BY_NAME.get(name);
        if (kind == null) throw new IllegalArgumentException("no kind of resource is called " + name);
        return kind;
    }

    /** The ARN of a resource of any kind. */
    public static String arnOf(Scope resource) {
        return of(resource.key()).arn(resource);
    }

    /** The kind whose metrics have this namespace, or null. */
    public static @Nullable ResourceKind ofNamespace(String namespace) {
        return Registered.BY_NAMESPACE.get(namespace);
    }

    /** The shipped kind. */
    public static ResourceKind lambda() {
        return Registered.LAMBDA;
    }

    /** The registered kinds. They are loaded late, because a kind's class needs this class first. */
    private static final class Registered {

        static final Map<String, ResourceKind> BY_NAME = new LinkedHashMap<>();
        static final Map<String, ResourceKind> BY_NAMESPACE = new HashMap<>();

        static {
            for (ResourceKind kind : ServiceLoader.load(ResourceKind.class, ResourceKind.class.getClassLoader())) {
                BY_NAME.put(kind.name(), kind);
                BY_NAMESPACE.put(kind.namespace(), kind);
            }
        }

        static final ResourceKind LAMBDA = Objects.requireNonNull(BY_NAME.get(""));
    }
}
