package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSecrets;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.exposure.AccountSurface;
import dev.breakwater.connectors.lambda.exposure.Paces;
import dev.breakwater.connectors.lambda.exposure.SurfaceReader;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.OneLook;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectsListener;
import dev.breakwater.connectors.lambda.ledger.MemoryEffectsLog;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.TaggedLimits;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.AccountConcurrency;
import dev.breakwater.connectors.testkit.fault.EventSourceMappings;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.fault.FunctionUrls;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Looks and acts as the job does, with one permission taken away: a proxy for each role answers 403 to its calls. Three
 * functions: checkout without a reservation, mail with 40, orders fed by a queue without a maximal concurrency.
 */
final class PermissionDrill implements AutoCloseable {

    private static final String QUEUE = "arn:aws:sqs:" + Requests.REGION + ":" + MotoServer.ACCOUNT + ":orders";
    private static final String ROLE = "arn:aws:iam::" + MotoServer.ACCOUNT + ":role/breakwater";

    private final MotoServer server;
    private final EventSourceMappings mappings = new EventSourceMappings(0);
    private final FaultProxy observing;
    private final FaultProxy acting;
    private final FaultProxy untouched;
    private final EmulatedFunctions human;
    private String mapping = "";
    private final Set<String> observed = new TreeSet<>();
    private final Set<String> acted = new TreeSet<>();
    private final FakeClock clock = new FakeClock(Requests.NOW);

    PermissionDrill(MotoServer server) {
        this.server = server;
        observing = proxy(server);
        acting = proxy(server);
        untouched = proxy(server);
        human = new EmulatedFunctions(untouched.endpoint(), Requests.REGION);
    }

    /** What the inventory and the sweep see without this permission of the observe role; null: with all. */
    String observe(AwsCall denied) {
        newWorld();
        deny(observing, observed, denied);
        try (AwsClients clients = clients(observing)) {
            LambdaPlaceDirectory directory = new LambdaPlaceDirectory(
                    clients.lambda(),
                    new TaggedLimits(clients.build(ResourceGroupsTaggingApiClient.builder())),
                    Requests.ACCOUNT,
                    Requests.REGION);
            InventoryPlace place = new InventoryPlace(Requests.ACCOUNT, settings(observing));
            String inventory = words(OneLook.at(directory, place, clock));
            PlaceMarks marks = new PlaceMarks(Requests.ACCOUNT, Requests.REGION, directory, clock);
            boolean all = marks.each(found -> {}).isEmpty();
            return inventory + "; sweep: " + (all ? "sees all" : "\"cannot tell\", exit 1");
        }
    }

    /** What comes of a throttle, and of a release, without this permission of the act role; null: with all. */
    String act(AwsCall denied) {
        newWorld();
        deny(acting, acted, denied);
        String throttle = commit(f -> Requests.throttle("t-" + f, f, 5));
        newWorld();
        deny(acting, acted, null);
        commit(f -> Requests.throttle("t-" + f, f, 5));
        deny(acting, acted, denied);
        return "throttle: " + throttle + "; release: " + commit(f -> Requests.release("r-" + f, f));
    }

    /** What exposure does not know of the two functions; their role has an inline and a managed policy. */
    String exposure(AwsCall denied) {
        newWorld();
        human.policies();
        deny(observing, observed, denied);
        // no alternative is left: the list of URLs stands in for asking one by one, and the other way round
        if (denied == AwsCall.GET_FUNCTION_URL_CONFIG) {
            observing.always(AwsCall.LIST_FUNCTION_URL_CONFIGS.permission(), Fault.denied());
        }
        try (AwsClients clients = clients(observing)) {
            AccountSurface surface =
                    new SurfaceReader(clients, Requests.ACCOUNT, clock, Paces.besidesActs(clock)).read();
            observing.clear();
            return "exposure: " + words(surface);
        }
    }

    private static String words(AccountSurface surface) {
        if (surface.gaps().isEmpty()) {
            return "all of " + surface.functions().size() + " functions and "
                    + surface.roles().size() + " role read";
        }
        return surface.gaps().stream()
                .map(gap -> "not read: " + gap.part().name().toLowerCase(Locale.ROOT) + " of "
                        + String.join(", ", gap.of()))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** Whether a secret of AWS is found, with the job's own identity. */
    String secret(AwsCall denied) {
        server.reset();
        deny(observing, observed, denied);
        System.setProperty("aws.accessKeyId", "emulator");
        System.setProperty("aws.secretAccessKey", "emulator");
        AwsSettings ambient =
                new AwsSettings(Requests.REGION, observing.endpoint().toString(), "", 20_000);
        try (AwsClients clients = new AwsClients(ambient, Map.of(), EmulatedFunctions.credentials())) {
            clients.build(SecretsManagerClient.builder())
                    .createSecret(r -> r.name("breakwater/pagerduty").secretString("of no use"));
            boolean found = new AwsSecrets(ambient, Map.of())
                    .read("breakwater/pagerduty")
                    .isPresent();
            return "secret: " + (found ? "found" : "not found");
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
            observing.clear();
        }
    }

    /** The calls that the observe role made so far, without taking the role itself. */
    Set<String> observed() {
        observed.addAll(operations(observing));
        return observed;
    }

    /** The calls that the act role made so far, without taking the role itself. */
    Set<String> acted() {
        acted.addAll(operations(acting));
        return acted;
    }

    @Override
    public void close() {
        human.close();
        untouched.close();
        acting.close();
        observing.close();
    }

    private void newWorld() {
        server.reset();
        human.create("checkout", Map.of("tier", "critical"));
        human.create("mail", Map.of());
        human.lambda().putFunctionConcurrency(r -> r.functionName("mail").reservedConcurrentExecutions(40));
        human.create("orders", Map.of());
        if (!mapping.isEmpty()) human.lambda().deleteEventSourceMapping(r -> r.uuid(mapping));
        mapping = human.lambda()
                .createEventSourceMapping(r -> r.functionName("orders").eventSourceArn(QUEUE))
                .uuid();
    }

    private String commit(Function<String, ThrottleRequest> request) {
        MemoryEffectsLog log = new MemoryEffectsLog();
        EffectsListener nobody = effect -> {};
        try (AwsClients clients = clients(acting);
                ActCommitter committer = new ActCommitter(
                        new ActTerms("bw", 60_000),
                        clock,
                        (account, region, kind) -> AwsLeverFactory.of(kind, clients.lambda(), account, region),
                        () -> log,
                        nobody)) {
            ThrottleRequest orders = Requests.by(LeverKind.QUEUE, mapping, request.apply("orders"));
            committer.commit(Commits.of(List.of(request.apply("checkout"), request.apply("mail"), orders)));
            return log.lines().stream().map(this::words).collect(Collectors.joining(", "));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String words(Effect effect) {
        LeverRef account = new LeverRef(
                new FunctionRef(MotoServer.ACCOUNT, effect.region(), effect.function()),
                effect.lever(),
                effect.mapping());
        String arn = account.arn();
        Integer limit = limit(effect);
        boolean marked = human.lambda().listTags(r -> r.resource(arn)).tags().containsKey(Mark.LIMIT);
        return effect.function() + " " + effect.outcome().name().toLowerCase(Locale.ROOT) + " (limit "
                + (limit == null ? "none" : limit) + (marked ? ", marked)" : ", no mark)");
    }

    private Integer limit(Effect effect) {
        if (effect.lever() == LeverKind.RESERVATION) {
            return human.lambda()
                    .getFunctionConcurrency(r -> r.functionName(effect.function()))
                    .reservedConcurrentExecutions();
        }
        ScalingConfig scaling = human.lambda()
                .getEventSourceMapping(r -> r.uuid(effect.mapping()))
                .scalingConfig();
        return scaling == null ? null : scaling.maximumConcurrency();
    }

    private static String words(List<InventoryChange> changes) {
        List<InventoryChange> found = changes.stream()
                .filter(c -> c.kind() == InventoryChange.Kind.FOUND)
                .toList();
        // told at once, and again with what is read function by function
        Map<String, Integer> missing = new HashMap<>();
        changes.stream()
                .filter(c -> c.function() != null)
                .forEach(c -> missing.merge(c.name(), c.unknown(), (a, b) -> a & b));
        int unknown = missing.values().stream().reduce(0, (a, b) -> a | b);
        boolean limits = changes.stream().anyMatch(c -> c.kind() == InventoryChange.Kind.LIMITS);
        String gaps = changes.stream()
                .filter(c -> c.kind() == InventoryChange.Kind.GAP)
                .map(c -> c.text().replaceAll(": .*", ""))
                .sorted()
                .collect(Collectors.joining(", "));
        return "inventory: " + found.size() + " of 3 functions"
                + ((unknown & InventoryChange.TAGS) == 0 ? "" : ", tags unknown")
                + ((unknown & InventoryChange.RESERVATION) == 0 ? "" : ", reservation unknown")
                + ((unknown & InventoryChange.TRIGGERS) == 0 ? "" : ", triggers unknown")
                + (limits ? "" : ", account limit unknown") + (gaps.isEmpty() ? "" : ", gap " + gaps);
    }

    private FaultProxy proxy(MotoServer server) {
        return FaultProxy.before(server.endpoint()).answering(AccountConcurrency.usual(), mappings, new FunctionUrls());
    }

    private static void deny(FaultProxy proxy, Set<String> calls, AwsCall denied) {
        calls.addAll(operations(proxy));
        proxy.clear();
        if (denied != null) proxy.always(denied.permission().replaceFirst("^tag:", "tagging:"), Fault.denied());
    }

    private static Set<String> operations(FaultProxy proxy) {
        return proxy.calls().stream()
                .map(FaultProxy.SeenCall::operation)
                .map(operation -> operation.replaceFirst("^tagging:", "tag:"))
                .filter(o -> !o.equals(AwsCall.ASSUME_ROLE.permission()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static AwsClients clients(FaultProxy proxy) {
        return new AwsClients(settings(proxy), Map.of(), EmulatedFunctions.credentials());
    }

    private static AwsSettings settings(FaultProxy proxy) {
        return new AwsSettings(Requests.REGION, proxy.endpoint().toString(), ROLE, 20_000);
    }
}
