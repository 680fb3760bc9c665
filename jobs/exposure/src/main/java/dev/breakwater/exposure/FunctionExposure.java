package dev.breakwater.exposure;

import dev.breakwater.exposure.entry.Invoker;
import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.model.FunctionKey;
import dev.breakwater.exposure.model.FunctionReading;
import java.util.List;
import java.util.Set;

/**
 * The worst case of one function.
 *
 * @param invokers   who can start it, the most open first
 * @param loops      the loops that it is in
 * @param suggestion a reservation from its own history that would lower the cap, or null
 * @param couldDo    the actions open to anyone who takes it over, and who else may change its code
 */
public record FunctionExposure(
        FunctionReading reading,
        Risk risk,
        Cap cap,
        Cost cost,
        List<Invoker> invokers,
        List<Loop> loops,
        Suggestion suggestion,
        List<String> couldDo,
        Set<Flag> flags) {

    public FunctionKey key() {
        return reading.key();
    }

    /** Whether anyone can start it. False is worth nothing if {@link #unsure()}. */
    public boolean open() {
        return risk == Risk.PUBLIC;
    }

    /** Whether a fact that decides "public" is unknown. */
    public boolean unsure() {
        return !open() && Risk.unsure(reading, invokers);
    }

    /** A finding, besides the cost, that needs attention. */
    public enum Flag {
        /** Made or changed in the last 7 days. */
        NEW("new or changed in 7 days"),
        /** Not invoked for 30 days. */
        UNUSED("unused for 30 days"),
        UNTAGGED("untagged"),
        /** Its role, or who may change its code, is wider than the named list. */
        WIDE("wide rights");

        private final String text;

        Flag(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
