package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.command.OutputOptions.OutputFormat;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.act.LeaseEnd;
import dev.breakwater.connectors.lambda.act.Sweep;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class LeaseEndsTest {

    private static final LeverRef LIMIT =
            LeverRef.reservation(new FunctionRef("111122223333", "eu-west-1", "checkout"));

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void aSweepThatCouldNotDoAllLeadsWhoeverIsAlarmedToTheRunbook(OutputFormat format) throws Exception {
        LeaseEnd denied = new LeaseEnd(LIMIT, EffectOutcome.DENIED, null, -2, "AccessDenied");
        assertThat(conclude(format, List.of(denied), List.of())).isEqualTo(1);
        assertThat(conclude(format, List.of(), List.of("tags of 111122223333/eu-west-1")))
                .isEqualTo(1);
        assertThat(err.toString().lines().filter(l -> l.endsWith("docs/runbook.md#sweep")))
                .hasSize(2);
        assertThat(Files.readAllLines(Path.of("../../docs/runbook.md"))).contains("## Sweep");
    }

    @Test
    void nothingIsSaidOnStandardErrorWhereAllWasDone() {
        LeaseEnd done = new LeaseEnd(LIMIT, EffectOutcome.RELEASED, null, 40, "");
        assertThat(conclude(OutputFormat.TEXT, List.of(done), List.of())).isZero();
        assertThat(err.toString()).isEmpty();
    }

    private int conclude(OutputFormat format, List<LeaseEnd> ends, List<String> gaps) {
        CommandLine command = new CommandLine(new SweepCommand())
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(err, true));
        return new LeaseEnds(command, format).conclude(List.of(new Sweep.Result(1, ends, gaps)), "");
    }
}
