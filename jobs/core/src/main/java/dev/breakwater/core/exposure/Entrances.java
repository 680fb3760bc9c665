package dev.breakwater.core.exposure;

import java.util.List;

/** The ways in: function URLs, the resource policy (aliases included), event source mappings. */
public record Entrances(List<FunctionUrl> urls, List<Statement> policy, List<Mapping> mappings) {

    public static Entrances none() {
        return new Entrances(List.of(), List.of(), List.of());
    }
}
