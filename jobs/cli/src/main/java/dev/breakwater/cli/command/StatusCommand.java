package dev.breakwater.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.limit.FoundLimit;
import dev.breakwater.guard.limit.Sweep;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.report.Wording;
import dev.breakwater.report.console.ConsoleState.LeftAloneView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code breakwater status}. */
@Command(
        name = "status",
        description = {
            "Lists all throttles, no matter who set them, the functions that Breakwater leaves alone, and all "
                    + "acceptances.",
            "Without a configuration, it uses the account of the ambient credentials, in AWS_REGION.",
            "Each throttle has one of these states: held, returning, half, changed, gone, untagged, unread, "
                    + "unreadable. docs/runbook.md explains them.",
            "It reads the tags, and also the ledger if the ledger is on this machine. It needs no job."
        })
public final class StatusCommand extends TerminalCommand.OfData {

    @Mixin
    private PlaceOptions places;

    @Override
    public Integer call() {
        Optional<Instant> silent = places.silentSince();
        // said before AWS is called, because AWS may refuse
        if (!json()) silent.ifPresent(since -> out().println(silent(since)));
        List<WatchedPlace> looked = new ArrayList<>();
        List<Sweep.Status> all = places.look((place, sweep) -> {
            looked.add(place);
            return sweep.status();
        });
        List<Row> leases = new ArrayList<>();
        // a job that does not run has not read later requests
        Map<Boolean, List<Request>> read = places.requests().stream()
                .collect(Collectors.partitioningBy(
                        r -> silent.isEmpty() || r.at() <= silent.get().toEpochMilli()));
        LeftAloneList known = new LeftAloneList(places.memory(), read.get(true));
        for (int i = 0; i < all.size(); i++) {
            WatchedPlace place = looked.get(i);
            all.get(i).limits().forEach(limit -> leases.add(new Row(place, limit)));
            all.get(i)
                    .leftAlone()
                    .forEach((function, until) ->
                            known.tagged(place.account(), place.region(), function, Instant.ofEpochMilli(until)));
        }
        List<LeftAloneView> alone = known.at(Instant.now()).stream()
                .filter(a -> looked.stream()
                        .anyMatch(p ->
                                p.account().equals(a.account()) && p.region().equals(a.region())))
                .toList();
        List<String> gaps =
                all.stream().flatMap(s -> s.gaps().stream()).distinct().toList();
        if (json())
            out().println(json(
                    leases,
                    alone,
                    places.accepted(),
                    gaps,
                    places.proven().map(RequestFiles.Read::at).orElse(null),
                    places.heartbeat().map(h -> h.feed().unwatched()).orElse(null),
                    silent.orElse(null)));
        else if (!leases.isEmpty() || gaps.isEmpty()) text(leases, places.looked());
        if (!json()) {
            alone.forEach(a -> text(a));
            places.accepted().forEach(a -> out().println(line(a)));
            read.get(false).forEach(r -> out().println(name(r) + " waits for the job: " + r.words()));
            places.heartbeat()
                    .map(HeartbeatRow::unwatchedText)
                    .filter(left -> !left.isEmpty())
                    .ifPresent(out()::println);
            places.proven()
                    .ifPresent(d -> out().println(
                                    "brake proven " + d.at() + ": " + d.drill().words()));
        }
        LeaseEnds.printGaps(this, gaps);
        return gaps.isEmpty() ? 0 : 1;
    }

    /** The present state of a limit, and its account and region. */
    private record Row(WatchedPlace place, Sweep.Standing standing) {
        FoundLimit limit() {
            return standing.limit();
        }

        String name() {
            return place.account() + '/' + place.region() + '/' + LeaseEnds.name(limit());
        }

        /** Returns the state of the limit according to its tag, the ledger and its value. */
        String stage() {
            if (!limit().isKnown()) return "unreadable";
            if (isGone()) return "gone";
            if (value() == LimitValue.UNREADABLE) return "unread";
            int value = value();
            if (values().contains(value)) {
                if (limit().known() != null && limit().known().returns()) return "returning";
                return limit().lease() == null ? "untagged" : "held";
            }
            return value == found() ? "half" : "changed";
        }

        private boolean isGone() {
            return standing.reading() != null && !standing.reading().exists();
        }

        /** Returns the value. It is unreadable if the reading failed, if no limit exists, or during a change. */
        int value() {
            return standing.reading() == null || isGone()
                    ? LimitValue.UNREADABLE
                    : standing.reading().value();
        }

        private Set<Integer> values() {
            return limit().lease() != null
                    ? limit().lease().values()
                    : new HashSet<>(limit().known().ours());
        }

        int found() {
            return limit().lease() != null
                    ? limit().lease().was()
                    : limit().known().found();
        }

        String text(int value) {
            return limit().lever().kind().text(value);
        }

        /** Returns the age of the reading, as text. */
        String age() {
            if (standing.reading() == null) return "";
            long seconds = (System.currentTimeMillis() - standing.readAt()) / 1_000;
            return ", read " + Math.max(0, seconds) + " s ago";
        }

        boolean isOver() {
            return limit().until() <= System.currentTimeMillis();
        }
    }

    private static String silent(Instant since) {
        return "the job has not reported since " + Wording.minute(since) + ". Each throttle stays until a sweep runs at"
                + " least 5 minutes after the throttle's end, or until you release it";
    }

    private void text(List<Row> leases, String looked) {
        if (leases.isEmpty()) out().println("no throttle is held in " + looked);
        for (Row l : leases) {
            if (!l.limit().isKnown()) {
                out().printf(
                                Locale.ROOT,
                                "%-40s %-10s %s%n",
                                l.name(),
                                l.stage(),
                                l.limit().fault());
                continue;
            }
            out().printf(
                            Locale.ROOT,
                            "%-40s %-10s now %-6s before %-6s until %s%s%s%s%n",
                            l.name(),
                            l.stage(),
                            l.value() == LimitValue.UNREADABLE ? "?" : l.text(l.value()),
                            l.text(l.found()),
                            Instant.ofEpochMilli(l.limit().until()),
                            l.limit().owner().isEmpty()
                                    ? ""
                                    : " by " + l.limit().owner(),
                            l.age(),
                            l.isOver() ? " (over: breakwater sweep)" : "");
        }
    }

    private void text(LeftAloneView a) {
        String name = a.account() + '/' + a.region() + '/' + a.function();
        String why = a.why().isEmpty() ? "" : " (" + a.why() + ")";
        out().printf(Locale.ROOT, "%-40s hands off until %s%s%n", name, a.until(), why);
    }

    /** Returns an acceptance as a line for people. */
    public static String line(Request a) {
        return name(a) + " accepted until " + Instant.ofEpochMilli(a.until()) + " (" + a.incident() + ")";
    }

    private static String name(Request r) {
        return String.format(
                Locale.ROOT,
                "%-40s",
                r.scope().account() + "/" + r.scope().region() + "/" + r.scope().key());
    }

    private static ObjectNode json(
            List<Row> leases,
            List<LeftAloneView> alone,
            List<Request> accepted,
            List<String> gaps,
            Instant proven,
            Long unwatched,
            Instant silent) {
        ObjectNode o = new ObjectMapper().createObjectNode();
        ArrayNode array = o.putArray("leases");
        for (Row l : leases) {
            LimitReading read = l.standing().reading();
            ObjectNode lease = array.addObject()
                    .put("account", l.place().account())
                    .put("region", l.place().region())
                    .put("function", l.limit().function())
                    .put("standing", l.stage())
                    .put("over", l.limit().isKnown() && l.isOver())
                    .put("lever", l.limit().lever().kind().wire())
                    .put("value", l.value() < 0 ? null : l.value());
            if (read != null)
                lease.put("readAt", Instant.ofEpochMilli(l.standing().readAt()).toString());
            if (!l.limit().lever().mapping().isEmpty())
                lease.put("mapping", l.limit().lever().mapping());
            if (!l.limit().isKnown()) {
                lease.put("detail", l.limit().fault());
                continue;
            }
            lease.put("found", l.found() < 0 ? null : l.found());
            lease.put("until", Instant.ofEpochMilli(l.limit().until()).toString());
            lease.put("owner", l.limit().owner());
        }
        o.set("leftAlone", LedgerJson.tree(alone));
        ArrayNode normal = o.putArray("accepted");
        for (Request a : accepted) {
            normal.addObject()
                    .put("account", a.scope().account())
                    .put("region", a.scope().region())
                    .put("scope", a.scope().kind().wire())
                    .put("key", a.scope().key())
                    .put("incident", a.incident())
                    .put("until", Instant.ofEpochMilli(a.until()).toString());
        }
        gaps.forEach(o.putArray("gaps")::add);
        if (unwatched != null) o.put("unwatched", unwatched);
        if (silent != null) o.put("silentSince", silent.toString());
        if (proven != null) o.put("proven", proven.toString());
        return o;
    }
}
