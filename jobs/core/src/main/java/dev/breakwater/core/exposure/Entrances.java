package dev.breakwater.core.exposure;

import java.util.List;

/** The ways in: function URLs, the resource policy (aliases and versions included), event source mappings, APIs. */
public record Entrances(List<FunctionUrl> urls, List<Statement> policy, List<Mapping> mappings, Apis apis) {

    public static Entrances none() {
        return new Entrances(List.of(), List.of(), List.of(), Apis.none());
    }
}
