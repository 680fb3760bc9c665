package dev.breakwater.exposure;

import dev.breakwater.exposure.entry.Invoker;
import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.model.Fact;
import dev.breakwater.exposure.model.FunctionReading;
import java.util.List;
import java.util.Locale;

/** The order of risks, nearest first; within one, the most expensive is first. */
public enum Risk {
    /** Anyone can start it. */
    PUBLIC,
    /** It can start itself. */
    LOOP,
    /** Whether it is public could not be read, or is decided by something that is not read. */
    UNKNOWN,
    /**
     * Another account can start it, a known service can for any account, or an API admits callers by key or signature.
     */
    SHARED,
    /** Only this account can. */
    INTERNAL;

    /** The name in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Risk of(FunctionReading f, List<Invoker> invokers, List<Loop> loops) {
        if (invokers.stream().anyMatch(Invoker::open)) return PUBLIC;
        if (!loops.isEmpty()) return LOOP;
        if (unsure(f, invokers)) return UNKNOWN;
        return invokers.stream().anyMatch(Invoker::foreign) ? SHARED : INTERNAL;
    }

    /** Whether a fact that decides "public" was not read, or depends on something that is not read. */
    static boolean unsure(FunctionReading f, List<Invoker> invokers) {
        return f.unread().stream().anyMatch(Fact::decidesPublic)
                || invokers.stream().anyMatch(Invoker::unsure);
    }
}
