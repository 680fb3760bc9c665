package dev.breakwater.cli.report;

import dev.breakwater.exposure.Risk;

/** Risks in the colours of severities. */
final class RiskStyle {

    private RiskStyle() {}

    static String of(Risk risk) {
        return switch (risk) {
            case PUBLIC -> "critical";
            case LOOP -> "error";
            case UNKNOWN, SHARED -> "warning";
            case INTERNAL -> "info";
        };
    }

    static String name(Risk risk) {
        return switch (risk) {
            case PUBLIC -> "public";
            case LOOP -> "loop";
            case UNKNOWN -> "not known";
            case SHARED -> "others";
            case INTERNAL -> "internal";
        };
    }
}
