package dev.breakwater.core.detect;

/** Tells in which minutes the whole feed was silent: a gap of one function then is unknown, not zero. */
@FunctionalInterface
public interface Silence {

    /** A feed that is always alive. */
    Silence NEVER = minute -> false;

    boolean silent(long minute);
}
