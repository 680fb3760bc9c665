package dev.breakwater.cli.exposure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.core.exposure.Risk;

/** Why a verdict is wider than IAM's own, in the words of {@code docs/exposure.md}; empty where no reason is known. */
final class WiderReason {

    private WiderReason() {}

    static String of(String url, ObjectNode document, Risk ours, Risk theirs) {
        return "?";
    }
}
