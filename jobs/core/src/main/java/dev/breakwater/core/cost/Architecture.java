package dev.breakwater.core.cost;

import java.util.Optional;

/** The instruction sets that Lambda prices apart. */
public enum Architecture {
    X86_64("x86_64"),
    ARM64("arm64");

    private final String wire;

    Architecture(String wire) {
        this.wire = wire;
    }

    /** The name in Lambda's API, for example {@code arm64}. */
    public String wire() {
        return wire;
    }

    /** The architecture of that name in Lambda's API; nothing for any other. */
    public static Optional<Architecture> of(String wire) {
        for (Architecture a : values()) if (a.wire.equals(wire)) return Optional.of(a);
        return Optional.empty();
    }
}
