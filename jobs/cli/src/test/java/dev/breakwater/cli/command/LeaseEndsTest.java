package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.limit.FoundLimit;
import dev.breakwater.guard.limit.Sweep;
import dev.breakwater.model.function.Lever;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LeaseEndsTest {

    private static final FoundLimit LIMIT = new FoundLimit("checkout", Lever.RESERVATION, null, null);

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSweepThatCouldNotDoAllLeadsWhoeverIsAlarmedToTheRunbook(boolean json) throws Exception {
        Sweep.End denied = new Sweep.End(LIMIT, false, "AccessDenied");
        assertThat(conclude(json, List.of(denied), List.of())).isEqualTo(1);
        assertThat(conclude(json, List.of(), List.of("tags of 111122223333/eu-west-1")))
                .isEqualTo(1);
        assertThat(err.toString().lines().filter(l -> l.contains("docs/runbook.md#sweep")))
                .hasSize(2);
        assertThat(Files.readAllLines(Path.of("../../docs/runbook.md"))).contains("## Sweep");
    }

    @Test
    void nothingIsSaidOnStandardErrorWhereAllWasDone() {
        Sweep.End done = new Sweep.End(LIMIT, true, "given back: 40 again");
        assertThat(conclude(false, List.of(done), List.of())).isZero();
        assertThat(err.toString()).isEmpty();
    }

    private int conclude(boolean json, List<Sweep.End> ends, List<String> gaps) {
        SweepCommand command = new SweepCommand();
        new CommandLine(command)
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(err, true));
        return new LeaseEnds(command, json).conclude(List.of(new Sweep.Result(1, ends, gaps)), "");
    }
}
