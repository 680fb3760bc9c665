package dev.breakwater.connectors.testkit.fault;

import java.util.Optional;

/** A part of AWS that the emulator lacks or does not enforce, answered by the proxy. Called by one thread at a time. */
@FunctionalInterface
public interface MissingApi {

    /** The answer, or empty for what is passed on. */
    Optional<ApiReply> answer(ApiRequest request, Upstream upstream);
}
