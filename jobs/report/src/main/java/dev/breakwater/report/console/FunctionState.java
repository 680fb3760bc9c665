package dev.breakwater.report.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.ledger.FleetRow;
import java.util.Comparator;
import java.util.Locale;

/** A function of the fleet. */
public record FunctionState(
        @JsonUnwrapped FleetRow row,

        @JsonPropertyDescription(
                "`held`, `proposed`, `paged`, `recorded`, `warned`, `protected`, `learning`, `unheard` or `normal`")
        String state,

        @JsonPropertyDescription(
                "cost above the expectation in the last hour; the whole cost if there is no expectation")
        double overUsdPerHour,

        @JsonPropertyDescription("the open incident, or null")
        String incident) {

    /** The states of a function, the most urgent first. */
    public enum State {
        HELD("held"),
        PROPOSED("throttle proposed"),
        PAGED("paged"),
        /** The function would have paged, but mode {@code observe} does not page. */
        RECORDED("would have paged"),
        WARNED("warned"),
        PROTECTED("protected"),
        /** The function has no baseline yet. */
        LEARNING("learning"),
        /** The function is deployed, but was not in the feed. */
        UNHEARD("not reporting"),
        NORMAL("normal");

        private final String text;

        State(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the order of functions: the highest excess cost first. */
    public static final Comparator<FunctionState> BY_EXCESS = Comparator.comparingDouble(FunctionState::overUsdPerHour)
            .reversed()
            .thenComparing(f -> f.row().id());

    public String text() {
        return State.valueOf(state.toUpperCase(Locale.ROOT)).text();
    }
}
