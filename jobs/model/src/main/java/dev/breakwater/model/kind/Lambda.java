package dev.breakwater.model.kind;

import dev.breakwater.model.Arns;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.kind.PriceList.Compute;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lambda functions, which are billed by calls, and by memory x milliseconds. */
public final class Lambda extends ResourceKind {

    /** The namespace of the figures from platform reports and platform starts, which AWS does not have. */
    public static final String REPORTS = "Breakwater/Reports";

    /** Lambda's name in AWS's billing. */
    public static final String SERVICE = "AWSLambda";

    public static final String BILLED_MEGABYTE_MILLISECONDS = "BilledMegabyteMilliseconds";
    public static final String MEMORY_SIZE = "MemorySize";
    public static final String STARTED_CALLS = "StartedCalls";

    /** The metrics in {@link #REPORTS}, by name. */
    public static final Map<String, MetricRole> REPORTED = Map.of(
            BILLED_MEGABYTE_MILLISECONDS, MetricRole.BILLED_MEGABYTE_MILLISECONDS,
            MEMORY_SIZE, MetricRole.MEMORY_SIZE,
            STARTED_CALLS, MetricRole.STARTED_CALLS);

    /**
     * The prices of Lambda@Edge: 0.60 USD per million requests and 0.00005001 USD per GB-second, without tiers and free
     * tier.
     */
    private static final double EDGE_NANO_PER_REQUEST = 600;

    private static final double EDGE_NANO_PER_GB_SECOND = 50_010;

    /** Lambda's name for the architecture. Any other name gets the price of x86_64, which is higher. */
    private static final String ARM = "arm64";

    public Lambda() {
        super(
                "",
                "AWS/Lambda",
                "FunctionName",
                Map.of(
                        MetricRole.CALLS, "Invocations",
                        MetricRole.CONCURRENCY, "ConcurrentExecutions",
                        MetricRole.MILLISECONDS, "Duration",
                        MetricRole.REFUSALS, "Throttles",
                        MetricRole.ERRORS, "Errors",
                        MetricRole.LOOPS_DROPPED, "RecursiveInvocationsDropped",
                        MetricRole.UNRESERVED_CONCURRENCY, "UnreservedConcurrentExecutions"));
    }

    @Override
    public Pricing pricing(PriceList prices, Scope function, @Nullable FunctionFacts facts, double addOnNano) {
        if (FunctionKey.isReplica(function.key())) return edge(prices, facts);
        PriceList.Region here = prices.in(function.region());
        Compute compute = compute(here, facts);
        double request = prices.nano(here.request()) + addOnNano;
        if (facts == null) return priced(prices, request, prices.nano(compute.onDemand()), null);
        double storage = prices.nano(compute.storage()) * facts.capacity().paidMb() / facts.memoryMb();
        return priced(prices, request, prices.nano(compute.onDemand()) + storage, facts)
                .provisioned(facts.capacity().ready(), prices.nano(compute.onDemand() - compute.onReady()));
    }

    /**
     * The prices of Lambda@Edge, which are the same in every region. Configured add-ons do not apply, because requests
     * come through CloudFront.
     */
    private static Pricing edge(PriceList prices, @Nullable FunctionFacts facts) {
        double request = EDGE_NANO_PER_REQUEST * (1 - prices.discount());
        double gbSecond = EDGE_NANO_PER_GB_SECOND * (1 - prices.discount());
        return priced(prices, request, gbSecond, facts);
    }

    private static LambdaPricing priced(
            PriceList prices, double request, double gbSecond, @Nullable FunctionFacts facts) {
        return facts == null
                ? LambdaPricing.assumed(request, gbSecond, prices.roundsUpToMs(), prices.assumedMemoryMb())
                : LambdaPricing.of(request, gbSecond, prices.roundsUpToMs(), facts.memoryMb(), facts.timeoutSeconds());
    }

    private static Compute compute(PriceList.Region prices, @Nullable FunctionFacts facts) {
        return facts != null && facts.architecture().equals(ARM) ? prices.arm() : prices.x86();
    }

    @Override
    public double readyNano(PriceList prices, FunctionFacts f) {
        Compute compute = compute(prices.in(f.region()), f);
        return prices.nano(compute.ready()) * f.capacity().ready() * f.memoryMb() / 1024 * 60;
    }

    @Override
    public boolean lacks(PriceList prices, Scope function, @Nullable FunctionFacts facts) {
        if (FunctionKey.isReplica(function.key())) return false;
        PriceList.Region here = prices.regions().get(function.region());
        if (here == null) return true;
        if (facts == null) return false;
        Compute compute = compute(here, facts);
        return facts.capacity().paidMb() > 0 && compute.assumedStorage()
                || facts.capacity().ready() > 0 && compute.assumedReady();
    }

    /** Whether the charges of Lambda in AWS's billing contain the cost. CloudFront's charges contain Lambda@Edge. */
    public static boolean charges(String resource) {
        return ResourceKind.of(resource) instanceof Lambda && !FunctionKey.isReplica(resource);
    }

    @Override
    public LeverKind lever() {
        return LeverKind.RESERVATION;
    }

    @Override
    public @Nullable LeverKind leverAt(String source) {
        return LeverKind.ofSource(source);
    }

    /** All kinds of limit fit, because the others are on the queues and streams that feed a function. */
    @Override
    public boolean fits(LeverKind limit) {
        return true;
    }

    /** The unqualified ARN of a function. */
    @Override
    public String arn(Scope function) {
        return arn(function.place()) + ":function:" + function.key();
    }

    /** The ARN of an event source mapping. */
    public static String mapping(Place place, String uuid) {
        return arn(place) + ":event-source-mapping:" + uuid;
    }

    private static String arn(Place place) {
        return "arn:" + Arns.partition(place.region()) + ":lambda:" + place.region() + ":" + place.account();
    }

    /** The function's name in {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME[:ALIAS]}, or an empty text. */
    public static String functionIn(@Nullable String arn) {
        String[] parts = arn == null ? new String[0] : arn.split(":");
        return parts.length > 6 ? parts[6] : "";
    }
}
