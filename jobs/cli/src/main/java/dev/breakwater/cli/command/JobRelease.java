package dev.breakwater.cli.command;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory.Limit;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.live.RunPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Asks a running job for a release. The command writes a request for the job, and reads the job's answer in the ledger.
 *
 * @param tell receives the reason if the job did not release the limit
 */
record JobRelease(Settings settings, Clock clock, JobRelease.Nap nap, Consumer<String> tell) {

    /** How long to wait for the answer. An answer takes one or two checkpoints. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Waits for a moment. */
    interface Nap {
        void nap() throws InterruptedException;
    }

    /** Returns the job's answer. If the job does not answer, prints the reason and returns nothing. */
    Optional<String> release(String function, String account, String region) throws InterruptedException {
        if (!RequestFiles.isHeard(RunPlaces.requests(settings), clock.millis()))
            return not("no running job reads requests from " + settings.requestsPath());
        try {
            Ask ask = new Ask(Request.Kind.RELEASE, "", function, account, region, Duration.ZERO);
            Request left = new RequestDesk(settings, clock).take(ask, "", TerminalCommand.user(), "cli");
            return await(left);
        } catch (NotTaken e) {
            return not("according to the job, " + e.getMessage());
        } catch (IOException e) {
            return not("the job's files cannot be used: " + e.getMessage());
        }
    }

    private Optional<String> await(Request left) throws IOException, InterruptedException {
        Path ledger = RunPlaces.chains(settings);
        long deadline = clock.millis() + PATIENCE.toMillis();
        Answer answer = new Answer(left);
        while (answer.end().isEmpty() && !answer.isOver() && clock.millis() < deadline) {
            nap.nap();
            answer = new Answer(left);
            LedgerFolder.entries(ledger, answer::hear);
        }
        if (answer.isOver()) return not("the job says " + answer.said);
        String end = answer.end();
        return end.isEmpty()
                ? not("the job did not release it within " + PATIENCE.toSeconds() + " s")
                : Optional.of(end);
    }

    private Optional<String> not(String why) {
        tell.accept(why);
        return Optional.empty();
    }

    /**
     * The answer to a request, which is in the ledger. It says whether the job accepted the request, and what was
     * observed afterwards.
     */
    private static final class Answer {
        private final Request left;
        private final List<LedgerEntry> ofFunction = new ArrayList<>();
        private String said = "";

        Answer(Request left) {
            this.left = left;
        }

        void hear(LedgerEntry line) {
            if (line.is(Kind.REQUEST)) {
                if (line.cause().key().equals(left.id())) said = line.detail();
            } else if (line.limit().function().equals(left.scope().key())
                    && line.limit().account().equals(left.scope().account())
                    && line.limit().region().equals(left.scope().region())) ofFunction.add(line);
        }

        boolean isOver() {
            return said.contains(": over: ");
        }

        /** Returns how the limits ended, or an empty text while one of the function's limits is still open. */
        String end() {
            Collection<Limit> limits = LedgerMemory.of(ofFunction).limits();
            if (!limits.stream().allMatch(Limit::isEnded)) return "";
            return limits.stream()
                    .map(Limit::last)
                    .filter(line -> line.at().toEpochMilli() >= left.at())
                    .map(LedgerEntry::detail)
                    .distinct()
                    .collect(Collectors.joining("; "));
        }
    }
}
