package dev.breakwater.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code breakwater bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Reproduces the figures in README.md and docs/bench.md.",
        subcommands = {
            BenchDetectionCommand.class,
            BenchWorthCommand.class,
            BenchCostCommand.class,
            BenchPipelineCommand.class,
            BenchGrowthCommand.class,
            BenchLatencyCommand.class,
            CommandLine.HelpCommand.class
        })
public final class BenchCommand {}
