package dev.breakwater.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.cli.command.OutputOptions.OutputFormat;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.act.FoundLease;
import dev.breakwater.connectors.lambda.act.Sweep;
import dev.breakwater.core.control.Request;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.ledger.HeartbeatRow;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the throttles that are held, over, half done, unreadable or without their marks, whoever owns them.",
            "And the functions that are left alone or accepted: from the tags, and from the ledger where the configuration's is",
            "on this machine, which also knows how many functions are not watched. The job is not needed."
        })
public final class StatusCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places;

    @Option(names = "-o", paramLabel = "FORMAT", defaultValue = "text", description = "text (the default) or json.")
    private OutputFormat format;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        List<Sweep.Status> all = places.look((place, sweep) -> sweep.status());
        List<FoundLease> leases = all.stream().flatMap(s -> s.leases().stream()).toList();
        List<Sweep.LeftAlone> alone =
                all.stream().flatMap(s -> s.leftAlone().stream()).toList();
        List<String> gaps = all.stream().flatMap(s -> s.gaps().stream()).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (format == OutputFormat.JSON)
            out.println(json(
                    leases,
                    alone,
                    places.accepted(),
                    gaps,
                    places.proven().map(RequestFiles.Read::at).orElse(null),
                    places.heartbeat().map(h -> h.feed().unwatched()).orElse(null)));
        else if (!leases.isEmpty() || gaps.isEmpty()) text(out, leases, places.looked());
        if (format == OutputFormat.TEXT) {
            alone.forEach(a -> text(out, a));
            places.accepted().forEach(a -> out.println(line(a)));
            places.heartbeat()
                    .map(HeartbeatRow::unwatchedText)
                    .filter(left -> !left.isEmpty())
                    .ifPresent(out::println);
            places.proven()
                    .ifPresent(d -> out.println(
                            "brake proven " + d.at() + ": " + d.drill().words()));
        }
        LeaseEnds.printGaps(spec.commandLine(), gaps);
        return gaps.isEmpty() ? 0 : 1;
    }

    private static void text(PrintWriter out, List<FoundLease> leases, String looked) {
        if (leases.isEmpty()) out.println("no throttle is held in " + looked);
        for (FoundLease l : leases) {
            out.printf(
                    Locale.ROOT,
                    "%-40s %-10s now %-6s before %-6s until %s%s%s%n",
                    name(l.function()) + LeaseEnds.lever(l.limit()),
                    l.standing().name().toLowerCase(Locale.ROOT),
                    limit(l.value()),
                    l.mark() == null ? "?" : limit(l.mark().previous()),
                    l.mark() == null
                            ? l.detail()
                            : Instant.ofEpochMilli(l.mark().untilMillis()),
                    l.mark() == null ? "" : " by " + l.mark().owner(),
                    l.expired() ? " (expired: breakwater sweep)" : "");
        }
    }

    private static void text(PrintWriter out, Sweep.LeftAlone a) {
        out.printf(
                Locale.ROOT, "%-40s hands off until %s%n", name(a.function()), Instant.ofEpochMilli(a.untilMillis()));
    }

    /** What is accepted, for people. */
    public static String line(Request a) {
        return String.format(
                Locale.ROOT,
                "%-40s accepted %suntil %s (%s)",
                a.scope().account() + "/" + a.scope().region() + "/" + a.scope().key(),
                a.weekly().present() ? "each week " + a.weekly().words() + ", " : "",
                Instant.ofEpochMilli(a.until()),
                a.incident());
    }

    private static String name(FunctionRef f) {
        return f.account() + "/" + f.region() + "/" + f.function();
    }

    private static ObjectNode json(
            List<FoundLease> leases,
            List<Sweep.LeftAlone> alone,
            List<Request> accepted,
            List<String> gaps,
            Instant proven,
            Long unwatched) {
        ObjectNode o = new ObjectMapper().createObjectNode();
        ArrayNode array = o.putArray("leases");
        for (FoundLease l : leases) {
            ObjectNode lease = array.addObject()
                    .put("account", l.function().account())
                    .put("region", l.function().region())
                    .put("function", l.function().function())
                    .put("standing", l.standing().name().toLowerCase(Locale.ROOT))
                    .put("expired", l.expired())
                    .put("lever", l.limit().kind().wire())
                    .put("reserved", l.value() < 0 ? null : l.value());
            if (!l.limit().mapping().isEmpty()) lease.put("mapping", l.limit().mapping());
            if (l.mark() == null) {
                lease.put("detail", l.detail());
                continue;
            }
            lease.put("previous", l.mark().previous() < 0 ? null : l.mark().previous());
            lease.put("limit", l.mark().limit());
            lease.put("until", Instant.ofEpochMilli(l.mark().untilMillis()).toString());
            lease.put("owner", l.mark().owner());
            lease.put("intent", l.mark().intent());
        }
        ArrayNode left = o.putArray("leftAlone");
        alone.forEach(a -> left.addObject()
                .put("account", a.function().account())
                .put("region", a.function().region())
                .put("function", a.function().function())
                .put("until", Instant.ofEpochMilli(a.untilMillis()).toString()));
        ArrayNode normal = o.putArray("accepted");
        for (Request a : accepted) {
            ObjectNode one = normal.addObject()
                    .put("account", a.scope().account())
                    .put("region", a.scope().region())
                    .put("scope", a.scope().kind().wire())
                    .put("key", a.scope().key())
                    .put("incident", a.incident())
                    .put("until", Instant.ofEpochMilli(a.until()).toString());
            if (a.weekly().present()) one.put("weekly", a.weekly().words());
        }
        gaps.forEach(o.putArray("gaps")::add);
        if (unwatched != null) o.put("unwatched", unwatched);
        if (proven != null) o.put("proven", proven.toString());
        return o;
    }

    static String limit(int reservation) {
        return reservation < 0 ? "none" : String.valueOf(reservation);
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
