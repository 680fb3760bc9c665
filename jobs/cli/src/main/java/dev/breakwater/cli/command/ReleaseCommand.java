package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.read.Texts;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.limit.Sweep;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.OwnTags;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code breakwater release}. */
@Command(
        name = "release",
        description = {
            "Removes a throttle now and restores the earlier value.",
            "Without a configuration, it uses the account of the ambient credentials, in AWS_REGION.",
            "If a running job holds the throttle, that job releases it. Otherwise, or with --direct or --all, "
                    + "this command itself acts at AWS.",
            "For 24 hours after a release, Breakwater does not throttle the function. The function's tag "
                    + "breakwater:hands-off-until shows this time, and --again-allowed ends it."
        })
public final class ReleaseCommand extends TerminalCommand.OfData {

    @Parameters(arity = "0..1", paramLabel = "FUNCTION", description = "The function's name.")
    private String function;

    @Option(names = "--all", description = "Release every throttle in every account and region.")
    private boolean all;

    @Option(names = "--direct", description = "Act at AWS directly, even if a job runs.")
    private boolean direct;

    @Option(
            names = "--again-allowed",
            description =
                    "Release nothing, but allow FUNCTION to be throttled again, before a protection or the 24 hours "
                            + "are over.")
    private boolean againAllowed;

    @Option(
            names = "--forget",
            paramLabel = "ACCOUNT",
            description = "Forget an account whose throttles can no longer be released, because it left. "
                    + "Changes nothing at AWS.")
    private String forget;

    @Mixin
    private PlaceOptions places;

    @Override
    public Integer call() throws InterruptedException {
        long named =
                Stream.of(all, function != null, forget != null).filter(b -> b).count();
        if (named != 1) throw Refusal.usage("name one FUNCTION, or --all, or --forget ACCOUNT");
        if (function == null && againAllowed) throw Refusal.usage("--again-allowed is for one FUNCTION");
        if (forget != null) return forget();
        if (againAllowed) return allowAgain();
        return all ? releaseAll() : releaseOne();
    }

    private int forget() {
        List<String> left = places.forget(forget);
        say("account " + forget + " is forgotten: "
                + (left.isEmpty() ? "no throttle is known there" : "this throttle may remain there"));
        left.forEach(this::say);
        return 0;
    }

    private int releaseAll() {
        LeaseEnds ends = new LeaseEnds(this, json());
        List<Sweep.Result> results = places.each((place, sweep) -> sweep.all(ends.in(place)));
        return ends.conclude(results, "nothing to release in " + places.looked());
    }

    private int releaseOne() throws InterruptedException {
        LeaseEnds ends = new LeaseEnds(this, json());
        Optional<String> byTheJob =
                direct ? Optional.empty() : places.byTheJob(function, why -> note(why + ": trying at AWS directly"));
        if (byTheJob.isPresent()) {
            say(function + ": " + byTheJob.get());
            return 0;
        }
        List<Sweep.Released> results = places.each((place, sweep) -> sweep.release(function, ends.in(place)));
        boolean nowhere = results.stream().allMatch(r -> r.leftAlone().failedAs(Outcome.MISSING));
        if (nowhere) throw nowhere();
        results.forEach(this::tellHandsOff);
        return ends.conclude(
                results.stream().map(Sweep.Released::result).toList(), "Breakwater holds no limit on " + function);
    }

    private int allowAgain() {
        List<Answer<Boolean>> answers = places.each((place, sweep) -> sweep.allowAgain(function));
        List<Answer<Boolean>> there =
                answers.stream().filter(a -> !a.failedAs(Outcome.MISSING)).toList();
        if (there.isEmpty()) throw nowhere();
        there.stream()
                .filter(a -> !a.ok())
                .forEach(a ->
                        note("throttles are not allowed again: " + a.failure().text()));
        boolean done = there.stream().allMatch(Answer::ok);
        if (done) {
            places.unprotect(function);
            say(function + " may be throttled again. A running job learns this within minutes");
            places.accepted().stream()
                    .filter(a -> a.scope().kind() == ScopeKind.FUNCTION
                            && a.scope().key().equals(function))
                    .forEach(a -> say(accepted(a)));
        }
        return done ? 0 : 1;
    }

    private static String accepted(Request a) {
        return "but its surge " + a.incident() + " is accepted until " + Instant.ofEpochMilli(a.until()) + " ("
                + a.words()
                + "). Until then, it neither pages nor is throttled. To end this, run breakwater attack "
                + a.incident();
    }

    private void tellHandsOff(Sweep.Released released) {
        Answer<Long> until = released.leftAlone();
        if (until.ok()) {
            say("until " + Instant.ofEpochMilli(until.value()).truncatedTo(ChronoUnit.SECONDS)
                    + ", Breakwater sets no limit on it. To end this earlier, run breakwater release "
                    + "--again-allowed " + function);
        } else if (!until.failedAs(Outcome.MISSING)) {
            note("the tag " + OwnTags.HANDS_OFF + " could not be written, so a running job may throttle it again: "
                    + until.failure().text());
        }
    }

    private void say(String line) {
        if (!json()) out().println(line);
    }

    private Refusal nowhere() {
        List<String> names = places.look((place, sweep) -> sweep.functions()).stream()
                .flatMap(List::stream)
                .distinct()
                .toList();
        List<String> near = Texts.nearestAmong(function, names, 3);
        String meant = near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
        return Refusal.error("no such function: " + function + " in " + places.looked() + meant);
    }
}
