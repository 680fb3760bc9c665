package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.cli.command.OutputOptions.OutputFormat;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.act.LeaseEnd;
import dev.breakwater.connectors.lambda.act.Sweep;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code breakwater release}. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a throttle away now and restores what was found before it.",
            "By the job where one runs on the configuration and holds it, which its ledger then says; else, and with --direct or",
            "--all, at AWS itself, where no job is needed and the tag breakwater:hands-off-until says it. It is final for 24",
            "hours over all levers of the function. --again-allowed takes that back."
        })
public final class ReleaseCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FUNCTION", description = "The function's name.")
    private String function;

    @Option(names = "--all", description = "Every throttle of every place.")
    private boolean all;

    @Option(names = "--direct", description = "At AWS itself, whether a job runs or not.")
    private boolean direct;

    @Option(
            names = "--again-allowed",
            description = "Releases nothing: FUNCTION may be throttled again, before the 24 hours are over.")
    private boolean againAllowed;

    @Mixin
    private PlaceOptions places;

    @Option(names = "-o", paramLabel = "FORMAT", defaultValue = "text", description = "text (the default) or json.")
    private OutputFormat format;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (all == (function != null)) throw Refusal.usage("name one FUNCTION, or --all");
        if (all && againAllowed) throw Refusal.usage("--again-allowed is for one FUNCTION");
        if (againAllowed) return allowAgain();
        return all ? releaseAll() : releaseOne();
    }

    private int releaseAll() {
        LeaseEnds ends = new LeaseEnds(spec.commandLine(), format);
        List<Sweep.Result> results = places.each((place, sweep) -> sweep.all(ends::tell));
        return ends.conclude(results, "nothing to release in " + places.looked());
    }

    private int releaseOne() throws IOException, InterruptedException {
        LeaseEnds ends = new LeaseEnds(spec.commandLine(), format);
        Optional<LeaseEnd> byTheJob =
                direct ? Optional.empty() : places.byTheJob(function, why -> warn(why + ": released at AWS itself"));
        if (byTheJob.isPresent()) {
            ends.tell(byTheJob.get());
            return ends.conclude(List.of(new Sweep.Result(1, List.of(byTheJob.get()), List.of())), "");
        }
        List<Sweep.Released> results = places.each((place, sweep) -> sweep.release(function));
        List<Sweep.Result> there = results.stream().map(r -> found(r.result())).toList();
        boolean nowhere =
                there.stream().allMatch(r -> r.ends().isEmpty() && r.gaps().isEmpty());
        if (nowhere) throw nowhere();
        there.forEach(r -> r.ends().forEach(ends::tell));
        results.forEach(this::tellHandsOff);
        return ends.conclude(there, "");
    }

    private int allowAgain() {
        List<Answer<Boolean>> answers = places.each((place, sweep) -> sweep.allowAgain(function));
        List<Answer<Boolean>> there =
                answers.stream().filter(a -> !a.failedAs(Outcome.MISSING)).toList();
        if (there.isEmpty()) throw nowhere();
        there.stream()
                .filter(a -> !a.ok())
                .forEach(a -> warn("not taken back: " + a.failure().text()));
        boolean done = there.stream().allMatch(Answer::ok);
        if (done) say(function + " may be throttled again; a running job hears of it within minutes");
        return done ? 0 : 1;
    }

    private void tellHandsOff(Sweep.Released released) {
        Answer<Long> until = released.leftAlone();
        if (until.ok()) {
            say("left alone until " + Instant.ofEpochMilli(until.value()).truncatedTo(ChronoUnit.SECONDS)
                    + ": no lever of it is pulled; release --again-allowed " + function + " takes that back");
        } else if (!until.failedAs(Outcome.MISSING)) {
            warn("the tag " + HandsOff.TAG + " could not be written, so a running job may throttle it again: "
                    + until.failure().text());
        }
    }

    private void say(String line) {
        if (format == OutputFormat.TEXT) spec.commandLine().getOut().println(line);
    }

    private void warn(String line) {
        spec.commandLine().getErr().println("breakwater: " + line);
    }

    private Refusal nowhere() {
        return Refusal.error("no function named " + function + " in " + places.looked());
    }

    /** Without what is not there. */
    private static Sweep.Result found(Sweep.Result r) {
        return new Sweep.Result(
                r.seen(),
                r.ends().stream().filter(e -> e.outcome() != EffectOutcome.GONE).toList(),
                r.gaps());
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
