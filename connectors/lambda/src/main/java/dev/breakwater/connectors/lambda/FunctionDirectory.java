package dev.breakwater.connectors.lambda;

import java.util.List;

/** Which functions and event source mappings there are in one account and region, and how they are configured. */
@FunctionalInterface
public interface FunctionDirectory {

    Listing list();

    /** The mappings of one function alone. */
    default Listing mappings(String function) {
        Listing all = list();
        List<MappingDescription> its = all.mappings().stream()
                .filter(m -> m.function().function().equals(function))
                .toList();
        return new Listing(List.of(), its, all.mappingsKnown(), all.gaps());
    }

    /**
     * @param functions what could be read
     * @param mappings      those that could be read
     * @param mappingsKnown whether these are all, with their marks
     * @param gaps      what could not, one line each; while there are any, "no such mark" is not known
     */
    record Listing(
            List<FunctionDescription> functions,
            List<MappingDescription> mappings,
            boolean mappingsKnown,
            List<String> gaps) {

        public boolean complete() {
            return gaps.isEmpty();
        }
    }
}
